import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { PendingSignals } from '@/lib/api/types'
import { reconciled, waitingOf } from '@/lib/signals'
import { useFallback, useFeed } from '@/lib/stream/context'
import type { Feed } from '@/lib/stream/feed'

export const pendingKey = ['signals', 'pending'] as const
const policyEveryMs = 5000

/** Asked by REST for what the feed does not tell; which signals wait is the feed's word, that a slow answer never undoes. */
function pendingQuery(client: Client, feed: Feed) {
  return queryOptions({
    queryKey: pendingKey,
    queryFn: async ({ signal }) => {
      const answer = await client.get<PendingSignals>(exactly('/api/v1/approvals/pending'), signal)
      const waiting = waitingOf(feed)
      return waiting ? reconciled(answer, waiting) : answer
    },
    meta: { what: 'the waiting signals' },
  })
}

/** @param watched somebody decides on them: a policy's cooldown ends without a message */
export function usePending(watched = false) {
  const fallback = useFallback('approvals')
  return useQuery({
    ...pendingQuery(useClient(), useFeed()),
    refetchInterval: (query) => (watched && (query.state.data?.signals.length ?? 0) > 0 ? policyEveryMs : fallback(query)),
  })
}

/** How many signals wait; undefined until it is known. */
export function usePendingCount(): number | undefined {
  return usePending().data?.signals.length
}
