// The last resort: one combined question every two seconds a tab, which is a third of what a viewer may ask. An answer is
// what a subscriber would have been told.
import { asApiError } from '../api/error'

export interface PollingOptions {
  ask: (query: string) => Promise<readonly unknown[]>
  query: () => string
  answered: (messages: readonly unknown[]) => void
  failed: () => void
  now: () => number
}

export const pollEveryMs = 2000

export class Polling {
  private timer: ReturnType<typeof setInterval> | undefined
  /** Counts starts, so that an answer to an earlier one is not taken. */
  private run = 0
  private asking = false
  /** Until then the server has said that it takes no question. */
  private silentUntil = 0

  constructor(private readonly options: PollingOptions) {}

  get running(): boolean {
    return this.timer !== undefined
  }

  start(): void {
    if (this.running) return
    this.run += 1
    this.asking = false
    this.timer = setInterval(() => void this.ask(), pollEveryMs)
    void this.ask()
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  /** Does not wait for the next turn. */
  again(): void {
    if (this.running) void this.ask()
  }

  private async ask(): Promise<void> {
    if (this.asking || this.options.now() < this.silentUntil) return
    this.asking = true
    const { run } = this
    const current = () => this.running && run === this.run
    try {
      const messages = await this.options.ask(this.options.query())
      if (current()) this.options.answered(messages)
    } catch (error) {
      this.silentUntil = this.options.now() + 1000 * (asApiError(error).retryAfter ?? 0)
      if (current()) this.options.failed()
    } finally {
      if (run === this.run) this.asking = false
    }
  }
}
