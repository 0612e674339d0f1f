import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useStepUp } from '@/components/StepUp'
import { useClient } from '@/lib/api/context'
import type { ApiKey, ApiKeys, NewApiKey, NewApiKeyAnswer } from '@/lib/api/types'

const path = '/api/v1/api-keys'
const key = ['access', 'keys']

/** @param enabled only admins are answered */
export function useApiKeys(enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.get<ApiKeys>(path, signal),
    enabled,
    refetchInterval: 60_000,
    meta: { what: 'the API keys' },
  })
}

export function useMakeApiKey() {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: (wanted: NewApiKey) => stepUp(`Making the API key “${wanted.name}”`, () => client.post<NewApiKeyAnswer>(path, wanted)),
    // After silence, too: the list tells whether it was made.
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
    // The key is not kept in the page's memory of mutations.
    gcTime: 0,
  })
}

export function useRevokeApiKey({ id, name }: ApiKey) {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: () => stepUp(`Revoking the API key “${name}”`, () => client.delete<undefined>(`${path}/${id}`)),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
}
