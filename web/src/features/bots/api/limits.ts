import { useQuery } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { BotRiskConfig } from '@/lib/api/types'
import { lastKnown } from '@/lib/bots/lastKnown'

/** The limits that protect a bot's positions; asked for again when its configuration changes. */
export function useLimits(bot: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['bots', 'config', 'limits', bot],
    queryFn: ({ signal }) => lastKnown(client.get<BotRiskConfig>(exactly('/api/v1/config/risk-limits', { bot }), signal)),
    staleTime: 60_000,
    meta: { what: 'the limits of the bot' },
  })
}
