import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { Signal, Signals } from '@/lib/api/types'
import { useFallback } from '@/lib/stream/context'
import { signalsAddress, type Filters } from '../filters'

const pageRows = 100

/** The newest first; older ones as they are scrolled to. The feed tells when to ask again. */
export function useSignals(filters: Filters) {
  const client = useClient()
  const fallback = useFallback('approvals')
  return useInfiniteQuery({
    queryKey: ['signals', 'page', signalsAddress(filters)],
    queryFn: ({ pageParam, signal }) => client.get<Signals>(signalsAddress(filters, { limit: pageRows, cursor: pageParam }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : fallback(query)),
    meta: { what: 'the signals' },
  })
}

export function useSignal(id: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['signals', 'one', id],
    queryFn: ({ signal }) => client.get<Signal>(exactly(`/api/v1/signals/${id}`), signal),
    meta: { what: 'the signal' },
  })
}
