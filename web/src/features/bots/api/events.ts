// What a bot did, newest first. The history of the feed is of all bots and runs oldest first, so it is read back in spans
// that grow until enough is found. Each span is read whole: an old part of it would pass for the newest.
import { useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { BotEvent, EventsPage } from '@/lib/api/types'
import { useFallback } from '@/lib/stream/context'

const pageRows = '1000'
const mostPages = 50
export const mostEvents = 200
export const weekHours = 168
const spans = [1, 6, 24, weekHours]
const hourMs = 3_600_000
const withoutFeedEveryMs = 30_000

export interface Activity {
  readonly events: readonly BotEvent[]
  /** How far back they were read; a week, unless there were enough or too many. */
  readonly hours: number
}

const eventOf = ({ type, data }: EventsPage['events'][number]): BotEvent[] => (type === 'bot_event' ? [data as unknown as BotEvent] : [])

/** What the bot did from `since` on and before `until`, oldest first; null where that is more than can be read. */
async function between(client: Client, bot: string, since: number, until: number, signal: AbortSignal): Promise<BotEvent[] | null> {
  const found: BotEvent[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const asked = new URLSearchParams({ channels: 'bots', since: new Date(since).toISOString(), limit: pageRows, ...(cursor !== null && { cursor }) })
    const answer: EventsPage = await client.get(`/api/v1/events?${asked}`, signal)
    const before = answer.events.filter(({ timestamp }) => Date.parse(timestamp) < until)
    found.push(...before.flatMap(eventOf).filter((event) => event.bot === bot))
    cursor = answer.next_cursor
    if (cursor === null || before.length < answer.events.length) return found
  }
  return null
}

export async function newest(client: Client, bot: string, now: number, signal: AbortSignal): Promise<Activity> {
  let known: Activity = { events: [], hours: 0 }
  let until = Infinity
  for (const hours of spans) {
    const since = now - hours * hourMs
    const older = await between(client, bot, since, until, signal)
    if (older === null && known.hours === 0) throw new Error('More happened in the last hour than can be read')
    if (older === null) break
    known = { events: [...known.events, ...older.reverse()].slice(0, mostEvents), hours }
    if (known.events.length === mostEvents) break
    until = since
  }
  return known
}

/** The feed adds to it. */
export function useBotEvents(bot: string) {
  const client = useClient()
  const fallback = useFallback('bots')
  return useQuery({
    queryKey: ['bots', 'events', bot],
    queryFn: ({ signal }) => newest(client, bot, Date.now(), signal),
    refetchInterval: (query) => fallback(query) && withoutFeedEveryMs,
    meta: { what: 'the recent activity' },
  })
}
