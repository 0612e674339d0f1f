import type { ConnectionState, ConnectionView } from '@/lib/connection'
import { age } from '@/lib/format'

const looks: Record<ConnectionState, { dot: string; ink: string; edge: string }> = {
  connecting: { dot: 'bg-line-strong', ink: 'text-muted', edge: 'border-line' },
  live: { dot: 'bg-success', ink: 'text-success-ink', edge: 'border-line' },
  sse: { dot: 'bg-success', ink: 'text-success-ink', edge: 'border-line' },
  polling: { dot: 'bg-primary', ink: 'text-primary-ink', edge: 'border-line' },
  reconnecting: { dot: 'bg-warning', ink: 'text-warning-ink', edge: 'border-warning' },
  stale: { dot: 'bg-warning', ink: 'text-warning-ink', edge: 'border-warning' },
  offline: { dot: 'bg-danger', ink: 'text-danger-ink', edge: 'border-danger' },
}

const explained: Record<ConnectionState, string> = {
  connecting: 'Opening the live feed',
  live: 'Every change is pushed as it happens',
  sse: 'No WebSocket gets through: the feed comes as server-sent events, and the WebSocket is tried again',
  polling: 'No stream gets through: the feed is asked for every two seconds, and the streams are tried again',
  reconnecting: 'The feed broke off and is being opened again; nothing that happens meanwhile is lost',
  stale: 'The exchange does not confirm its prices',
  offline: 'The Robson server does not answer',
}

export function ConnectionPill({ view }: { view: ConnectionView }) {
  const { dot, ink, edge } = looks[view.state]
  const trip = view.roundTripMs === null ? null : `${view.roundTripMs} ms`
  const title = `${explained[view.state]}${view.ageMs === null ? '' : `, for ${age(view.ageMs)}`}${trip ? `. Round trip to the server ${trip}` : ''}`
  return (
    <p
      data-testid="connection"
      data-state={view.state}
      title={title}
      className={`flex min-h-7 min-w-0 items-center gap-1.5 rounded-full border px-2.5 text-xs max-sm:px-2 font-medium ${edge} ${ink}`}
    >
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${dot}`} />
      <span className="sr-only">Connection: </span>
      <span className="truncate">{view.label}</span>
      {/* A phone has no room for it beside the rest. */}
      {view.ageMs !== null && <span className="num max-sm:sr-only">{age(view.ageMs)}</span>}
      {view.ageMs === null && trip && <span className="num hidden w-12 text-right text-muted md:inline">{trip}</span>}
    </p>
  )
}
