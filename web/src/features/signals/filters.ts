// Which signals are listed, as it stands in the address. Anything unknown in the address is left out.
import { exactly } from '@/lib/api/exact'
import type { Side, SignalStatus } from '@/lib/api/types'

export const statuses: readonly SignalStatus[] = ['NEW', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED']
/** 0 to 1, as they are asked for. */
export const confidences = ['0.4', '0.5', '0.6', '0.7', '0.8', '0.9'] as const

export interface Filters {
  status?: SignalStatus
  instrument?: string
  side?: Side
  producer_id?: string
  min_confidence?: string
  from?: string
  to?: string
}

export const noFilter: Filters = {}

function text(value: unknown, fits: RegExp): string | undefined {
  const read = typeof value === 'number' ? String(value) : value
  return typeof read === 'string' && fits.test(read) ? read : undefined
}

function day(value: unknown): string | undefined {
  const read = text(value, /^\d{4}-\d{2}-\d{2}$/)
  return read && !Number.isNaN(Date.parse(read)) ? read : undefined
}

function present(found: { [Name in keyof Filters]: Filters[Name] | undefined }): Filters {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== ''))
}

export function readSignalFilters(search: Record<string, unknown>): Filters {
  return present({
    status: statuses.find((each) => each === search.status),
    instrument: text(search.instrument, /^[A-Za-z0-9._-]{1,32}$/)?.toUpperCase(),
    side: (['BUY', 'SELL'] as const).find((each) => each === search.side),
    producer_id: text(search.producer_id, /^prd_[a-z0-9]{12}$/),
    min_confidence: text(search.min_confidence, /^(0(\.\d{1,4})?|1(\.0{1,4})?)$/),
    from: day(search.from),
    to: day(search.to),
  })
}

/** These filters with some of them set anew; undefined takes one away. */
export function withPart(filters: Filters, part: { [Name in keyof Filters]?: Filters[Name] | undefined }): Filters {
  return present({ ...filters, ...part })
}

export function isFiltered(filters: Filters): boolean {
  return Object.keys(filters).length > 0
}

export function signalsAddress(filters: Filters, extra: { limit?: number; cursor?: string | null; format?: 'csv' } = {}): string {
  return exactly('/api/v1/signals', { ...filters, ...extra })
}
