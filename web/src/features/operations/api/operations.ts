import { useQuery } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { OperationDetail, Operations, Proofs, Trades } from '@/lib/api/types'
import { queryOf } from '../filters'

const openEveryMs = 2000

export function useOperation(id: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['operations', 'one', id],
    queryFn: ({ signal }) => client.get<OperationDetail>(`/api/operations/${id}/`, signal),
    // An ended one does not change any more.
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'ACTIVE' && state.data.status !== 'PLANNED' ? false : openEveryMs),
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
  return useQuery({
    queryKey: ['operations', 'of', symbol],
    queryFn: ({ signal }) => client.get<Operations>(`/api/operations/history/?${queryOf({ symbol }, { limit: '200' })}`, signal),
    refetchInterval: 10_000,
    meta: { what: 'the operations' },
  })
}
