// Live prices for the whole page, free of any framework. Components read through `subscribe` and `price`, so that a
// tick re-renders only those who show that symbol; messages of one animation frame are handed over together.
//
//   stream first ── cannot be opened twice ──> REST each second ── stream opens ──> stream again
//   stream quiet for 3 s ──> one REST question: quiet is not stale, a silent venue is
import { fromRest, fromUpdate, mergePrice, priceAge, type LivePrice, type PriceReport } from './price'
import { parseMessage, type ServerMessage, type VenueState } from './protocol'
import { ReconnectingSocket, type SocketLike } from './socket'
import type { Price } from '../api/types'

export type FeedPhase = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'polling'

export interface FeedStatus {
  readonly phase: FeedPhase
  /** Since when the phase holds. */
  readonly since: number
  readonly venue: { readonly state: VenueState; readonly reason: string; readonly since: number } | null
}

export interface FeedOptions {
  connect: () => SocketLike
  fetchPrice: (symbol: string) => Promise<Price>
  /** The server closed for lack of a session (1008). */
  onUnauthorised?: () => void
  nextFrame?: (run: () => void) => void
  now?: () => number
  random?: () => number
}

const pollEveryMs = 1000
const quietAfterMs = 3000
const failuresBeforePolling = 2

export class PriceFeed {
  private status: FeedStatus
  private readonly prices = new Map<string, LivePrice>()
  private readonly waiting = new Map<string, PriceReport>()
  private readonly wanted = new Map<string, number>()
  private readonly asking = new Set<string>()
  private readonly listeners = new Set<() => void>()
  private readonly socket: ReconnectingSocket
  private readonly now: () => number
  private ticker: ReturnType<typeof setInterval> | undefined
  private frameAsked = false
  private restFailed = false
  private clockOffsetMs = 0

  constructor(private readonly options: FeedOptions) {
    this.now = options.now ?? Date.now
    this.status = { phase: 'idle', since: this.now(), venue: null }
    this.socket = new ReconnectingSocket({
      connect: options.connect,
      now: this.now,
      ...(options.random && { random: options.random }),
      events: {
        opened: () => this.opened(),
        text: (text) => this.heard(parseMessage(text)),
        closed: (code) => this.closed(code),
      },
    })
  }

  start(): void {
    if (this.ticker) return
    this.setPhase('connecting')
    this.socket.start()
    this.ticker = setInterval(() => this.tick(), pollEveryMs)
  }

  stop(): void {
    clearInterval(this.ticker)
    this.ticker = undefined
    this.socket.stop()
    this.setPhase('idle')
  }

  readonly wake = (): void => {
    this.socket.wake()
    this.tick()
  }

  /** Keeps a symbol coming until the returned function is called as often as this one. */
  want(symbol: string): () => void {
    const users = this.wanted.get(symbol) ?? 0
    this.wanted.set(symbol, users + 1)
    if (users === 0) this.say('subscribe', [symbol])
    let released = false
    return () => {
      if (released) return
      released = true
      this.unwant(symbol)
    }
  }

  /** Takes in a REST answer that someone else asked for. */
  accept(price: Price): void {
    this.queue(fromRest(price, this.now()))
  }

  readonly read = (): FeedStatus => this.status
  readonly price = (symbol: string): LivePrice | undefined => this.prices.get(symbol)

  /** The server's clock by its latest message, for countdowns on a device whose own clock is off. */
  readonly serverNow = (): number => this.now() + this.clockOffsetMs

  /** The wanted symbol whose price has waited longest for a confirmation. */
  readonly oldest = (): LivePrice | undefined => {
    const wanted = [...this.wanted.keys()].flatMap((symbol) => this.prices.get(symbol) ?? [])
    return wanted.reduce<LivePrice | undefined>(
      (oldest, each) => (oldest && oldest.confirmedAt <= each.confirmedAt ? oldest : each),
      undefined,
    )
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private unwant(symbol: string): void {
    const users = (this.wanted.get(symbol) ?? 1) - 1
    if (users > 0) {
      this.wanted.set(symbol, users)
      return
    }
    this.wanted.delete(symbol)
    this.say('unsubscribe', [symbol])
  }

  private say(action: 'subscribe' | 'unsubscribe', symbols: string[]): void {
    if (symbols.length > 0) this.socket.send(JSON.stringify({ action, symbols }))
  }

  private opened(): void {
    this.say('subscribe', [...this.wanted.keys()])
  }

  private heard(message: ServerMessage | null): void {
    if (this.status.phase !== 'live') this.setPhase('live')
    if (message?.type === 'price_update') {
      this.clockOffsetMs = message.sent_ms - this.now()
      this.queue(fromUpdate(message, this.now()))
    } else if (message?.type === 'venue_status') {
      const { state, reason } = message
      this.setStatus({ ...this.status, venue: { state, reason, since: this.now() } })
    }
  }

  private closed(code: number): void {
    if (code === 1008) this.options.onUnauthorised?.()
    if (this.socket.failures >= failuresBeforePolling) this.setPhase('polling')
    else this.setPhase('reconnecting')
  }

  private tick(): void {
    const polling = this.status.phase === 'polling' || this.status.phase === 'reconnecting'
    for (const symbol of this.wanted.keys()) {
      const known = this.prices.get(symbol)
      if (polling || (known && priceAge(known, this.now()) > quietAfterMs)) void this.ask(symbol)
    }
  }

  private async ask(symbol: string): Promise<void> {
    if (this.asking.has(symbol)) return
    this.asking.add(symbol)
    try {
      this.accept(await this.options.fetchPrice(symbol))
      if (this.restFailed) this.socket.wake()
      this.restFailed = false
    } catch {
      this.restFailed = true // The client has noted it; the known price stays, and ages in sight.
    } finally {
      this.asking.delete(symbol)
    }
  }

  private queue(report: PriceReport): void {
    const earlier = this.waiting.get(report.symbol)
    const newer = earlier && earlier.venueTimeMs > report.venueTimeMs ? earlier : report
    this.waiting.set(report.symbol, { ...newer, tickSize: report.tickSize ?? earlier?.tickSize ?? null })
    if (this.frameAsked) return
    this.frameAsked = true
    const nextFrame = this.options.nextFrame ?? frameOrSoon
    nextFrame(() => this.flush())
  }

  private flush(): void {
    this.frameAsked = false
    for (const [symbol, report] of this.waiting) this.prices.set(symbol, mergePrice(this.prices.get(symbol), report))
    this.waiting.clear()
    this.notify()
  }

  private setPhase(phase: FeedPhase): void {
    if (phase !== this.status.phase) this.setStatus({ ...this.status, phase, since: this.now() })
  }

  private setStatus(status: FeedStatus): void {
    this.status = status
    this.notify()
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}

/** A hidden page gets no animation frames; its title should move all the same. */
function frameOrSoon(run: () => void): void {
  let done = false
  const once = () => {
    if (done) return
    done = true
    run()
  }
  requestAnimationFrame(once)
  setTimeout(once, 250)
}
