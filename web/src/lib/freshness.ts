// When an answer that is asked for every five seconds counts as old: at once when the last question failed, else when
// the next answer is overdue. The server's own verdict comes first.
import { useState } from 'react'
import { useNow } from './clock'
import { staleAfterMs } from './stream/price'

export interface Polled {
  dataUpdatedAt: number
  isError: boolean
  failureCount: number
}

export interface Freshness {
  /** When the figures were last known to be current; null before the first answer. */
  confirmedAt: number | null
  stale: boolean
}

const overdueMs = 2 * staleAfterMs

export function isOverdue(query: Polled, now: number): boolean {
  if (query.dataUpdatedAt === 0) return false
  const age = now - query.dataUpdatedAt
  return age > overdueMs || (age > staleAfterMs && (query.isError || query.failureCount > 0))
}

/** @param toldStale the server answers, but says that what it answers with is old */
export function usePolledFreshness(query: Polled, toldStale = false): Freshness {
  const now = useNow()
  const [freshAt, setFreshAt] = useState(0)
  if (!toldStale && query.dataUpdatedAt !== freshAt) setFreshAt(query.dataUpdatedAt)
  return { confirmedAt: freshAt || query.dataUpdatedAt || null, stale: toldStale || isOverdue(query, now) }
}
