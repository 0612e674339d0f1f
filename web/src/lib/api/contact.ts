// Whether the server answers at all, seen from every request: any answer, a refusal too, is contact.

export interface Contact {
  lastAnswerAt: number | null
  /** Since when requests get no answer; null while they do. */
  silentSince: number | null
  roundTripMs: number | null
}

export class ContactLog {
  private state: Contact = { lastAnswerAt: null, silentSince: null, roundTripMs: null }
  private readonly listeners = new Set<() => void>()

  constructor(private readonly now: () => number = Date.now) {}

  answered(roundTripMs: number): void {
    this.set({ lastAnswerAt: this.now(), silentSince: null, roundTripMs: Math.round(roundTripMs) })
  }

  failed(): void {
    this.set({ ...this.state, silentSince: this.state.silentSince ?? this.now() })
  }

  readonly read = (): Contact => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private set(next: Contact): void {
    this.state = next
    for (const listener of this.listeners) listener()
  }
}
