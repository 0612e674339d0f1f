import type { EventSourceLike } from '@/lib/stream/eventStream'

/** A stream of Server-Sent Events, played by hand. */
export class FakeEventSource implements EventSourceLike {
  onopen: EventSourceLike['onopen'] = null
  onmessage: EventSourceLike['onmessage'] = null
  onerror: EventSourceLike['onerror'] = null
  closed = false

  constructor(readonly query = '') {}

  close(): void {
    this.closed = true
  }

  say(message: unknown): void {
    this.onmessage?.call(this as unknown as EventSource, new MessageEvent('message', { data: JSON.stringify(message) }))
  }

  fail(): void {
    this.onerror?.call(this as unknown as EventSource, new Event('error'))
  }
}
