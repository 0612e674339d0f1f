// What the orders table shows, as it stands in the address.
export const views = ['open', 'all', 'FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED', 'UNKNOWN'] as const
export const purposes = ['ENTRY', 'STOP', 'TARGET', 'EXIT'] as const

export interface OrderFilters {
  /** Open ones when absent. */
  status?: (typeof views)[number]
  symbol?: string
  purpose?: (typeof purposes)[number]
}

export function readOrderFilters(search: Record<string, unknown>): OrderFilters {
  const status = views.find((each) => each === search.status)
  const purpose = purposes.find((each) => each === search.purpose)
  const symbol = typeof search.symbol === 'string' && /^[A-Za-z0-9._-]{1,32}$/.test(search.symbol) ? search.symbol.toUpperCase() : undefined
  return { ...(status && { status }), ...(symbol && { symbol }), ...(purpose && { purpose }) }
}

export function orderQuery({ status = 'open', symbol, purpose }: OrderFilters, cursor: string | null): string {
  const query = new URLSearchParams({ limit: '100' })
  if (status !== 'all') query.set('status', status)
  if (symbol) query.set('symbol', symbol)
  if (purpose) query.set('purpose', purpose)
  if (cursor !== null) query.set('cursor', cursor)
  return query.toString()
}
