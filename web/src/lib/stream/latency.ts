// How long a price took, from the exchange's clock to the glass. Three clocks are in it: the exchange's, Robson's and
// this device's. The last two are compared by the messages themselves: the quickest of the last minute took at least
// half a round trip, so the rest of its difference is the device's clock.
import type { LivePrice } from './price'

export interface Timing {
  readonly venueTimeMs: number
  readonly receivedMs: number
  readonly sentMs: number
  /** By this device's clock. */
  readonly arrivedAt: number
  readonly paintedAt: number
}

export interface Legs {
  /** Holds the difference between the exchange's clock and Robson's. */
  venueToRobson: number
  insideRobson: number
  /** From leaving Robson to this browser, this device's clock corrected. */
  onTheWay: number
  untilPainted: number
  total: number
  /** This device's clock ahead of Robson's (below 0: behind), known to ± uncertainty. */
  clockAhead: number
  uncertainty: number
}

/** A repetition of an unchanged price waited in Robson on purpose; it says nothing about speed. */
export const repetitionMs = 1000

export function timingOf(price: LivePrice, paintedAt: number): Timing | null {
  const { sent, venueTimeMs } = price
  if (!sent || sent.sentMs - sent.receivedMs >= repetitionMs) return null
  return { ...sent, venueTimeMs, paintedAt }
}

export function legs(timing: Timing, leastDelayMs: number, roundTripMs: number | null): Legs {
  const uncertainty = (roundTripMs ?? 0) / 2
  const clockAhead = leastDelayMs - uncertainty
  const venueToRobson = timing.receivedMs - timing.venueTimeMs
  const insideRobson = timing.sentMs - timing.receivedMs
  const onTheWay = timing.arrivedAt - timing.sentMs - clockAhead
  const untilPainted = timing.paintedAt - timing.arrivedAt
  return { venueToRobson, insideRobson, onTheWay, untilPainted, total: venueToRobson + insideRobson + onTheWay + untilPainted, clockAhead, uncertainty }
}

const windowMs = 60_000

/** The least that arrival lay behind sending, of this minute and the one before it. */
export class LeastDelay {
  private current = Infinity
  private before = Infinity
  private since = -Infinity

  note(sentMs: number, arrivedAt: number): void {
    if (arrivedAt - this.since > windowMs) {
      this.before = arrivedAt - this.since > 2 * windowMs ? Infinity : this.current
      this.current = Infinity
      this.since = arrivedAt
    }
    this.current = Math.min(this.current, arrivedAt - sentMs)
  }

  /** null before the first message. */
  read(): number | null {
    const least = Math.min(this.current, this.before)
    return Number.isFinite(least) ? least : null
  }
}
