// A WebSocket that keeps itself open: backs off with jitter, notices a silent line, wakes with the device, keeps what
// was said while it was away. It knows nothing of the feed; it hands over each text and says when it opened and closed.
import { delayBefore } from './backoff'
import { Outbox } from './outbox'

export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'>

export type SocketPhase = 'stopped' | 'connecting' | 'open' | 'waiting' | 'held'

export interface SocketEvents {
  opened: () => void
  text: (text: string) => void
  closed: (code: number) => void
}

export interface SocketOptions {
  connect: () => SocketLike
  events: SocketEvents
  now: () => number
  random: () => number
}

const openWithinMs = 4000
/** The server speaks at least every 5 s; after two missed words and a little the line is taken for dead. */
export const silenceMs = 12_000
/** A line that was silent for longer than a heartbeat when the device wakes is not trusted. */
export const suspectMs = 7000

export const closeCodes = { lost: 1006, unauthorised: 1008, tryLater: 1013 } as const

export class ReconnectingSocket {
  phase: SocketPhase = 'stopped'
  /** Attempts in a row that brought no message. */
  failures = 0
  lastTextAt: number | null = null

  private socket: SocketLike | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly outbox: Outbox

  constructor(private readonly options: SocketOptions) {
    this.outbox = new Outbox(options.now)
  }

  start(): void {
    if (this.phase === 'stopped') this.open()
  }

  stop(): void {
    this.phase = 'stopped'
    this.failures = 0
    this.outbox.clear()
    this.release()
  }

  /** Said at once on an open line, else after the next opening. */
  send(text: string): void {
    if (this.phase === 'open') this.socket?.send(text)
    else this.outbox.keep(text)
  }

  /** The device woke, the network is back, or the server answered: do not wait for the timer. */
  wake(): void {
    if (this.phase === 'waiting') this.open()
    else if (this.phase === 'open' && this.options.now() - (this.lastTextAt ?? 0) > suspectMs) this.again()
  }

  /** This line is not trusted any more: a new one at once. */
  again(): void {
    if (this.phase === 'stopped' || this.phase === 'held') return
    this.lost(closeCodes.lost)
    if ((this.phase as SocketPhase) === 'waiting') this.open()
  }

  /** No attempt until `resume`: it is not known whether we may. */
  hold(): void {
    if (this.phase === 'stopped') return
    this.release()
    this.phase = 'held'
  }

  resume(): void {
    if (this.phase === 'held') this.open()
  }

  /** As `resume`, after the wait that the attempts so far call for. */
  resumeLater(): void {
    if (this.phase === 'held') this.wait()
  }

  private open(): void {
    this.release()
    this.phase = 'connecting'
    this.after(openWithinMs, () => this.lost(closeCodes.lost))
    let socket: SocketLike
    try {
      socket = this.options.connect()
    } catch {
      this.lost(closeCodes.lost)
      return
    }
    this.socket = socket
    socket.onopen = () => {
      this.phase = 'open'
      this.lastTextAt = this.options.now()
      this.watch()
      this.options.events.opened()
      for (const text of this.outbox.take()) socket.send(text)
    }
    socket.onmessage = (event) => {
      this.failures = 0
      this.lastTextAt = this.options.now()
      this.watch()
      if (typeof event.data === 'string') this.options.events.text(event.data)
    }
    socket.onclose = (event) => this.lost(event.code)
  }

  private lost(code: number): void {
    // A server that is full is not asked again within the second.
    this.failures = Math.max(this.failures + 1, code === closeCodes.tryLater ? 2 : 0)
    this.wait()
    this.options.events.closed(code)
  }

  private wait(): void {
    this.release()
    this.phase = 'waiting'
    this.after(delayBefore(this.failures - 1, this.options.random), () => this.open())
  }

  private watch(): void {
    this.after(silenceMs, () => this.again())
  }

  private after(ms: number, run: () => void): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(run, ms)
  }

  private release(): void {
    clearTimeout(this.timer)
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    socket.close()
  }
}
