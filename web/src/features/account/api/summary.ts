import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { PortfolioSummary } from '@/lib/api/types'
import { summaryOf } from '@/lib/stream/answers'
import { useFallback, useFeed } from '@/lib/stream/context'
import type { Feed } from '@/lib/stream/feed'

function summaryQuery(client: Client, feed: Feed) {
  return queryOptions({
    queryKey: ['summary'],
    queryFn: async ({ signal }) => {
      const told = summaryOf(feed)
      if (told) return told
      const answer = await client.get<PortfolioSummary>('/api/portfolio/summary/', signal)
      return summaryOf(feed) ?? answer
    },
    meta: { what: 'the account summary' },
  })
}

export function useSummary() {
  const refetchInterval = useFallback('stats')
  return useQuery({ ...summaryQuery(useClient(), useFeed()), refetchInterval })
}
