// The newest price of each symbol, with what came since the last frame waiting beside it.
import { fromUpdate, mergePrice, type LivePrice, type PriceReport } from './price'
import { LeastDelay, timingOf, type Timing } from './latency'
import type { PriceData } from './protocol'

export class Prices {
  readonly delay = new LeastDelay()
  private readonly known = new Map<string, LivePrice>()
  private readonly waiting = new Map<string, PriceReport>()
  private readonly timings = new Map<string, Timing>()

  get(symbol: string): LivePrice | undefined {
    return this.known.get(symbol)
  }

  timing(symbol: string): Timing | undefined {
    return this.timings.get(symbol)
  }

  hear(data: PriceData, now: number): void {
    this.delay.note(data.sent_us / 1000, now)
    this.add(fromUpdate(data, now))
  }

  /** Of one frame the newest counts; a tick size that only another one told is kept. */
  add(report: PriceReport): void {
    const earlier = this.waiting.get(report.symbol)
    const newer = earlier && earlier.venueTimeMs > report.venueTimeMs ? earlier : report
    this.waiting.set(report.symbol, { ...newer, tickSize: report.tickSize ?? earlier?.tickSize ?? null })
  }

  /** @returns the symbols that were told */
  flush(): string[] {
    const told = [...this.waiting.keys()]
    for (const [symbol, report] of this.waiting) this.known.set(symbol, mergePrice(this.known.get(symbol), report))
    this.waiting.clear()
    return told
  }

  painted(symbols: readonly string[], at: number): void {
    for (const symbol of symbols) {
      const price = this.known.get(symbol)
      const timing = price && timingOf(price, at)
      if (timing) this.timings.set(symbol, timing)
    }
  }
}
