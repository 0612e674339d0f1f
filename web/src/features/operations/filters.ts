// What the operations table shows, as it stands in the address. Anything unknown in the address is left out.
export const statuses = ['PLANNED', 'ACTIVE', 'CLOSED', 'CANCELLED'] as const
export const sortFields = ['opened_at', 'closed_at', 'symbol', 'quantity', 'realized_pnl', 'fees', 'id'] as const

export type SortField = (typeof sortFields)[number]
export type Sort = SortField | `-${SortField}`

export interface Filters {
  from?: string
  to?: string
  symbol?: string
  side?: 'BUY' | 'SELL'
  status?: (typeof statuses)[number]
  strategy?: string
  sort?: Sort
}

const day = /^\d{4}-\d{2}-\d{2}$/

function text(value: unknown, fits: RegExp): string | undefined {
  const read = typeof value === 'number' ? String(value) : value
  return typeof read === 'string' && fits.test(read) ? read : undefined
}

function dayText(value: unknown): string | undefined {
  const read = text(value, day)
  return read && !Number.isNaN(Date.parse(read)) ? read : undefined
}

export function readFilters(search: Record<string, unknown>): Filters {
  const found = {
    from: dayText(search.from),
    to: dayText(search.to),
    symbol: text(search.symbol, /^[A-Za-z0-9._-]{1,32}$/)?.toUpperCase(),
    side: (['BUY', 'SELL'] as const).find((each) => each === search.side),
    status: statuses.find((each) => each === search.status),
    strategy: text(search.strategy, /^.{1,60}$/),
    sort: sortFields.flatMap((field) => [field, `-${field}` as const]).find((each) => each === search.sort),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

export function queryOf(filters: Filters, extra: Record<string, string> = {}): string {
  return new URLSearchParams({ ...(filters as Record<string, string>), ...extra }).toString()
}

export function csvAddress(filters: Filters): string {
  return `/api/operations/history/?${queryOf(filters, { format: 'csv' })}`
}

/** What a click on a column's head asks for: first its larger values, then its smaller. */
export function nextSort(current: Sort | undefined, field: SortField): Sort {
  return (current ?? '-opened_at') === `-${field}` ? field : `-${field}`
}

export function isFiltered({ from, to, symbol, side, status, strategy }: Filters): boolean {
  return [from, to, symbol, side, status, strategy].some((each) => each !== undefined)
}
