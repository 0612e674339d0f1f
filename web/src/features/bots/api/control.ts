import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useStepUp } from '@/components/StepUp'
import { exactly } from '@/lib/api/exact'
import { useKeyedPost } from '@/lib/api/useAct'
import type { BotCommandAnswer, BreakerType, CircuitBreakers, PauseAnswer, PauseRequest, PauseScope, ResumeAnswer } from '@/lib/api/types'

const about = (path: string, bot: string) => `${path}?${new URLSearchParams({ bot })}`

function useRefresh(): () => void {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['bots'] })
}

export type Pausing = Pick<PauseRequest, 'scope' | 'reason'> & { including_emergency?: boolean }

export function usePause(bot: string) {
  const post = useKeyedPost()
  const stepUp = useStepUp()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: Pausing) => stepUp('This pause', () => post<PauseAnswer>(about('/api/v1/control/pause', bot), body)),
    onSettled: refresh,
  })
}

export function useResume(bot: string) {
  const post = useKeyedPost()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: { reason: string; scope?: PauseScope }) => post<ResumeAnswer>(about('/api/v1/control/resume', bot), body),
    onSettled: refresh,
  })
}

export function useResolveBreaker(bot: string, type: BreakerType) {
  const post = useKeyedPost()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (reason: string) => post<CircuitBreakers>(about(`/api/v1/circuit-breakers/${type}/resolve`, bot), { reason }),
    onSettled: refresh,
  })
}

export function useClose(bot: string, id: string) {
  const post = useKeyedPost()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (reason: string) => post<BotCommandAnswer>(exactly(`/api/v1/positions/${id}/close`, { bot }), { reason }),
    onSettled: refresh,
  })
}
