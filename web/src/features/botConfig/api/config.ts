import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useStepUp } from '@/components/StepUp'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import { asApiError } from '@/lib/api/error'
import { exactly } from '@/lib/api/exact'
import { lastKnown } from '@/lib/bots/lastKnown'
import type { BotConfig, BotConfigVersions, Bots } from '@/lib/api/types'
import { bodyOf, type Values } from '../draft'

/** The bots that are attached, by name. */
export function useBotNames() {
  const client = useClient()
  return useQuery({
    queryKey: ['botConfig', 'names'],
    queryFn: ({ signal }) => client.get<Bots>('/api/v1/bots', signal),
    staleTime: 10_000,
    refetchInterval: 30_000,
    meta: { what: 'the bots' },
  })
}

function configQuery(client: Client, bot: string) {
  return queryOptions({
    queryKey: ['botConfig', 'now', bot],
    // A bot that is away does not take its configuration with it.
    queryFn: ({ signal }) => lastKnown(client.get<BotConfig>(exactly('/api/v1/config', { bot }), signal)),
    refetchInterval: 30_000,
    meta: { what: `the configuration of ${bot}` },
  })
}

export function useBotConfig(bot: string) {
  return useQuery(configQuery(useClient(), bot))
}

const pageRows = 20

export function useBotConfigHistory(bot: string, version: number) {
  const client = useClient()
  return useInfiniteQuery({
    // Another version of the configuration is another history.
    queryKey: ['botConfig', 'history', bot, version],
    queryFn: ({ pageParam, signal }) =>
      client.get<BotConfigVersions>(exactly('/api/v1/config/history', { bot, limit: pageRows, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    meta: { what: `the history of ${bot}'s configuration` },
  })
}

export interface Save {
  values: Values
  /** The version that was changed. */
  from: number
  reason: string
}

export function useSaveBotConfig(bot: string) {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: ({ values, from, reason }: Save) =>
      stepUp(`Changing the configuration of ${bot}`, () =>
        client.put<BotConfig>(exactly('/api/v1/config', { bot }), { ...bodyOf(values), expected_version: from, ...(reason !== '' && { reason }) }),
      ),
    onSuccess: (config) => queries.setQueryData(configQuery(client, bot).queryKey, { data: config, away: null }),
    // It may be that somebody else was faster.
    onError: (error) => {
      if (asApiError(error).code === 'VERSION_CONFLICT') void queries.invalidateQueries({ queryKey: configQuery(client, bot).queryKey })
    },
  })
}
