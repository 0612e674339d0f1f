import { Button } from '@/components/Button'
import { Problem } from '@/components/Problem'
import type { EmergencyStop, Role } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { useAcknowledge, useEmergencyStops } from '../api/stops'
import { StopList } from './StopOutcome'

/** Above every page, until somebody has seen it and every bot has confirmed. */
export function StopBanner({ role }: { role: Role }) {
  const stops = useEmergencyStops().data ?? []
  return stops.map((stop) => <Stop key={stop.id} stop={stop} role={role} />)
}

function Stop({ stop, role }: { stop: EmergencyStop; role: Role }) {
  const acknowledge = useAcknowledge(stop.id)
  const forbidden = roleBlocker(role, 'operator')
  return (
    <section aria-label="Emergency stop" data-testid="stop-banner" className="border-b-2 border-danger bg-card px-4 py-2">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <p role="alert" className="font-semibold text-danger-ink">
            <span aria-hidden>◼ </span>
            {stop.mode === 'flatten' ? 'Emergency stop: halt and flatten' : 'Emergency stop: halt'}
            {stop.success ? ', confirmed' : ', NOT CONFIRMED by all'}
          </p>
          <p className="text-sm">
            {stop.requested_by}, <time dateTime={stop.requested_at}>{utc(stop.requested_at)}</time>: {stop.reason}
          </p>
        </div>
        <StopList stop={stop} />
        {stop.acknowledged_at === null ? (
          <Button disabled={acknowledge.isPending || forbidden !== null} title={forbidden ?? undefined} onClick={() => acknowledge.mutate()}>
            {acknowledge.isPending ? 'Noting it…' : 'I have seen it'}
          </Button>
        ) : (
          <p className="text-sm text-muted">Seen by {stop.acknowledged_by}. It stays until every bot has confirmed.</p>
        )}
      </div>
      {forbidden && stop.acknowledged_at === null && <p className="text-xs text-muted">{forbidden}</p>}
      {acknowledge.isError && <Problem error={acknowledge.error} what="It was not acknowledged" act="noting that you have seen it" keyed />}
    </section>
  )
}
