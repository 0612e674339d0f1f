import { ProtectionBadge } from '@/components/ProtectionBadge'
import type { OperationDetail } from '@/lib/api/types'
import { price as priceText, utc } from '@/lib/format'

export function ProtectionHistory({ operation }: { operation: OperationDetail }) {
  const tick = operation.tick_size
  return (
    <div className="px-3 pb-3 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <ProtectionBadge protection={operation.protection} />
        <span>
          <span className="num">{operation.unprotected_seconds}</span> s of its life without a confirmed stop at the exchange
        </span>
      </p>
      <ol className="pt-2" aria-label="Moves of the stop">
        <li className="flex gap-3 border-t border-line py-1">
          <span className="num text-muted">{utc(operation.opened_at).slice(5, 19)}</span>
          <span>
            First stop <span className="num">{priceText(operation.initial_stop, tick)}</span>
          </span>
        </li>
        {operation.stop_moves.map((move) => (
          <li key={move.at} className="flex gap-3 border-t border-line py-1">
            <span className="num text-muted">{utc(move.at).slice(5, 19)}</span>
            <span>
              Moved from <span className="num">{priceText(move.from, tick)}</span> to <span className="num font-medium">{priceText(move.to, tick)}</span>
            </span>
          </li>
        ))}
      </ol>
      {operation.stop_moves.length === 0 && <p className="text-muted">The stop was never moved.</p>}
    </div>
  )
}
