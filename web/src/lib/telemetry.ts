// Which pages are opened and how fast they are, for the server's own metrics: nothing of the person, no address, no figure.
// Gathered and sent together; what does not fit is dropped, what fails is not repeated, and nobody waits for it.
import type { PageName, Telemetry as Told, VitalName } from './api/types'

/** As many of each as one message may hold. */
const most = 20
const sendEveryMs = 10_000
const slowestMs = 600_000

type Send = (told: Told) => Promise<unknown>

export class Telemetry {
  private pages: { page: PageName }[] = []
  private vitals = new Map<VitalName, number>()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly send: Send) {}

  pageView(page: PageName): void {
    if (this.pages.length < most) this.pages.push({ page })
    this.later()
  }

  /** The newest of each name counts: some grow for as long as the page is open. */
  vital(name: VitalName, value: number): void {
    if (!Number.isFinite(value)) return
    this.vitals.set(name, Math.min(slowestMs, Math.max(0, Math.round(value))))
    this.later()
  }

  /** Now, since the page may be about to go. */
  flush(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.pages.length === 0 && this.vitals.size === 0) return
    const told: Told = {
      ...(this.pages.length > 0 && { page_views: this.pages }),
      ...(this.vitals.size > 0 && { web_vitals: [...this.vitals].map(([name, milliseconds]) => ({ name, milliseconds })) }),
    }
    this.pages = []
    this.vitals.clear()
    this.send(told).catch(() => undefined)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private later(): void {
    this.timer ??= setTimeout(() => this.flush(), sendEveryMs)
  }
}
