import type { Signal } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import type { DecimalText } from '@/lib/decimal'
import { percent } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import { isStale } from '@/lib/stream/price'
import { movementOf, signalPrice, verdictOf, type Movement as Moved } from '../words'

const inks = { better: 'text-up-ink', worse: 'text-down-ink', same: '' } as const

/** Where the price stands now against the proposed one: live while it streams, else as the server last said. */
export function Movement({ signal }: { signal: Signal }) {
  const { instrument, side } = signal
  const now = useNow()
  const tick = usePrice(instrument, (price) => price?.tickSize ?? null)
  const current = usePrice(instrument, (price): DecimalText | null => (!price || isStale(price, now) ? null : side === 'BUY' ? price.ask : price.bid))
  const moved = current ? movementOf(signal, current) : told(signal)
  if (!moved) return <span className="text-muted">no fresh price</span>
  return (
    <span data-testid="movement">
      <span className="text-muted">now </span>
      {current && <span className="num">{signalPrice(current, instrument, tick)} </span>}
      <span className={`num ${inks[moved.verdict]}`}>{percent(moved.percent, { signed: true })}</span>
      <span className="text-muted"> {moved.verdict}</span>
    </span>
  )
}

function told({ side, distance_percent: distance }: Signal): Moved | null {
  return distance === null ? null : { percent: distance, verdict: verdictOf(side, distance) }
}
