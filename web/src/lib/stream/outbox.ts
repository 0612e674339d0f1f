// What was to be said while the line was away: kept for a short time and in a small number, then said in its order.
export const mostKept = 32
/** A ticket lives 30 s; nothing that is said here is worth more after that. */
export const keptForMs = 25_000

export class Outbox {
  private kept: { text: string; at: number }[] = []

  constructor(private readonly now: () => number) {}

  /** The oldest gives way. */
  keep(text: string): void {
    this.kept = [...this.kept, { text, at: this.now() }].slice(-mostKept)
  }

  take(): string[] {
    const since = this.now() - keptForMs
    const texts = this.kept.filter(({ at }) => at >= since).map(({ text }) => text)
    this.kept = []
    return texts
  }

  clear(): void {
    this.kept = []
  }
}
