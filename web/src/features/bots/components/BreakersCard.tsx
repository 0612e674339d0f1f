import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Loaded } from '@/components/Loaded'
import { Problem } from '@/components/Problem'
import type { CircuitBreaker, Role } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { age, countdown, utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { useBreakerHistory } from '../api/history'
import { useResolveBreaker } from '../api/control'
import { breakers, scopes } from '../words'

const dayMs = 86_400_000

interface BreakersCardProps {
  bot: string
  days: number
  role: Role
}

/** Breakers that opened, the open ones first; an admin resolves those. */
export function BreakersCard({ bot, days, role }: BreakersCardProps) {
  const query = useBreakerHistory(bot, days)
  const [resolving, setResolving] = useState<CircuitBreaker | null>(null)
  const forbidden = roleBlocker(role, 'admin')
  return (
    <Card title="Circuit breakers">
      <Loaded query={query} what="The circuit breakers" rows={5}>
        {({ circuit_breakers: all }) => {
          // An open one is there however long ago it opened.
          const open = all.filter(({ resolved_at: at }) => at === null)
          const over = all.filter(({ resolved_at: at }) => at !== null)
          if (all.length === 0) return <p className="px-3 pb-3 text-sm text-success-ink">✓ No breaker opened in the last {days} days.</p>
          return (
            // A long list is scrolled by keys, too.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            <ul tabIndex={0} aria-label="Breakers, open ones first" className="max-h-96 overflow-y-auto px-3 pb-2 text-sm">
              {[...open, ...over].map((breaker) => (
                <Line key={breaker.id} breaker={breaker} days={days} forbidden={forbidden} onResolve={() => setResolving(breaker)} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      {resolving && <ResolveDialog breaker={resolving} role={role} onClose={() => setResolving(null)} />}
    </Card>
  )
}

interface LineProps {
  breaker: CircuitBreaker
  /** That the others are of. */
  days: number
  forbidden: string | null
  onResolve: () => void
}

function Line({ breaker, days, forbidden, onResolve }: LineProps) {
  const now = useNow()
  const { breaker_type: type, resolved_at: resolvedAt, resolved_by: by, recovery_time: recovery, auto_recovery: auto } = breaker
  const opened = Date.parse(breaker.triggered_at)
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-t border-line py-2 first:border-t-0">
      <Badge tone={resolvedAt === null ? 'danger' : 'muted'}>{resolvedAt === null ? 'open' : 'resolved'}</Badge>
      <div className="min-w-0 flex-1 basis-60">
        <p>
          <span className="font-semibold">{breakers[type]}</span> <span className="text-muted">pauses {scopes[breaker.scope].name.toLowerCase()}</span>
        </p>
        <p>{breaker.reason}</p>
        <p className="text-xs text-muted">
          <time dateTime={breaker.triggered_at} className="num">{utc(opened)}</time>
          {now - opened > days * dayMs && `, more than ${days} days ago`}
          {resolvedAt === null
            ? auto && recovery !== null
              ? `, recovers by itself in ${countdown(Date.parse(recovery) - now)}`
              : auto
                ? ', recovers by itself once the cause is gone'
                : ', stays until an admin resolves it'
            : `, ${by === 'auto' ? 'recovered by itself' : `resolved by ${by ?? 'somebody'}`} after ${age(Date.parse(resolvedAt) - opened)}`}
        </p>
      </div>
      {resolvedAt === null && (
        <Button disabled={forbidden !== null} title={forbidden ?? undefined} onClick={onResolve}>
          Resolve…
        </Button>
      )}
      {resolvedAt === null && forbidden && <p className="basis-full text-xs text-muted">{forbidden}</p>}
    </li>
  )
}

function ResolveDialog({ breaker, role, onClose }: { breaker: CircuitBreaker; role: Role; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const resolve = useResolveBreaker(breaker.bot, breaker.breaker_type)
  const ready = roleBlocker(role, 'admin') === null && reason.trim() !== ''
  return (
    <Dialog title={`Resolve “${breakers[breaker.breaker_type]}” of ${breaker.bot}?`} held={resolve.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) resolve.mutate(reason.trim(), { onSuccess: onClose })
        }}
      >
        <p>{breaker.reason}</p>
        <p className="py-2 text-sm text-muted">The pause that it set ({scopes[breaker.scope].name.toLowerCase()}) ends. While its cause lasts it opens again at the bot’s next look. Pauses by hand stay.</p>
        <TextField label="Reason" required maxLength={200} placeholder="What was checked; goes on record" value={reason} onChange={(event) => setReason(event.target.value)} />
        {resolve.isError && (
          <div className="pt-2">
            <Problem error={resolve.error} what="It was not resolved" act="resolving the breaker" keyed />
          </div>
        )}
        <Actions>
          <Button disabled={resolve.isPending} onClick={onClose}>
            Leave it open
          </Button>
          <Button type="submit" tone="danger" disabled={!ready || resolve.isPending}>
            {resolve.isPending ? 'Waiting for the bot…' : 'Resolve'}
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}
