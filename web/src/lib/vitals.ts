// The web vitals of this page as the browser measures them. CLS and INP are known only when the page is left, so they are
// told when it is hidden; CLS, which has no unit, times 1000.
import type { VitalName } from './api/types'

type Tell = (name: VitalName, value: number) => void

interface Shift extends PerformanceEntry {
  value: number
  hadRecentInput: boolean
}

interface Interaction extends PerformanceEntry {
  interactionId?: number
}

/** A browser that cannot measure it tells nothing. */
function watch(type: string, each: (entry: PerformanceEntry) => void, more: object = {}): () => void {
  if (typeof PerformanceObserver === 'undefined' || !PerformanceObserver.supportedEntryTypes?.includes(type)) return () => undefined
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(each))
  observer.observe({ type, buffered: true, ...more })
  return () => observer.disconnect()
}

/** The worst burst of shifts: gaps under a second, five seconds at most. */
class Shifts {
  worst = 0
  private sum = 0
  private first = 0
  private last = 0

  add({ value, startTime }: Pick<Shift, 'value' | 'startTime'>): void {
    const goesOn = startTime - this.last < 1000 && startTime - this.first < 5000
    this.sum = goesOn ? this.sum + value : value
    if (!goesOn) this.first = startTime
    this.last = startTime
    this.worst = Math.max(this.worst, this.sum)
  }
}

/** @returns stops it */
export function watchVitals(tell: Tell): () => void {
  const shifts = new Shifts()
  let slowest: number | null = null
  let largest: number | null = null
  const [navigation] = performance.getEntriesByType?.('navigation') ?? []
  if (navigation) tell('TTFB', (navigation as PerformanceNavigationTiming).responseStart)
  const stops = [
    watch('paint', ({ name, startTime }) => name === 'first-contentful-paint' && tell('FCP', startTime)),
    watch('largest-contentful-paint', ({ startTime }) => (largest = startTime)),
    watch('layout-shift', (entry) => !(entry as Shift).hadRecentInput && shifts.add(entry as Shift)),
    watch('event', (entry) => (entry as Interaction).interactionId && (slowest = Math.max(slowest ?? 0, entry.duration)), { durationThreshold: 40 }),
  ]
  let told = false
  const onHidden = () => {
    // Once a page: who switches tabs often would be counted more than others.
    if (document.visibilityState !== 'hidden' || told) return
    told = true
    if (largest !== null) tell('LCP', largest)
    if (slowest !== null) tell('INP', slowest)
    tell('CLS', shifts.worst * 1000)
  }
  document.addEventListener('visibilitychange', onHidden)
  return () => {
    document.removeEventListener('visibilitychange', onHidden)
    stops.forEach((stop) => stop())
  }
}
