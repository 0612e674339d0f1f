import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { newKey } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import { asApiError } from '@/lib/api/error'
import type { EntryPreview, EntryRequest, Execution, ExecuteRequest, Plan } from '@/lib/api/types'

const refreshEveryMs = 5000

/** The figures of an entry. Asked anew every five seconds while nothing is planned; an older answer never overtakes. */
export function usePreview(request: EntryRequest | null, wanted: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: ['preview', request],
    queryFn: ({ signal }) => client.post<EntryPreview>('/api/trade/calculate-entry/', request, { signal }),
    enabled: wanted && request !== null,
    refetchInterval: refreshEveryMs,
    gcTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
}

const planKey = (id: number | null) => ['plan', id] as const

export function usePlan(id: number | null) {
  const client = useClient()
  return useQuery({
    queryKey: planKey(id),
    queryFn: ({ signal }) => client.get<Plan>(`/api/plans/${id}/`, signal),
    enabled: id !== null,
    staleTime: 60_000,
  })
}

function useKeepPlan() {
  const queries = useQueryClient()
  return (plan: Plan) => queries.setQueryData(planKey(plan.id), plan)
}

export function useCreatePlan() {
  const client = useClient()
  const keep = useKeepPlan()
  return useMutation({
    mutationFn: (request: EntryRequest) => client.post<Plan>('/api/plans/', request),
    onSuccess: keep,
  })
}

export function useValidate() {
  const client = useClient()
  const keep = useKeepPlan()
  return useMutation({ mutationFn: (id: number) => client.post<Plan>(`/api/plans/${id}/validate/`, {}), onSuccess: keep })
}

/**
 * Executing keeps its key until the server has answered: asking again after silence repeats the same act, so that the
 * order goes out once.
 */
export function useExecute(plan: Plan) {
  const client = useClient()
  const queries = useQueryClient()
  const keep = useKeepPlan()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (request: ExecuteRequest) =>
      client.post<Execution>(`/api/plans/${plan.id}/execute/`, { ...request, plan_hash: plan.hash }, { idempotencyKey: key.current }),
    onSuccess: (execution) => {
      key.current = newKey()
      keep(execution.plan)
      if (!execution.dry_run) for (const what of ['positions', 'summary', 'orders', 'operations', 'risk']) void queries.invalidateQueries({ queryKey: [what] })
    },
    onError: (error) => {
      const { status, code } = asApiError(error)
      const undecided = status === null || status >= 500 || status === 429 || code === 'IDEMPOTENCY_IN_FLIGHT'
      // A refusal is final for its key; silence and a server in trouble are not.
      if (!undecided) key.current = newKey()
    },
  })
}
