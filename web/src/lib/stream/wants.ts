// Who wants what, counted: a symbol or a channel is asked for while at least one component shows it.

export class Wants<T extends string> {
  private readonly users = new Map<T, number>()

  constructor(private readonly changed: () => void) {}

  /** @returns releases it; more than once is as once */
  want(name: T): () => void {
    const users = this.users.get(name) ?? 0
    this.users.set(name, users + 1)
    if (users === 0) this.changed()
    let released = false
    return () => {
      if (released) return
      released = true
      this.release(name)
    }
  }

  has(name: T): boolean {
    return this.users.has(name)
  }

  list(): T[] {
    return [...this.users.keys()]
  }

  private release(name: T): void {
    const users = (this.users.get(name) ?? 1) - 1
    if (users > 0) this.users.set(name, users)
    else {
      this.users.delete(name)
      this.changed()
    }
  }
}
