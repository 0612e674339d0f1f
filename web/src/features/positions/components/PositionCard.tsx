import type { ReactNode } from 'react'
import { useNow } from '@/lib/clock'
import { age, utc } from '@/lib/format'
import { Age } from '@/components/Age'
import { Latency } from '@/components/LatencyPanel'
import { useFreshness, type Held } from '@/lib/positions/useLive'
import { LevelBar } from './LevelBar'
import { LevelRows } from './LevelRows'
import { PositionFigures } from './PositionFigures'
import { PositionPnl } from './PositionPnl'
import { ProtectionNote } from './ProtectionNote'

interface PositionCardProps {
  held: Held
  selected: boolean
  onSelect: (symbol: string) => void
  /** What can be done with it. */
  actions?: ((held: Held) => ReactNode) | undefined
}

export function PositionCard({ held, selected, onSelect, actions }: PositionCardProps) {
  const { position } = held
  const now = useNow()
  const { confirmedAt, stale } = useFreshness(held, now)
  const long = position.side === 'BUY'
  const opened = Date.parse(position.opened_at)
  return (
    <article
      aria-label={`${position.symbol} ${long ? 'long' : 'short'}, operation ${position.operation_id}`}
      data-stale={stale || undefined}
      className="border-t border-line px-3 py-2 first:border-t-0"
    >
      <div className="flex items-center gap-2">
        <button
          type="button"
          className="-mx-1 min-h-7 rounded px-1 font-semibold hover:bg-hover pointer-coarse:min-h-11"
          aria-pressed={selected}
          title="Show in the chart"
          onClick={() => onSelect(position.symbol)}
        >
          {position.symbol}
        </button>
        <span className={`rounded border px-1.5 text-xs font-semibold ${long ? 'border-up text-up-ink' : 'border-down text-down-ink'}`}>
          {long ? 'LONG' : 'SHORT'}
        </span>
        <span className="num text-xs text-muted">#{position.operation_id}</span>
        <span className="ml-auto flex items-center gap-2 text-xs text-muted">
          <span title={`Opened ${utc(opened)}`}>
            open <span className="num">{age(now - opened)}</span>
          </span>
          {stale && <Age confirmedAt={confirmedAt} stale />}
          <Latency symbol={position.symbol} />
        </span>
      </div>
      <div className={stale ? 'old' : ''}>
        <PositionPnl held={held} />
        <LevelBar held={held} />
        <LevelRows held={held} />
        <PositionFigures held={held} />
      </div>
      <ProtectionNote position={position} />
      {actions?.(held)}
    </article>
  )
}
