// What the audit log shows, as it stands in the address. Anything unknown in the address is left out.
import type { AuditOutcome } from '@/lib/api/types'

export const outcomes: readonly AuditOutcome[] = ['requested', 'done', 'refused', 'failed']

export interface Filters {
  user?: string
  /** The beginning of an action's name. */
  action?: string
  outcome?: AuditOutcome
  from?: string
  to?: string
  /** Part of target or detail. */
  q?: string
}

export const noFilter: Filters = {}

function text(value: unknown, longest: number): string | undefined {
  const read = typeof value === 'number' ? String(value) : value
  return typeof read === 'string' && read !== '' && read.length <= longest ? read : undefined
}

function day(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
}

function present(found: { [Name in keyof Filters]: Filters[Name] | undefined }): Filters {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== ''))
}

export function readAuditFilters(search: Record<string, unknown>): Filters {
  return present({
    user: text(search.user, 64),
    action: text(search.action, 64),
    outcome: outcomes.find((each) => each === search.outcome),
    from: day(search.from),
    to: day(search.to),
    q: text(search.q, 100),
  })
}

/** These filters with some of them set anew; undefined takes one away. */
export function withPart(filters: Filters, part: { [Name in keyof Filters]?: Filters[Name] | undefined }): Filters {
  return present({ ...filters, ...part })
}

export function isFiltered(filters: Filters): boolean {
  return Object.keys(filters).length > 0
}

export function auditQuery(filters: Filters, extra: Record<string, string> = {}): string {
  return `/api/v1/audit?${new URLSearchParams({ ...(filters as Record<string, string>), ...extra })}`
}

export function csvAddress(filters: Filters): string {
  return auditQuery(filters, { format: 'csv' })
}

/** The whole log, whatever is filtered: a chain is proven from its beginning. */
export const chainAddress = '/api/v1/audit/export'
