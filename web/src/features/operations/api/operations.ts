import { useQuery } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { OperationDetail, Operations, Proofs, Trades } from '@/lib/api/types'
import { useFallback } from '@/lib/stream/context'
import { queryOf } from '../filters'

/** Asked for again with each event of the operation. */
export function useOperation(id: number) {
  const client = useClient()
  const fallback = useFallback('operations')
  return useQuery({
    queryKey: ['operations', 'one', id],
    queryFn: ({ signal }) => client.get<OperationDetail>(`/api/operations/${id}/`, signal),
    // An ended one does not change any more.
    refetchInterval: (query) => (query.state.data && query.state.data.status !== 'ACTIVE' && query.state.data.status !== 'PLANNED' ? false : fallback(query)),
    meta: { what: 'the operation' },
  })
}

/** @param changes grows when something happened to the operation, so that its fills are asked for again */
export function useTrades(id: number, changes: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['operations', 'trades', id, changes],
    queryFn: ({ signal }) => client.get<Trades>(`/api/operations/${id}/trades/`, signal),
    placeholderData: (before) => before,
  })
}

export function useProofs(id: number, changes: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['operations', 'proof', id, changes],
    queryFn: ({ signal }) => client.get<Proofs>(`/api/operations/${id}/proof/`, signal),
    placeholderData: (before) => before,
  })
}

/** The newest operations of a symbol, for its chart. */
export function useOperationsOf(symbol: string) {
  const client = useClient()
  const refetchInterval = useFallback('operations')
  return useQuery({
    queryKey: ['operations', 'of', symbol],
    queryFn: ({ signal }) => client.get<Operations>(`/api/operations/history/?${queryOf({ symbol }, { limit: '200' })}`, signal),
    refetchInterval,
    meta: { what: 'the operations' },
  })
}
