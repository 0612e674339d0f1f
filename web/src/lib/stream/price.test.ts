import { describe, expect, it } from 'vitest'
import { btcPrice, priceData } from '@/testing/fixtures'
import { fromRest, fromUpdate, isStale, mergePrice, priceAge } from './price'

const now = 1_000_000

describe('a price', () => {
  const first = mergePrice(undefined, fromRest(btcPrice, now))

  it('begins without a direction', () => {
    expect(first).toMatchObject({ move: 'flat', changes: 0, tickSize: '0.01', confirmedAt: now - 100 })
  })

  it('moves against the previous distinct price and keeps its direction while it rests', () => {
    const up = mergePrice(first, fromUpdate(priceData({ last: '89245.51', tick_size: null }), now))
    expect(up).toMatchObject({ move: 'up', changes: 1, last: '89245.51', tickSize: '0.01' })
    const resting = mergePrice(up, fromUpdate(priceData({ last: '89245.510', bid: '89245.20' }), now + 10))
    expect(resting).toMatchObject({ move: 'up', changes: 1, bid: '89245.20' })
    const down = mergePrice(resting, fromUpdate(priceData({ last: '89245.50' }), now + 20))
    expect(down).toMatchObject({ move: 'down', changes: 2 })
  })

  it('is not turned back by a slow answer', () => {
    const newer = mergePrice(first, fromUpdate(priceData({ last: '90000.00' }), now + 1000))
    const late = mergePrice(newer, fromRest(btcPrice, now + 1100))
    expect(late.last).toBe('90000.00')
  })

  it('takes an earlier venue time once it has waited long: the venue was restarted', () => {
    const newer = mergePrice(first, fromUpdate(priceData({ last: '90000.00' }), now))
    const afterRestart = mergePrice(newer, fromRest({ ...btcPrice, age_ms: 0 }, now + 20_000))
    expect(afterRestart.last).toBe('89245.50')
  })

  it('learns its tick size from REST even when the rest is older', () => {
    const streamed = mergePrice(undefined, fromUpdate(priceData({ tick_size: null }), now))
    expect(streamed.tickSize).toBeNull()
    expect(mergePrice(streamed, fromRest(btcPrice, now)).tickSize).toBe('0.01')
  })

  it('ages from its last confirmation, not from its last change', () => {
    const again = mergePrice(first, fromUpdate(priceData({ age_ms: 0 }), now + 9000))
    expect(priceAge(first, now + 9000)).toBe(9100)
    expect(isStale(first, now + 9000)).toBe(true)
    expect(isStale(again, now + 9000)).toBe(false)
    expect(isStale({ ...again, stale: true }, now + 9000)).toBe(true)
  })
})
