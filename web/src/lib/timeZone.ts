// Days are of a place: the person's own, as the browser knows it, or UTC.

export const zones = ['local', 'utc'] as const
export type Zone = (typeof zones)[number]

/** The IANA name; UTC where the browser does not tell one. */
export function zoneName(zone: Zone): string {
  return zone === 'utc' ? 'UTC' : localZone()
}

export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

function partsIn(zone: string, time: number): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
}

/** 2026-01-02, the day that this moment is of in that zone. */
export function dateIn(zone: string, time: number): string {
  const { year, month, day } = partsIn(zone, time)
  return `${year}-${month}-${day}`
}

/** 03:04 */
export function clockIn(zone: string, time: number): string {
  const { hour, minute } = partsIn(zone, time)
  return `${hour}:${minute}`
}

const dayMs = 86_400_000

/** A date so many days on; dates have no zone, so no hour of summer time is lost. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** 0 Monday to 6 Sunday. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
}

export function isDate(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && daysAfter(text, 0) === text
}
