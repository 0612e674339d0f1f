// Answers that are to be asked for again: at once, but in a burst of events not more often than a few times a second.
import { hashKey, type QueryClient } from '@tanstack/react-query'
import type { Key } from './feedToQueries'

const pauseMs = 300

export class Refetches {
  private waiting = new Map<string, Key>()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly queries: Pick<QueryClient, 'invalidateQueries'>) {}

  readonly ask = (keys: readonly Key[]): void => {
    for (const key of keys) this.waiting.set(hashKey(key), key)
    if (this.timer === undefined) this.run()
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.waiting.clear()
  }

  private run(): void {
    this.timer = undefined
    if (this.waiting.size === 0) return
    const keys = [...this.waiting.values()]
    this.waiting.clear()
    this.timer = setTimeout(() => this.run(), pauseMs)
    for (const queryKey of keys) void this.queries.invalidateQueries({ queryKey })
  }
}
