import { Card } from '@/components/Card'
import { Badge } from '@/components/Badge'
import { InnerLink } from '@/components/InnerLink'
import { Loaded } from '@/components/Loaded'
import type { BotEvent } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { mostEvents, useBotEvents, weekHours, type Activity } from '../api/events'
import { eventMarks, severityInk } from '../words'

interface ActivityCardProps {
  /** Of this bot only. */
  bot: string
  onOpen: (bot: string, id: string) => void
}

export function ActivityCard({ bot, onOpen }: ActivityCardProps) {
  const query = useBotEvents(bot)
  return (
    <Card title="Recent activity" className="min-h-40">
      <Loaded query={query} what="The recent activity" rows={6}>
        {(activity) => <EventList events={activity.events} nothing={`Nothing happened in ${back(activity)}.`} onOpen={onOpen} />}
      </Loaded>
      {query.data && query.data.hours < weekHours && query.data.events.length < mostEvents && (
        <p className="px-3 pb-2 text-xs text-muted">Only {back(query.data)}: what was before is too much to be read here.</p>
      )}
    </Card>
  )
}

const back = ({ hours }: Activity) => (hours === weekHours ? 'the last seven days' : hours === 1 ? 'the last hour' : `the last ${hours} hours`)

interface EventListProps {
  events: readonly BotEvent[]
  nothing: string
  onOpen?: (bot: string, id: string) => void
}

export function EventList({ events, nothing, onOpen }: EventListProps) {
  if (events.length === 0) return <p className="px-3 pb-3 text-muted">{nothing}</p>
  return (
    // A long list is scrolled by keys, too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ol tabIndex={0} aria-label="What happened, newest first" className="max-h-80 overflow-y-auto px-3 pb-2 text-sm">
      {events.map((event) => (
        <li key={`${event.bot} ${event.id}`} className="flex items-baseline gap-2 border-t border-line py-1 first:border-t-0">
          <time dateTime={event.at} title={utc(event.at)} className="num shrink-0 text-xs text-muted">
            {utc(event.at).slice(5, 19)}
          </time>
          <span aria-hidden className={`w-4 shrink-0 text-center ${severityInk[event.severity]}`}>
            {eventMarks[event.type] ?? '·'}
          </span>
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            {event.severity !== 'info' && (
              <>
                <Badge tone={event.severity === 'critical' ? 'danger' : 'caution'}>{event.severity}</Badge>{' '}
              </>
            )}
            {event.text}{' '}
            {onOpen && event.position_id !== null && (
              <InnerLink
                href={`/positions/${event.position_id}?bot=${event.bot}`}
                onOpen={() => onOpen(event.bot, event.position_id!)}
                label={`Show position ${event.position_id}`}
                className="text-xs text-primary-ink underline"
              >
                show
              </InnerLink>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}
