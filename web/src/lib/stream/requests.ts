// What to say to the server, from what is wanted, what it was told on this line, and how far the view has come.
import type { Channel } from './protocol'
import type { View } from './view'

/** The server keeps at most as many for one line. */
export const mostSymbols = 100
/** A page that is left and opened again costs nothing. */
const lingerMs = 2000

interface Difference<T> {
  added: T[]
  removed: T[]
}

/** What was said on this line, and since when something said is not wanted any more. */
class Said<T extends string> {
  private readonly names = new Set<T>()
  private readonly unwantedSince = new Map<T, number>()

  reset(names: readonly T[]): void {
    this.names.clear()
    this.unwantedSince.clear()
    for (const name of names) this.names.add(name)
  }

  difference(wanted: readonly T[], now: number): Difference<T> {
    const added = wanted.filter((name) => !this.names.has(name))
    for (const name of wanted) this.unwantedSince.delete(name)
    const removed: T[] = []
    for (const name of this.names) {
      if (wanted.includes(name)) continue
      const since = this.unwantedSince.get(name) ?? now
      this.unwantedSince.set(name, since)
      if (now - since >= lingerMs) removed.push(name)
    }
    for (const name of removed) {
      this.names.delete(name)
      this.unwantedSince.delete(name)
    }
    for (const name of added) this.names.add(name)
    return { added, removed }
  }
}

export class Requests {
  private readonly channels = new Said<Channel>()
  private readonly symbols = new Said<string>()

  constructor(private readonly view: View) {}

  lineBroke(): void {
    this.view.lineBroke()
    this.channels.reset([])
    this.symbols.reset([])
  }

  /** On a new line: goes on with what is known, begins with the rest. */
  opening(wanted: readonly Channel[], symbols: readonly string[]): object[] {
    this.channels.reset(wanted)
    const asked = symbols.slice(0, mostSymbols)
    this.symbols.reset(asked)
    const resume = this.view.resume()
    const known = resume ? wanted.filter((channel) => this.view.knows(channel)) : []
    const fresh = wanted.filter((channel) => !known.includes(channel))
    const messages: object[] = []
    if (known.length > 0) messages.push({ action: 'subscribe', channels: known, ...resume })
    if (fresh.length > 0) messages.push({ action: 'subscribe', channels: fresh })
    if (asked.length > 0) messages.push({ action: 'subscribe', channels: ['prices'], symbols: asked })
    return messages
  }

  /** What has changed since the last word. What is not wanted any more is let go after a short while. */
  difference(wanted: readonly Channel[], symbols: readonly string[], now: number): object[] {
    const channels = this.channels.difference(wanted, now)
    const named = this.symbols.difference(symbols.slice(0, mostSymbols), now)
    for (const channel of channels.removed) this.view.forget(channel)
    const messages: object[] = []
    if (channels.added.length > 0) messages.push({ action: 'subscribe', channels: channels.added })
    if (named.added.length > 0) messages.push({ action: 'subscribe', channels: ['prices'], symbols: named.added })
    if (channels.removed.length > 0) messages.push({ action: 'unsubscribe', channels: channels.removed })
    if (named.removed.length > 0) messages.push({ action: 'unsubscribe', symbols: named.removed })
    return messages
  }

  /** The same as a query, for the ways on which nothing can be said. Resumes only when every channel can. */
  query(wanted: readonly Channel[], symbols: readonly string[]): string {
    const resume = this.view.resume()
    const asked = symbols.slice(0, mostSymbols)
    this.channels.reset(wanted)
    this.symbols.reset(asked)
    const query = new URLSearchParams({ channels: [...wanted, ...(asked.length > 0 ? ['prices'] : [])].join(',') })
    if (asked.length > 0) query.set('symbols', asked.join(','))
    if (resume && wanted.every((channel) => this.view.knows(channel))) {
      query.set('last_seq', String(resume.last_seq))
      query.set('epoch', String(resume.epoch))
    }
    return query.toString()
  }
}
