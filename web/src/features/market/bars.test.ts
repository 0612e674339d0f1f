import { describe, expect, it } from 'vitest'
import { candles } from '@/testing/fixtures'
import { barAfterTrade, summary, withLiveBar } from './bars'

const bars = candles(3)
const last = bars[2]!

describe('the forming candle', () => {
  it('follows a trade and keeps its extremes', () => {
    const up = barAfterTrade(last, '89400.00', last.open_time + 1000, '15m')!
    expect(up).toMatchObject({ open: '89000.00', high: '89400.00', low: '88900.00', close: '89400.00', closed: false })
    const down = barAfterTrade(up, '88000.00', last.open_time + 2000, '15m')!
    expect(down).toMatchObject({ high: '89400.00', low: '88000.00', close: '88000.00', volume: '12.5' })
  })

  it('is not touched by the same price or by an older trade', () => {
    expect(barAfterTrade(last, '89200.0', last.open_time + 1, '15m')).toBeNull()
    expect(barAfterTrade(last, '1', last.open_time - 1, '15m')).toBeNull()
  })

  it('gives way to the next at its end, whose volume is not known', () => {
    const next = barAfterTrade(last, '89250.00', last.open_time + 900_000 + 5, '15m')!
    expect(next).toEqual({
      open_time: last.open_time + 900_000,
      close_time: last.open_time + 2 * 900_000 - 1,
      open: '89250.00',
      high: '89250.00',
      low: '89250.00',
      close: '89250.00',
      volume: null,
      closed: false,
    })
  })
})

describe('an answer of the server', () => {
  it('keeps what the page has seen of the forming candle', () => {
    const live = { ...last, high: '89999.00', close: '89500.00' } as const
    expect(withLiveBar(bars, live).at(-1)).toMatchObject({ high: '89999.00', low: '88900.00', close: '89500.00' })
  })

  it('is alone right about a closed candle', () => {
    const closed = [...bars.slice(0, 2), { ...last, closed: true }]
    expect(withLiveBar(closed, { ...last, high: '99999.00' }).at(-1)!.high).toBe('89300.00')
  })

  it('is followed by a candle that began since, and forgets an older one', () => {
    const next = { ...last, open_time: last.open_time + 900_000 }
    expect(withLiveBar(bars, next)).toHaveLength(4)
    expect(withLiveBar(bars, bars[0])).toEqual(bars)
    expect(withLiveBar([], last)).toEqual([])
  })
})

describe('the chart in words', () => {
  it('names what can be seen', () => {
    expect(summary('BTCUSDC', '15m', bars)).toBe(
      'BTCUSDC, 3 candles of 15m since 2026-01-02 02:30 UTC: last 89200.00, highest 89300.00, lowest 88900.00.',
    )
    expect(summary('BTCUSDC', '15m', [])).toBe('BTCUSDC: no candles')
  })
})
