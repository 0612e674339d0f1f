// Candles as they are drawn: the server's, carried on by live trades until the server tells them anew.
import type { Bar } from '@/components/chart/drawing'
import { compare, max, min, parse, toText, type DecimalText } from '@/lib/decimal'
import type { Interval } from '@/lib/settings'

export const intervalMs: Record<Interval, number> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
}

function higher(a: DecimalText, b: DecimalText): DecimalText {
  return toText(max(parse(a), parse(b)))
}

function lower(a: DecimalText, b: DecimalText): DecimalText {
  return toText(min(parse(a), parse(b)))
}

/** The forming candle after a trade: the same one moved, or the next one begun. Null when the trade changes nothing. */
export function barAfterTrade(last: Bar, price: DecimalText, timeMs: number, interval: Interval): Bar | null {
  const length = intervalMs[interval]
  if (timeMs < last.open_time) return null
  if (timeMs < last.open_time + length) {
    const moved = compare(parse(price), parse(last.close)) !== 0
    if (!moved) return null
    return { ...last, close: price, high: higher(last.high, price), low: lower(last.low, price), closed: false }
  }
  const openTime = timeMs - (timeMs % length)
  return {
    open_time: openTime,
    close_time: openTime + length - 1,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: null,
    closed: false,
  }
}

/**
 * The server keeps candles for up to a minute, so its forming candle may lack trades that this page has seen: keep the
 * wider range and the newer close. A closed candle is the server's alone.
 */
export function withLiveBar(fetched: readonly Bar[], live: Bar | undefined): Bar[] {
  const last = fetched.at(-1)
  if (!last || !live || live.open_time < last.open_time) return [...fetched]
  if (live.open_time > last.open_time) return [...fetched, live]
  if (last.closed) return [...fetched]
  const merged = { ...last, close: live.close, high: higher(last.high, live.high), low: lower(last.low, live.low) }
  return [...fetched.slice(0, -1), merged]
}

/** One sentence for those who cannot see the chart. */
export function summary(symbol: string, interval: Interval, bars: readonly Bar[]): string {
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return `${symbol}: no candles`
  const highest = bars.map((bar) => bar.high).reduce(higher)
  const lowest = bars.map((bar) => bar.low).reduce(lower)
  const from = new Date(first.open_time).toISOString().slice(0, 16).replace('T', ' ')
  return `${symbol}, ${bars.length} candles of ${interval} since ${from} UTC: last ${last.close}, highest ${highest}, lowest ${lowest}.`
}

/** Older candles before newer ones; where both have one, the newer list's. */
export function joined(older: readonly Bar[], newer: readonly Bar[]): readonly Bar[] {
  const from = newer[0]?.open_time
  if (from === undefined) return older
  const before = older.filter((bar) => bar.open_time < from)
  return before.length === 0 ? newer : [...before, ...newer]
}
