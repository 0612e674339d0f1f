import { describe, expect, it } from 'vitest'
import { btcPrice, operationOne } from '@/testing/fixtures'
import { fromRest, mergePrice } from '../stream/price'
import { isPositionStale, livePosition } from './live'

const now = 1_000_000
const priceAt = (bid: `${number}`, confirmedAt: number) => ({
  ...mergePrice(undefined, fromRest({ ...btcPrice, bid }, now)),
  confirmedAt,
})

describe('a live position', () => {
  it('follows a price that was confirmed after the snapshot', () => {
    const live = livePosition(operationOne, now, priceAt('90000.00', now + 500))
    expect(live.current_price).toBe('90000.00')
    expect(live.unrealized_pnl_exact).toBe('0.3834864')
    expect(live.confirmedAt).toBe(now + 500)
  })

  it('keeps the snapshot while the stream knows only older prices', () => {
    const live = livePosition(operationOne, now, priceAt('90000.00', now - 60_000))
    expect(live.current_price).toBe('89245.00')
    expect(live.confirmedAt).toBe(now - 100)
  })

  it('takes any price over none', () => {
    const unpriced = { ...operationOne, current_price: null, price_age_ms: null, unrealized_pnl_exact: null }
    expect(livePosition(unpriced, now, undefined).unrealized_pnl_exact).toBeNull()
    expect(livePosition(unpriced, now, priceAt('89245.00', now - 60_000)).unrealized_pnl_exact).toBe('0.1343364')
  })

  it('is stale after five seconds without confirmation, when the server says so, and without any price', () => {
    expect(isPositionStale({ confirmedAt: now, stale: false }, now + 5000)).toBe(false)
    expect(isPositionStale({ confirmedAt: now, stale: false }, now + 5001)).toBe(true)
    expect(isPositionStale({ confirmedAt: now, stale: true }, now)).toBe(true)
    expect(isPositionStale({ confirmedAt: null, stale: false }, now)).toBe(true)
  })
})
