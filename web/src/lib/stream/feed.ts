// The feed of the whole page, free of any framework: one line, whatever its way (ladder.ts), what is known of it
// (view.ts, prices.ts), and who is told. Components are told once an animation frame, of all that came since.
import type { Price } from '../api/types'
import type { FeedState } from './channels'
import { afterPaint, frameOrSoon } from './frames'
import { Ladder, type FeedPhase, type Ways } from './ladder'
import { legs, type Legs } from './latency'
import { fromRest, type LivePrice } from './price'
import { Prices } from './prices'
import type { Channel, FeedEvent, FeedMessage, VenueState } from './protocol'
import { Requests } from './requests'
import { View, type Outcome } from './view'
import { Wants } from './wants'

export type { FeedPhase } from './ladder'

export interface FeedStatus {
  readonly phase: FeedPhase
  /** Since when the phase holds. */
  readonly since: number
  readonly venue: { readonly state: VenueState; readonly reason: string; readonly since: number } | null
}

/** What happened since the last frame. */
export interface Changes {
  readonly state: FeedState
  readonly events: readonly FeedEvent[]
  /** Told by a snapshot, for the first time or anew: what was kept of them by other ways may be old. */
  readonly told: readonly Channel[]
  /** Those of them in which events may have been missed. */
  readonly resynced: readonly Channel[]
}

export interface FeedOptions extends Ways {
  /** The session runs out soon: renews it and gives a ticket for this line; null when it cannot be had. */
  ticket: (expiresAt: number) => Promise<string | null>
  nextFrame?: (run: () => void) => void
  painted?: (run: () => void) => void
  now?: () => number
  random?: () => number
}

const sweepEveryMs = 1000
const repairWithinMs = 5000
const mostEventsWaiting = 2000
const speaking = new Set<FeedPhase>(['live', 'sse', 'polling'])

export class Feed {
  private status: FeedStatus
  private readonly view = new View()
  private readonly prices = new Prices()
  private readonly symbols = new Wants<string>(() => this.wantsChanged())
  private readonly channels = new Wants<Channel>(() => this.wantsChanged())
  private readonly requests = new Requests(this.view)
  private readonly ladder: Ladder
  private readonly listeners = new Set<() => void>()
  private readonly followers = new Set<(changes: Changes) => void>()
  private readonly now: () => number
  private readonly nextFrame: (run: () => void) => void
  private readonly painted: (run: () => void) => void
  private sweeper: ReturnType<typeof setInterval> | undefined
  private sweptAt = 0
  private frameAsked = false
  private syncAsked = false
  private shown: FeedState = {}
  private events: FeedEvent[] = []
  private told = new Set<Channel>()
  private resynced = new Set<Channel>()
  private lastHeardAt: number | null = null
  private repairs = 0
  private repairAskedAt = 0

  constructor(private readonly options: FeedOptions) {
    this.now = options.now ?? Date.now
    this.nextFrame = options.nextFrame ?? frameOrSoon
    this.painted = options.painted ?? afterPaint
    this.status = { phase: 'idle', since: this.now(), venue: null }
    this.ladder = new Ladder({
      ...options,
      now: this.now,
      random: options.random ?? Math.random,
      query: () => this.requests.query(this.channels.list(), this.symbols.list()),
      opened: () => this.opened(),
      heard: (messages) => this.heard(messages),
      changed: (phase) => this.setStatus({ ...this.status, phase, since: this.now() }),
    })
  }

  start(): void {
    if (this.sweeper) return
    this.sweptAt = this.now()
    this.sweeper = setInterval(() => this.sweep(), sweepEveryMs)
    this.ladder.start()
  }

  /** Who signs in next begins with nothing. */
  stop(): void {
    clearInterval(this.sweeper)
    this.sweeper = undefined
    this.ladder.stop()
    this.view.forgetAll()
    this.requests.lineBroke()
    this.lastHeardAt = null
    this.touch()
  }

  /** The device or the network woke. */
  readonly wake = (): void => {
    if (!this.sweeper) return
    this.sweptAt = this.now()
    this.ladder.wake()
    this.notify()
  }

  want(symbol: string): () => void {
    return this.symbols.want(symbol)
  }

  wantChannel(channel: Channel): () => void {
    return this.channels.want(channel)
  }

  /** Takes in a REST answer that someone else asked for. */
  accept(price: Price): void {
    this.prices.add(fromRest(price, this.now()))
    this.touch()
  }

  readonly read = (): FeedStatus => this.status
  readonly state = (): FeedState => this.shown
  readonly price = (symbol: string): LivePrice | undefined => this.prices.get(symbol)
  /** When the line last spoke; null before its first word. */
  readonly heardAt = (): number | null => this.lastHeardAt

  /** Whether this channel is told and up to date as far as the line is. */
  readonly follows = (channel: Channel): boolean =>
    speaking.has(this.status.phase) && this.channels.has(channel) && this.view.knows(channel) && !this.view.broken

  /** The server's clock by its quickest message, for countdowns on a device whose own clock is off. */
  readonly serverNow = (): number => this.now() - (this.prices.delay.read() ?? 0)

  /** How the newest change of a price came here; null before one did. */
  latency(symbol: string, roundTripMs: number | null): Legs | null {
    const timing = this.prices.timing(symbol)
    const least = this.prices.delay.read()
    return timing && least !== null ? legs(timing, least, roundTripMs) : null
  }

  /** The wanted symbol whose price has waited longest for a confirmation. */
  readonly oldest = (): LivePrice | undefined => {
    const wanted = this.symbols.list().flatMap((symbol) => this.prices.get(symbol) ?? [])
    return wanted.reduce<LivePrice | undefined>(
      (oldest, each) => (oldest && oldest.confirmedAt <= each.confirmedAt ? oldest : each),
      undefined,
    )
  }

  /** Told once a frame when anything changed. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Told once a frame what happened. */
  readonly follow = (follower: (changes: Changes) => void): (() => void) => {
    this.followers.add(follower)
    return () => this.followers.delete(follower)
  }

  /** Several wants of one turn are one message. */
  private wantsChanged(): void {
    if (this.syncAsked) return
    this.syncAsked = true
    queueMicrotask(() => {
      this.syncAsked = false
      this.sync()
    })
  }

  private sync(): void {
    const messages = this.requests.difference(this.channels.list(), this.symbols.list(), this.now())
    if (messages.length === 0) return
    if (this.ladder.overSocket) this.say(messages)
    this.ladder.askAnew()
  }

  private say(messages: readonly object[]): void {
    for (const message of messages) this.ladder.say(JSON.stringify(message))
  }

  private opened(): void {
    this.requests.lineBroke()
    this.say(this.requests.opening(this.channels.list(), this.symbols.list()))
    if (this.view.broken) this.repairAskedAt = this.now()
  }

  private heard(messages: readonly (FeedMessage | null)[]): void {
    this.lastHeardAt = this.now()
    for (const message of messages) if (message) this.take(message)
  }

  private take(message: FeedMessage): void {
    const now = this.now()
    switch (message.kind) {
      case 'price':
        this.prices.hear(message.data, now)
        return this.touch()
      case 'event':
        return this.note(this.view.event(message, now))
      case 'snapshot':
        return this.note(this.view.snapshot(message, now))
      case 'catch_up':
        return this.note(this.view.catchUp(message, now))
      case 'heartbeat':
        return this.note(this.view.heartbeat(message.epoch, message.seq))
      case 'venue':
        return this.setStatus({ ...this.status, venue: { state: message.state, reason: message.reason, since: now } })
      case 'refresh':
        return void this.refresh(message.expiresAt)
      case 'error':
        return console.error(`The feed refused: ${message.code} ${message.message}`)
      case 'answer':
    }
  }

  private note(outcome: Outcome): void {
    this.events.push(...outcome.events)
    for (const channel of [...outcome.resynced, ...outcome.begun]) this.told.add(channel)
    for (const channel of outcome.resynced) this.resynced.add(channel)
    if (outcome.resynced.length > 0 || outcome.begun.length > 0) this.repairs = 0
    if (outcome.foreign) this.beginAgain()
    else if (outcome.hole) this.repair(outcome.hole)
    if (this.events.length > mostEventsWaiting) this.flush()
    else this.touch()
  }

  /** First what is missing is asked for, then the whole channel, then a new line tells all of it. */
  private repair({ channel, after }: NonNullable<Outcome['hole']>): void {
    this.repairs += 1
    this.repairAskedAt = this.now()
    if (this.repairs > 2) return this.beginAgain()
    if (!this.ladder.overSocket) return this.ladder.askAnew()
    const resume = this.repairs === 1 && this.view.epoch !== null ? { last_seq: after, epoch: this.view.epoch } : {}
    this.say([{ action: 'subscribe', channels: [channel], ...resume }])
  }

  private beginAgain(): void {
    this.repairs = 0
    for (const channel of this.channels.list()) if (this.view.knows(channel)) this.resynced.add(channel)
    this.view.forgetAll()
    this.ladder.reconnect()
  }

  private async refresh(expiresAt: number): Promise<void> {
    const token = await this.options.ticket(expiresAt).catch(() => null)
    if (!this.sweeper || token === null) return
    if (this.ladder.overSocket) this.say([{ action: 'refresh_token', token }])
    else this.ladder.askAnew() // The new cookie opens it anew.
  }

  /** Each second: a device that slept is noticed by the gap, an unanswered repair by its age. */
  private sweep(): void {
    const now = this.now()
    const slept = now - this.sweptAt > 4 * sweepEveryMs
    this.sweptAt = now
    if (slept) this.wake()
    if (this.view.broken && now - this.repairAskedAt > repairWithinMs) this.beginAgain()
    this.sync()
  }

  private touch(): void {
    if (this.frameAsked) return
    this.frameAsked = true
    this.nextFrame(() => this.flush())
  }

  private flush(): void {
    this.frameAsked = false
    const told = this.prices.flush()
    this.shown = this.view.state
    const changes: Changes = { state: this.shown, events: this.events, told: [...this.told], resynced: [...this.resynced] }
    this.events = []
    this.told = new Set()
    this.resynced = new Set()
    if (changes.events.length > 0 || changes.told.length > 0) for (const follower of this.followers) follower(changes)
    this.notify()
    if (told.length > 0) this.painted(() => this.prices.painted(told, this.now()))
  }

  private setStatus(status: FeedStatus): void {
    if (status.phase === 'reconnecting') this.view.lineBroke()
    this.status = status
    this.notify()
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}
