import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { RiskSwitches } from '@/lib/api/types'

function useSwitch<T>(path: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: T) => client.post<RiskSwitches>(path, body),
    onSuccess: (switches) => {
      queries.setQueryData(['risk'], (before: object | undefined) => before && { ...before, ...switches })
      for (const what of ['risk', 'orders']) void queries.invalidateQueries({ queryKey: [what] })
    },
  })
}

export const useKillSwitch = () => useSwitch<{ on: boolean; reason?: string }>('/api/risk/kill-switch/')
export const useResume = () => useSwitch<{ reason: string }>('/api/risk/resume/')
export const useEnableTrading = () => useSwitch<{ enabled: boolean }>('/api/risk/trading/')
