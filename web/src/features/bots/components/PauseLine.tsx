import { Badge } from '@/components/Badge'
import type { Pause } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { ago, countdown, utc } from '@/lib/format'
import { breakers, scopes } from '../words'

/** One pause in force: what, why, who, since when, and when it ends by itself. */
export function PauseLine({ pause, why }: { pause: Pause; why?: string }) {
  const now = useNow()
  return (
    <li className="border-t border-line py-1.5 text-sm first:border-t-0">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <Badge tone="caution">Paused: {scopes[pause.scope].name}</Badge>
        {pause.breaker && <Badge tone="danger">{breakers[pause.breaker]}</Badge>}
        {pause.including_emergency && <Badge tone="danger">emergency exits too</Badge>}
        <span className="min-w-0 flex-1">{pause.reason}</span>
      </div>
      <p className="text-xs text-muted">
        {pause.by}, <time dateTime={pause.at} title={utc(pause.at)}>{ago(now - Date.parse(pause.at))}</time>
        {pause.until && <span className="num">, ends in {countdown(Date.parse(pause.until) - now)}</span>}
        {why && `; ${why}`}
      </p>
    </li>
  )
}
