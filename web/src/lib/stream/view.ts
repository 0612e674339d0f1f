// What this page knows of the feed, and how far: every message of a channel applied once, in order, with nothing left
// out. Knows nothing of lines and timers.
//
//   Ordered messages name the one before them in their channel (prev_seq): what has not been applied up to there is a
//   hole, and the channel stands still until it is repaired. State messages replace each other, the newest counts.
import { afterEvent, afterSnapshot, keyOf, without, type FeedState } from './channels'
import type { CatchUp, Channel, FeedEvent, Fields, Snapshot } from './protocol'

interface Progress {
  /** Every ordered message of the channel up to here has been applied. */
  covered: number
  /** Of the snapshot that it started from. */
  base: number
  /** seq of the newest state message of each key. */
  newest: Map<string, number>
  broken: boolean
}

export interface Outcome {
  /** Applied, in their order. */
  readonly events: readonly FeedEvent[]
  /** Channels whose state was replaced by a snapshot though they were known: events may have been missed. */
  readonly resynced: readonly Channel[]
  /** Channels that were told for the first time. */
  readonly begun: readonly Channel[]
  /** A channel in which a message is missing: ask for it after `after`. */
  readonly hole: { readonly channel: Channel; readonly after: number } | null
  /** The log is another one: nothing that is known can be resumed. */
  readonly foreign: boolean
}

const nothing: Outcome = { events: [], resynced: [], begun: [], hole: null, foreign: false }

export class View {
  state: FeedState = {}
  epoch: number | null = null
  private seen = 0
  private readonly channels = new Map<Channel, Progress>()
  private pages: { seq: number; data: Map<Channel, Fields> } | null = null

  knows(channel: Channel): boolean {
    return this.channels.has(channel)
  }

  get broken(): boolean {
    return [...this.channels.values()].some((each) => each.broken)
  }

  /** From where to go on after a reconnect; null when there is nothing to resume. */
  resume(): { epoch: number; last_seq: number } | null {
    if (this.epoch === null || this.channels.size === 0 || this.seen === 0) return null
    const stuck = [...this.channels.values()].filter((each) => each.broken).map((each) => each.covered)
    return { epoch: this.epoch, last_seq: Math.min(this.seen, ...stuck) }
  }

  forget(channel: Channel): void {
    this.channels.delete(channel)
    this.state = without(this.state, channel)
  }

  forgetAll(): void {
    this.channels.clear()
    this.state = {}
    this.epoch = null
    this.seen = 0
    this.pages = null
  }

  /** A line that broke in the middle of a snapshot tells it from the start again. */
  lineBroke(): void {
    this.pages = null
  }

  heartbeat(epoch: number, seq: number): Outcome {
    if (this.epoch !== null && epoch !== this.epoch) return { ...nothing, foreign: true }
    this.seen = Math.max(this.seen, seq)
    return nothing
  }

  snapshot(page: Snapshot, at: number): Outcome {
    if (!this.pages || this.pages.seq !== page.seq) this.pages = { seq: page.seq, data: new Map() }
    const { data } = this.pages
    for (const [channel, members] of Object.entries(page.data) as [Channel, Fields][]) {
      data.set(channel, { ...data.get(channel), ...members })
    }
    if (page.more) return nothing
    this.pages = null
    return this.begin(page, data, at)
  }

  catchUp(page: CatchUp, at: number): Outcome {
    if (page.epoch !== this.epoch) return { ...nothing, foreign: true }
    // It brings what was missing. A message that is still missing after it breaks its channel anew, and is told so.
    const stuck = [...this.channels.values()].filter((each) => each.broken)
    for (const each of stuck) each.broken = false
    const applied = this.all(page.events, at)
    if (page.more) for (const each of stuck) each.broken = true
    else this.seen = Math.max(this.seen, page.toSeq)
    return applied
  }

  event(event: FeedEvent, at: number): Outcome {
    return this.all([event], at)
  }

  private begin(page: Snapshot, data: ReadonlyMap<Channel, Fields>, at: number): Outcome {
    if (this.epoch !== null && this.epoch !== page.epoch) {
      for (const channel of [...this.channels.keys()]) if (!data.has(channel)) this.forget(channel)
      this.seen = 0
    }
    this.epoch = page.epoch
    this.seen = Math.max(this.seen, page.seq)
    const known = [...data.keys()].filter((channel) => this.channels.has(channel))
    for (const [channel, members] of data) {
      this.channels.set(channel, { covered: page.seq, base: page.seq, newest: new Map(), broken: false })
      this.state = afterSnapshot(this.state, channel, members, at)
    }
    return { ...nothing, resynced: known, begun: [...data.keys()].filter((channel) => !known.includes(channel)) }
  }

  private all(events: readonly FeedEvent[], at: number): Outcome {
    const applied: FeedEvent[] = []
    let hole: Outcome['hole'] = null
    for (const event of events) {
      if (this.epoch !== null && event.epoch !== this.epoch) return { ...nothing, events: applied, hole, foreign: true }
      const verdict = this.verdict(event)
      if (verdict === 'hole') hole ??= this.breakAt(event.channel)
      else this.seen = Math.max(this.seen, event.seq)
      if (verdict !== 'apply') continue
      // What fills a hole comes late: it does not undo what a newer state message has told since.
      const late = event.seq < (this.channels.get(event.channel)!.newest.get(keyOf(event)) ?? 0)
      if (!late) this.state = afterEvent(this.state, event, at)
      applied.push(event)
    }
    return { ...nothing, events: applied, hole }
  }

  private breakAt(channel: Channel): Outcome['hole'] {
    const progress = this.channels.get(channel)!
    const first = !progress.broken
    progress.broken = true
    return first ? { channel, after: progress.covered } : null
  }

  /** Notes the message as applied when it is to be. */
  private verdict(event: FeedEvent): 'apply' | 'skip' | 'hole' {
    const progress = this.channels.get(event.channel)
    if (!progress) return 'skip' // Its snapshot is on the way and contains it.
    if (event.prevSeq === null) {
      const key = keyOf(event)
      if (event.seq <= Math.max(progress.base, progress.newest.get(key) ?? 0) || !event.readable) return 'skip'
      progress.newest.set(key, event.seq)
      return 'apply'
    }
    if (event.seq <= progress.covered) return 'skip'
    if (event.prevSeq > progress.covered || !event.readable) return 'hole'
    progress.covered = event.seq
    return 'apply'
  }
}
