import type { OperationDetail } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { marks } from '../words'

export function Timeline({ operation }: { operation: OperationDetail }) {
  if (operation.timeline.length === 0) return <p className="px-3 pb-3 text-muted">Nothing is recorded of it.</p>
  return (
    // A long life is scrolled by keys, too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ol className="max-h-96 overflow-y-auto px-3 pb-3" tabIndex={0} aria-label="What happened, oldest first">
      {operation.timeline.map((event, index) => (
        <li key={`${event.at} ${index}`} className="flex gap-3 border-l-2 border-line py-1 pl-3 text-sm">
          <span aria-hidden className="w-4 text-center text-primary-ink">
            {marks[event.kind]}
          </span>
          <span className="min-w-0 flex-1">
            {event.text}
            {event.client_order_id && <span className="num block truncate text-xs text-muted select-all">{event.client_order_id}</span>}
          </span>
          <time dateTime={event.at} className="num shrink-0 text-xs text-muted" title={event.at}>
            {utc(event.at).slice(5, 19)}
          </time>
        </li>
      ))}
    </ol>
  )
}
