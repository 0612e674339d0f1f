// When an answer that is asked for every five seconds counts as old: at once when the last question failed, else when
// the next answer is overdue. The server's own verdict comes first.
import { staleAfterMs } from './stream/price'

interface Polled {
  dataUpdatedAt: number
  isError: boolean
  failureCount: number
}

const overdueMs = 2 * staleAfterMs

export function isOld(query: Polled, now: number, toldStale = false): boolean {
  if (query.dataUpdatedAt === 0) return false
  if (toldStale) return true
  const age = now - query.dataUpdatedAt
  return age > overdueMs || (age > staleAfterMs && (query.isError || query.failureCount > 0))
}
