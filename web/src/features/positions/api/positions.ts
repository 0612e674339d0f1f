import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { Positions } from '@/lib/api/types'

export function positionsQuery(client: Client) {
  return queryOptions({
    queryKey: ['positions'],
    queryFn: ({ signal }) => client.get<Positions>('/api/portfolio/positions/', signal),
    refetchInterval: 5000,
    meta: { what: 'your positions' },
  })
}

export function usePositions() {
  return useQuery(positionsQuery(useClient()))
}
