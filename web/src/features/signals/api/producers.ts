import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useStepUp } from '@/components/StepUp'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { NewProducer, NewProducerAnswer, Producer, Producers, SignalPolicies, SignalPolicy, SignalPolicyRequest } from '@/lib/api/types'

const path = '/api/v1/producers'
const key = ['producers']

/** @param enabled only admins are answered */
export function useProducers(enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.get<Producers>(path, signal),
    enabled,
    refetchInterval: 60_000,
    meta: { what: 'the producers' },
  })
}

export function useMakeProducer() {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: (wanted: NewProducer) => stepUp(`Making the producer “${wanted.name}”`, () => client.post<NewProducerAnswer>(path, wanted)),
    // After silence, too: the list tells whether it was made.
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
    // The secret is not kept in the page's memory of mutations.
    gcTime: 0,
  })
}

export function useRevokeProducer({ id, name }: Producer) {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: () => stepUp(`Revoking the producer “${name}”`, () => client.delete<undefined>(`${path}/${id}`)),
    onSettled: () => {
      for (const queryKey of [key, ['signals']]) void queries.invalidateQueries({ queryKey })
    },
  })
}

const policiesKey = ['signal-policies']

export function usePolicies() {
  const client = useClient()
  return useQuery({
    queryKey: policiesKey,
    queryFn: ({ signal }) => client.get<SignalPolicies>(exactly('/api/v1/signal-policies'), signal),
    staleTime: 15_000,
    meta: { what: 'the signal policies' },
  })
}

export function useSetPolicy(strategy: number) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (policy: SignalPolicyRequest) => client.put<SignalPolicy>(exactly(`/api/v1/signal-policies/${strategy}`), policy),
    onSuccess: (saved) =>
      queries.setQueryData<SignalPolicies>(policiesKey, (before) => before && { ...before, policies: [...before.policies.filter((each) => each.strategy_id !== strategy), saved] }),
    // What the policy refuses has changed with it.
    onSettled: () => {
      for (const queryKey of [policiesKey, ['signals']]) void queries.invalidateQueries({ queryKey })
    },
  })
}
