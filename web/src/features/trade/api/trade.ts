import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { EntryPreview, EntryRequest, Execution, ExecuteRequest, Plan } from '@/lib/api/types'
import { useKeyedPost } from '@/lib/api/useAct'

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

/** Asking again after silence repeats the same act, so that the order goes out once. */
export function useExecute(plan: Plan) {
  const post = useKeyedPost()
  const queries = useQueryClient()
  const keep = useKeepPlan()
  return useMutation({
    mutationFn: (request: ExecuteRequest) => post<Execution>(`/api/plans/${plan.id}/execute/`, { ...request, plan_hash: plan.hash }),
    onSuccess: (execution) => {
      keep(execution.plan)
      if (!execution.dry_run) for (const what of ['positions', 'summary', 'orders', 'operations', 'risk']) void queries.invalidateQueries({ queryKey: [what] })
    },
  })
}
