import { standing, words } from '../levels'
import { useLive, type Held } from '@/lib/positions/useLive'

const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** Stop at the left, target at the right, for long and short alike; the entry is a notch, the price a pin. */
export function LevelBar({ held }: { held: Held }) {
  const current = useLive(held, (live) => live.current_price)
  const at = standing(held.position, current)
  const pin = at.current ?? at.entry
  const winning = pin >= at.entry
  const [left, width] = winning ? [at.entry, pin - at.entry] : [pin, at.entry - pin]
  return (
    <div role="img" aria-label={words(at)} title={words(at)} className="relative h-5" data-testid="level-bar" data-share={at.current ?? ''}>
      <div className="absolute inset-x-0 top-2 h-1.5 overflow-hidden rounded-full bg-line">
        <div className={`absolute inset-y-0 ${winning ? 'bg-up' : 'bg-down'}`} style={{ left: percent(left), width: percent(width) }} />
      </div>
      <div className="absolute top-1 left-0 h-3.5 w-0.5 rounded bg-danger" />
      <div className="absolute top-1 right-0 h-3.5 w-0.5 rounded bg-success" />
      <div className="absolute top-1 h-3.5 w-0.5 -translate-x-1/2 bg-primary" style={{ left: percent(at.entry) }} />
      {at.current !== null && (
        <div
          className="absolute top-0.5 size-4 -translate-x-1/2 rounded-full border-2 border-card bg-text"
          style={{ left: percent(at.current) }}
        />
      )}
    </div>
  )
}
