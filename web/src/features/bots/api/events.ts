import { useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { BotEvent, EventsPage } from '@/lib/api/types'
import { useFallback } from '@/lib/stream/context'

const pageRows = '500'
const mostPages = 8
const mostEvents = 200
const daysBack = 7

const eventOf = ({ type, data }: EventsPage['events'][number]): BotEvent[] => (type === 'bot_event' ? [data as unknown as BotEvent] : [])

/** The history runs oldest first: it is walked to its end, of which the newest stay. */
async function newest(client: Client, signal: AbortSignal): Promise<readonly BotEvent[]> {
  const since = new Date(Date.now() - daysBack * 86_400_000).toISOString()
  let found: BotEvent[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const asked = new URLSearchParams({ channels: 'bots', since, limit: pageRows, ...(cursor !== null && { cursor }) })
    const answer: EventsPage = await client.get(`/api/v1/events?${asked}`, signal)
    found = [...found, ...answer.events.flatMap(eventOf)].slice(-mostEvents)
    cursor = answer.next_cursor
    if (cursor === null) break
  }
  return found.reverse()
}

/** What the bots did, newest first; the feed adds to it. */
export function useBotEvents() {
  const client = useClient()
  const refetchInterval = useFallback('bots')
  return useQuery({ queryKey: ['bots', 'events'], queryFn: ({ signal }) => newest(client, signal), refetchInterval, meta: { what: 'the recent activity' } })
}
