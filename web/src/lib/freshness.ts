// When what a card shows counts as old. While the feed tells of its changes, it is as fresh as the feed's last word;
// else as the last answer, which is asked for every five seconds: old at once when the last question failed, else when
// the next answer is overdue. The server's own verdict comes first.
import { useState } from 'react'
import { useNow } from './clock'
import { useFeed, useFollowed } from './stream/context'
import { staleAfterMs } from './stream/price'
import type { Channel } from './stream/protocol'

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

export function isOverdue(query: Polled, now: number, heardAt = 0): boolean {
  if (query.dataUpdatedAt === 0) return false
  const failed = query.isError || query.failureCount > 0
  const age = now - (failed ? query.dataUpdatedAt : Math.max(query.dataUpdatedAt, heardAt))
  return age > overdueMs || (age > staleAfterMs && failed)
}

/**
 * @param toldStale the server answers, but says that what it answers with is old
 * @param channel whose messages keep it current
 */
export function usePolledFreshness(query: Polled, toldStale = false, channel?: Channel): Freshness {
  const now = useNow()
  const feed = useFeed()
  const followed = useFollowed(channel ?? 'bots')
  const heardAt = channel && followed ? (feed.heardAt() ?? 0) : 0
  const [freshAt, setFreshAt] = useState(0)
  if (!toldStale && query.dataUpdatedAt !== freshAt) setFreshAt(query.dataUpdatedAt)
  const stale = toldStale || isOverdue(query, now, heardAt)
  const known = freshAt || query.dataUpdatedAt || null
  return { confirmedAt: known !== null && !stale ? Math.max(known, heardAt) : known, stale }
}
