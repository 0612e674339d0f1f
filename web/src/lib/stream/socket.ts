// A WebSocket that keeps itself open: backs off with jitter, notices a silent line, wakes with the device.
// It knows nothing of prices; it hands over each text and says when it opened and closed.

export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'>

export type SocketPhase = 'stopped' | 'connecting' | 'open' | 'waiting'

export interface SocketEvents {
  opened: () => void
  text: (text: string) => void
  closed: (code: number) => void
}

export interface SocketOptions {
  connect: () => SocketLike
  events: SocketEvents
  now?: () => number
  random?: () => number
}

const openWithinMs = 4000
/** The server speaks at least every 5 s; after two missed words and a little the line is taken for dead. */
export const silenceMs = 12_000
const firstDelayMs = 500
const longestDelayMs = 4000

/** 250-500 ms at first, doubling, never over 4 s: the page is back within 5 s of the server's return. */
export function delayBefore(attempt: number, random: () => number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10))
  return ceiling / 2 + (random() * ceiling) / 2
}

export class ReconnectingSocket {
  phase: SocketPhase = 'stopped'
  /** Attempts in a row that brought no message. */
  failures = 0
  lastTextAt: number | null = null

  private socket: SocketLike | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly now: () => number
  private readonly random: () => number

  constructor(private readonly options: SocketOptions) {
    this.now = options.now ?? Date.now
    this.random = options.random ?? Math.random
  }

  start(): void {
    if (this.phase === 'stopped') this.open()
  }

  stop(): void {
    this.phase = 'stopped'
    this.release()
  }

  send(text: string): boolean {
    if (this.phase !== 'open') return false
    this.socket?.send(text)
    return true
  }

  /** The device woke, the network is back, or the server answered: do not wait for the timer. */
  wake(): void {
    if (this.phase === 'waiting') this.open()
    else if (this.phase === 'open' && this.now() - (this.lastTextAt ?? 0) > silenceMs) this.lost(1006)
  }

  private open(): void {
    this.release()
    this.phase = 'connecting'
    this.after(openWithinMs, () => this.lost(1006))
    let socket: SocketLike
    try {
      socket = this.options.connect()
    } catch {
      this.lost(1006)
      return
    }
    this.socket = socket
    socket.onopen = () => {
      this.phase = 'open'
      this.lastTextAt = this.now()
      this.watch()
      this.options.events.opened()
    }
    socket.onmessage = (event) => {
      this.failures = 0
      this.lastTextAt = this.now()
      this.watch()
      if (typeof event.data === 'string') this.options.events.text(event.data)
    }
    socket.onclose = (event) => this.lost(event.code)
  }

  private lost(code: number): void {
    this.release()
    this.failures += 1
    this.phase = 'waiting'
    this.after(delayBefore(this.failures - 1, this.random), () => this.open())
    this.options.events.closed(code)
  }

  private watch(): void {
    this.after(silenceMs, () => this.lost(1006))
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
