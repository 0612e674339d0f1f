// The feed as Server-Sent Events, where a WebSocket is not let through. Reopened by us and not by the browser, since
// only we know how far we have come; after two failures in a row it gives up and says so.
import { delayBefore } from './backoff'
import { silenceMs } from './socket'

export type EventSourceLike = Pick<EventSource, 'close' | 'onmessage' | 'onerror' | 'onopen'>

export interface EventStreamOptions {
  open: (query: string) => EventSourceLike
  /** What to ask for now: channels, symbols and how far we have come. */
  query: () => string
  text: (text: string) => void
  /** It cannot be had: `failures` attempts in a row brought nothing. */
  gaveUp: () => void
  random: () => number
}

const openWithinMs = 4000
const mostFailures = 2

export class EventStream {
  private source: EventSourceLike | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private failures = 0

  constructor(private readonly options: EventStreamOptions) {}

  get running(): boolean {
    return this.source !== null || this.timer !== undefined
  }

  start(): void {
    if (!this.running) this.open()
  }

  stop(): void {
    this.release()
    this.failures = 0
  }

  /** What is wanted has changed, or a part is missing: ask anew. */
  again(): void {
    if (this.running) this.after(50, () => this.open())
  }

  private open(): void {
    this.release()
    this.after(openWithinMs, () => this.failed())
    const source = this.options.open(this.options.query())
    this.source = source
    source.onmessage = (event) => {
      this.failures = 0
      this.after(silenceMs, () => this.failed())
      this.options.text(String(event.data))
    }
    source.onerror = () => this.failed()
  }

  private failed(): void {
    this.release()
    this.failures += 1
    if (this.failures >= mostFailures) {
      this.failures = 0
      this.options.gaveUp()
    } else {
      this.after(delayBefore(this.failures - 1, this.options.random), () => this.open())
    }
  }

  private after(ms: number, run: () => void): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(run, ms)
  }

  private release(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const source = this.source
    this.source = null
    if (!source) return
    source.onmessage = source.onerror = source.onopen = null
    source.close()
  }
}
