import type { BotPositionDetail } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { age, countdown, utc } from '@/lib/format'
import { legLooks, legs } from '../words'

/** One leg is not as it should be: which, why, since when, and when it is tried again. It is not closed. */
export function StuckAlarm({ position }: { position: BotPositionDetail }) {
  const now = useNow()
  const { stuck, asgard, hyperliquid } = position
  if (!stuck) return null
  const next = stuck.next_attempt_at === null ? null : Date.parse(stuck.next_attempt_at) - now
  const other = stuck.leg === 'asgard' ? hyperliquid : asgard
  const otherName = stuck.leg === 'asgard' ? legs.hyperliquid : legs.asgard
  return (
    <section role="alert" aria-label="Stuck" data-testid="stuck" className="rounded-lg border-2 border-danger bg-card px-3 py-2">
      <p className="font-semibold text-danger-ink">
        <span aria-hidden>! </span>
        Stuck: the {legs[stuck.leg].toLowerCase()} {legLooks[stuck.leg === 'asgard' ? asgard.state : hyperliquid.state].words.toLowerCase()}
      </p>
      <p>{stuck.why}</p>
      <p className="text-sm text-muted">
        Since <time dateTime={stuck.since} title={utc(stuck.since)}>{age(now - Date.parse(stuck.since))}</time>, {stuck.attempts} {stuck.attempts === 1 ? 'attempt' : 'attempts'}.{' '}
        {next === null ? 'No next attempt is planned: it needs a person.' : next > 0 ? <>Tried again in <span className="num">{countdown(next)}</span>.</> : 'Being tried again now.'} {otherName}: {legLooks[other.state].words.toLowerCase()}.
        The position is not closed, and its delta is not hedged as long as this lasts.
      </p>
    </section>
  )
}
