// Which way the feed comes. The WebSocket is always wanted and always tried again; while it cannot be had:
//
//   WebSocket ── failed twice in a row ──> SSE ── failed twice in a row ──> polling
//       ^                                   │ ^                               │
//       └────── speaks: all else ends ──────┘ └── tried again after 30 s ─────┘
//
// An answer that comes the other way after silence shows that the server is back: then the socket does not wait.
import { EventStream, type EventSourceLike } from './eventStream'
import { Polling } from './polling'
import { parseMessage, readMessage, type FeedMessage } from './protocol'
import { closeCodes, ReconnectingSocket, type SocketLike } from './socket'

export type FeedPhase = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'sse' | 'polling'

export interface Ways {
  connect: () => SocketLike
  openEvents: (query: string) => EventSourceLike
  poll: (query: string) => Promise<readonly unknown[]>
  /** The socket was closed for who we are (1008). Whether the session is good, renewed if need be; fails when the server
   *  does not answer. */
  checkSession: () => Promise<boolean>
  signedOut: () => void
}

export interface LadderOptions extends Ways {
  query: () => string
  opened: () => void
  heard: (messages: readonly (FeedMessage | null)[]) => void
  changed: (phase: FeedPhase) => void
  now: () => number
  random: () => number
}

const failuresBeforeFallback = 2
const eventsAgainAfterMs = 30_000

export class Ladder {
  phase: FeedPhase = 'idle'
  private readonly socket: ReconnectingSocket
  private readonly events: EventStream
  private readonly polling: Polling
  private refusals = 0
  private eventsTriedAt = -Infinity
  /** Nothing came any way since the last loss. */
  private silent = true

  constructor(private readonly options: LadderOptions) {
    const { connect, now, random } = options
    this.socket = new ReconnectingSocket({
      connect,
      now,
      random,
      events: {
        opened: () => options.opened(),
        text: (text) => this.spoken(text),
        closed: (code) => this.closed(code),
      },
    })
    this.events = new EventStream({
      open: options.openEvents,
      query: options.query,
      random,
      text: (text) => this.streamed(text),
      gaveUp: () => this.fallToPolling(),
    })
    this.polling = new Polling({
      ask: options.poll,
      query: options.query,
      answered: (messages) => this.polled(messages),
      failed: () => (this.silent = true),
      now,
    })
  }

  start(): void {
    if (this.phase !== 'idle') return
    this.set('connecting')
    this.socket.start()
  }

  stop(): void {
    this.socket.stop()
    this.endFallback()
    this.refusals = 0
    this.set('idle')
  }

  wake(): void {
    this.socket.wake()
    this.polling.again()
  }

  /** Says it over the socket; the other ways are asked anew instead. */
  say(text: string): void {
    if (this.phase !== 'idle') this.socket.send(text)
  }

  /** What is wanted has changed, or a part is missing. */
  askAnew(): void {
    this.events.again()
    this.polling.again()
  }

  /** The line itself is not trusted. */
  reconnect(): void {
    this.socket.again()
    this.askAnew()
  }

  get overSocket(): boolean {
    return this.socket.phase === 'open'
  }

  private spoken(text: string): void {
    this.refusals = 0
    this.silent = false
    this.endFallback()
    this.set('live')
    this.options.heard([parseMessage(text)])
  }

  private streamed(text: string): void {
    this.polling.stop()
    this.set('sse')
    this.backFromSilence()
    this.options.heard([parseMessage(text)])
  }

  private polled(messages: readonly unknown[]): void {
    this.set('polling')
    this.backFromSilence()
    this.options.heard(messages.map(readMessage))
  }

  private backFromSilence(): void {
    if (!this.silent) return
    this.silent = false
    this.socket.wake()
  }

  private closed(code: number): void {
    if (this.phase === 'live' || this.phase === 'connecting') {
      this.silent = true
      this.set('reconnecting')
    }
    if (code === closeCodes.unauthorised) void this.refused()
    else if (this.socket.failures >= failuresBeforeFallback) this.fallBack()
  }

  private async refused(): Promise<void> {
    this.socket.hold()
    this.refusals += 1
    if (this.refusals > 1) return this.options.signedOut()
    try {
      if (await this.options.checkSession()) this.socket.resume()
      else this.options.signedOut()
    } catch {
      this.refusals = 0
      this.socket.resumeLater() // The server did not answer: nothing is known about the session.
    }
  }

  private fallBack(): void {
    if (this.events.running) return
    if (this.polling.running && this.options.now() - this.eventsTriedAt < eventsAgainAfterMs) return
    this.eventsTriedAt = this.options.now()
    this.events.start()
  }

  private fallToPolling(): void {
    if (this.phase === 'sse') {
      this.silent = true
      this.set('reconnecting')
    }
    this.polling.start()
  }

  private endFallback(): void {
    this.events.stop()
    this.polling.stop()
  }

  private set(phase: FeedPhase): void {
    if (phase === this.phase) return
    this.phase = phase
    this.options.changed(phase)
  }
}
