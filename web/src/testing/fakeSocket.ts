import type { SocketLike } from '@/lib/stream/socket'

/** One end of a WebSocket, played by hand. */
export class FakeSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null
  onmessage: SocketLike['onmessage'] = null
  onclose: SocketLike['onclose'] = null
  onerror: SocketLike['onerror'] = null
  readonly sent: unknown[] = []
  closed = false

  send(text: Parameters<SocketLike['send']>[0]): void {
    this.sent.push(JSON.parse(text as string))
  }

  close(): void {
    this.closed = true
  }

  accept(): void {
    this.onopen?.call(this as unknown as WebSocket, new Event('open'))
  }

  say(message: unknown): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message)
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent('message', { data }))
  }

  hangUp(code = 1006): void {
    this.onclose?.call(this as unknown as WebSocket, new CloseEvent('close', { code }))
  }
}

/** Every connection that was asked for, the newest last. */
export class FakeLine {
  readonly sockets: FakeSocket[] = []
  readonly connect = (): FakeSocket => {
    const socket = new FakeSocket()
    this.sockets.push(socket)
    return socket
  }

  get newest(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('nobody connected')
    return socket
  }
}
