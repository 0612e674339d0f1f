// What the performance and the day's report show, as it stands in the address.
import type { PerformanceGroup, Window } from '@/lib/api/types'
import { isDate, zones, type Zone } from '@/lib/timeZone'

export const windows: readonly { value: Window; name: string }[] = [
  { value: '7d', name: '7 d' },
  { value: '30d', name: '30 d' },
  { value: '90d', name: '90 d' },
  { value: '365d', name: '365 d' },
  { value: 'all', name: 'All' },
]

export const groupings: readonly { value: PerformanceGroup; name: string }[] = [
  { value: 'strategy', name: 'Strategy' },
  { value: 'symbol', name: 'Symbol' },
  { value: 'side', name: 'Side' },
  { value: 'weekday', name: 'Weekday' },
  { value: 'hour', name: 'Hour' },
  { value: 'month', name: 'Month' },
]

export interface PerformanceChoice {
  window?: Window
  by?: PerformanceGroup
  zone?: Zone
}

export interface ReportChoice {
  /** Today when absent. */
  date?: string
  zone?: Zone
  /** When yesterday closed and today opened, HH:MM. */
  close?: string
  open?: string
}

export const usualHours = { close: '17:00', open: '09:00' }

function present<T extends object>(found: { [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as T
}

const zoneIn = (value: unknown) => zones.find((each) => each === value)
const clockTime = (value: unknown) => (typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? value : undefined)

export function readPerformanceChoice(search: Record<string, unknown>): PerformanceChoice {
  return present<Required<PerformanceChoice>>({
    window: windows.find(({ value }) => value === search.window)?.value,
    by: groupings.find(({ value }) => value === search.by)?.value,
    zone: zoneIn(search.zone),
  })
}

export function readReportChoice(search: Record<string, unknown>): ReportChoice {
  return present<Required<ReportChoice>>({
    date: isDate(search.date) ? search.date : undefined,
    zone: zoneIn(search.zone),
    close: clockTime(search.close),
    open: clockTime(search.open),
  })
}
