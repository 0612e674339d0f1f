// One symbol's price as the page knows it, and how a new report changes it. REST answers and stream messages meet here.
import { compare, parse, type DecimalText } from '../decimal'
import type { Price } from '../api/types'
import type { PriceData } from './protocol'

export interface LivePrice {
  readonly symbol: string
  readonly bid: DecimalText
  readonly ask: DecimalText
  /** The last trade; null until the venue told one. */
  readonly last: DecimalText | null
  readonly tickSize: DecimalText | null
  readonly source: string
  readonly venueTimeMs: number
  /** By this device's clock: when the venue last confirmed the price. */
  readonly confirmedAt: number
  /** The server itself calls it stale. */
  readonly stale: boolean
  /** Against the previous distinct price. */
  readonly move: 'up' | 'down' | 'flat'
  /** How the message that told it came here; null when it was asked for by REST. */
  readonly sent: { readonly receivedMs: number; readonly sentMs: number; readonly arrivedAt: number } | null
  /** Counts distinct prices, so that a change can be shown even when it returns to an earlier figure. */
  readonly changes: number
}

/** After this long without a confirmation a value is old. */
export const staleAfterMs = 5000

export type PriceReport = Omit<LivePrice, 'move' | 'changes'>

export function fromUpdate(update: PriceData, now: number): PriceReport {
  return {
    symbol: update.symbol,
    bid: update.bid,
    ask: update.ask,
    last: update.last,
    tickSize: update.tick_size,
    source: update.source,
    venueTimeMs: update.venue_time_ms,
    confirmedAt: now - update.age_ms,
    stale: update.stale,
    sent: { receivedMs: update.received_us / 1000, sentMs: update.sent_us / 1000, arrivedAt: now },
  }
}

export function fromRest(price: Price, now: number): PriceReport {
  return {
    symbol: price.symbol,
    bid: price.bid,
    ask: price.ask,
    last: price.last,
    tickSize: price.tick_size,
    source: price.source,
    venueTimeMs: Date.parse(price.venue_time),
    confirmedAt: now - price.age_ms,
    stale: price.stale,
    sent: null,
  }
}

/** What a reader calls the price: the last trade, else the best bid. */
export function shownPrice(price: Pick<LivePrice, 'last' | 'bid'>): DecimalText {
  return price.last ?? price.bid
}

/**
 * A report that left the venue earlier than what is known never turns the price back: a slow REST answer may overtake
 * nothing. It wins all the same once the known price has not been confirmed for long (a venue whose clock was reset).
 */
export function mergePrice(known: LivePrice | undefined, report: PriceReport): LivePrice {
  if (!known) return { ...report, move: 'flat', changes: 0 }
  const outdated = report.venueTimeMs < known.venueTimeMs && report.confirmedAt < known.confirmedAt + staleAfterMs
  if (outdated) return known.tickSize ? known : { ...known, tickSize: report.tickSize }
  const step = compare(parse(shownPrice(report)), parse(shownPrice(known)))
  return {
    ...report,
    tickSize: report.tickSize ?? known.tickSize,
    confirmedAt: Math.max(report.confirmedAt, known.confirmedAt),
    move: step > 0 ? 'up' : step < 0 ? 'down' : known.move,
    changes: step === 0 ? known.changes : known.changes + 1,
  }
}

export function priceAge(price: Pick<LivePrice, 'confirmedAt'>, now: number): number {
  return Math.max(0, now - price.confirmedAt)
}

export function isStale(price: Pick<LivePrice, 'confirmedAt' | 'stale'>, now: number): boolean {
  return price.stale || priceAge(price, now) > staleAfterMs
}
