// How old a proposal may be before it is doubted: the borders are the same for screen, terminal and message.

export type Maturity = 'FRESH' | 'AGING' | 'STALE'

const minuteMs = 60_000
const agingFromMs = 5 * minuteMs
const staleFromMs = 15 * minuteMs

/** Under 5 minutes fresh, from 5 to under 15 aging, then stale. A device whose clock is behind sees no negative age. */
export function maturityOf(ageMs: number): Maturity {
  if (ageMs < agingFromMs) return 'FRESH'
  return ageMs < staleFromMs ? 'AGING' : 'STALE'
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'} ago`

/** "5 minutes ago": whole units that have passed. */
export function agoInWords(ageMs: number): string {
  const seconds = Math.floor(Math.max(0, ageMs) / 1000)
  if (seconds < 1) return 'just now'
  if (seconds < 60) return counted(seconds, 'second')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}
