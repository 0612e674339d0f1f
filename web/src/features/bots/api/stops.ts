import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useStepUp } from '@/components/StepUp'
import { useClient } from '@/lib/api/context'
import { useKeyedPost } from '@/lib/api/useAct'
import type { EmergencyStop, EmergencyStops, StopMode } from '@/lib/api/types'
import { useFallback } from '@/lib/stream/context'

const path = '/api/v1/control/emergency-stop'
const unconfirmedEveryMs = 5000

const isOver = (stop: EmergencyStop) => stop.acknowledged_at !== null && stop.success

/** Told by the feed; asked for while one is not confirmed. */
function useStops<T>(select: (known: EmergencyStops) => T) {
  const client = useClient()
  const fallback = useFallback('bots')
  return useQuery({
    queryKey: ['emergency-stops'],
    queryFn: ({ signal }) => client.get<EmergencyStops>(path, signal),
    refetchInterval: (query) => (query.state.data?.stops.some((stop) => !stop.success) ? unconfirmedEveryMs : fallback(query)),
    select,
    meta: { what: 'the emergency stops' },
  })
}

/** Those that nobody acknowledged, or that some bot has not confirmed. */
export function useEmergencyStops() {
  return useStops(({ stops }) => stops.filter((stop) => !isOver(stop)))
}

/** One of them, also once it is over; null when it is not among those that are kept. */
export function useEmergencyStopOf(id: number) {
  return useStops(({ stops }) => stops.find((stop) => stop.id === id) ?? null)
}

function useKeep(): (stop: EmergencyStop) => void {
  const queries = useQueryClient()
  return (stop) => {
    queries.setQueryData<EmergencyStops>(['emergency-stops'], (before) => ({
      stops: [stop, ...(before?.stops ?? []).filter(({ id }) => id !== stop.id)].sort((a, b) => b.id - a.id),
    }))
    for (const what of ['bots', 'risk', 'orders']) void queries.invalidateQueries({ queryKey: [what] })
  }
}

export interface Stopping {
  mode: StopMode
  reason: string
  /** null: every bot and the kill switch. */
  bot: string | null
}

export function useEmergencyStop() {
  const post = useKeyedPost()
  const stepUp = useStepUp()
  const onSuccess = useKeep()
  return useMutation({
    mutationFn: ({ mode, reason, bot }: Stopping) =>
      stepUp('The emergency stop', () => post<EmergencyStop>(bot === null ? path : `${path}?${new URLSearchParams({ bot })}`, { mode, reason })),
    onSuccess,
  })
}

export function useAcknowledge(id: number) {
  const post = useKeyedPost()
  const onSuccess = useKeep()
  return useMutation({ mutationFn: () => post<EmergencyStop>(`${path}/${id}/acknowledge`), onSuccess })
}
