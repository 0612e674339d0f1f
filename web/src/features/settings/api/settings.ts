import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { Strategy, StrategyHistory, VenueKeys } from '@/lib/api/types'

export interface StrategyFields {
  name?: string
  description?: string
  active?: boolean
  rules?: object
}

export function useSaveStrategy() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...fields }: StrategyFields & { id: number | null; version?: number; from_template?: string }) =>
      id === null ? client.post<Strategy>('/api/strategies/', fields) : client.put<Strategy>(`/api/strategies/${id}/`, fields),
    // After a refusal, too: it may be that somebody else was faster.
    onSettled: () => queries.invalidateQueries({ queryKey: ['strategies'] }),
  })
}

export function useStrategyHistory(id: number, version: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['strategies', 'history', id, version],
    queryFn: ({ signal }) => client.get<StrategyHistory>(`/api/strategies/${id}/history/`, signal),
  })
}

const keysKey = ['venue-keys']

export function useVenueKeys() {
  const client = useClient()
  return useQuery({
    queryKey: keysKey,
    queryFn: ({ signal }) => client.get<VenueKeys>('/api/venue-keys/', signal),
    refetchInterval: 10_000,
    meta: { what: 'the venue key' },
  })
}

export function usePutKey() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key: { api_key: string; api_secret: string }) => client.put<VenueKeys>('/api/venue-keys/', key),
    onSuccess: (keys) => queries.setQueryData(keysKey, keys),
    // The secret is not kept in the page's memory of mutations.
    gcTime: 0,
  })
}

export function useRemoveKey() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.delete<VenueKeys>('/api/venue-keys/'),
    onSuccess: (keys) => queries.setQueryData(keysKey, keys),
  })
}
