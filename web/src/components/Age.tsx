import { useNow } from '@/lib/clock'
import { age, utc } from '@/lib/format'

/** How old a value is; says so in words and colour once it is stale. */
export function Age({ confirmedAt, stale }: { confirmedAt: number | null; stale: boolean }) {
  const now = useNow()
  if (confirmedAt === null) return null
  const words = age(now - confirmedAt)
  const title = `Confirmed ${utc(confirmedAt)}`
  if (!stale) {
    return (
      <span className="num min-w-8 text-right" title={title}>
        {words}
      </span>
    )
  }
  return (
    <span className="rounded border border-warning px-1.5 font-medium text-warning-ink" title={title}>
      stale{words !== 'now' && <span className="num"> {words}</span>}
    </span>
  )
}
