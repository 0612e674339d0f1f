import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { PortfolioSummary } from '@/lib/api/types'

function summaryQuery(client: Client) {
  return queryOptions({
    queryKey: ['summary'],
    queryFn: ({ signal }) => client.get<PortfolioSummary>('/api/portfolio/summary/', signal),
    refetchInterval: 5000,
    meta: { what: 'the account summary' },
  })
}

export function useSummary() {
  return useQuery(summaryQuery(useClient()))
}
