import { useNow } from '@/lib/clock'
import { age, unknown, utc } from '@/lib/format'

/** A moment as people speak of it, its exact time on it. */
export function Moment({ at, never = unknown }: { at: string | null; never?: string }) {
  const now = useNow()
  if (at === null) return <span className="text-muted">{never}</span>
  const past = now - Date.parse(at)
  const words = past < 0 ? `in ${age(-past)}` : past < 1000 ? 'now' : `${age(past)} ago`
  return (
    <time dateTime={at} title={utc(at)} className="tabular-nums">
      {words}
    </time>
  )
}
