import type { ReactNode } from 'react'
import { Badge, SideBadge } from '@/components/Badge'
import { toneClass } from '@/components/Figure'
import { InnerLink } from '@/components/InnerLink'
import { ProtectionBadge } from '@/components/ProtectionBadge'
import { useNow } from '@/lib/clock'
import { age, arrows, direction, distance, money, percent, share, unknown, utc } from '@/lib/format'
import { useFreshness, useLive, type Held } from '@/lib/positions/useLive'
import type { HedgeRow, Row, SortField, SpotRow } from '../everything'
import { HealthBadge, HedgeBadge, HedgeProfit, Ratios } from './HedgeFigures'

export const rowGrid = 'grid grid-cols-[4.5rem_11rem_7rem_minmax(16rem,1fr)_12rem_8.5rem_8.5rem_9rem] items-center gap-x-3 px-3'

export const columns: readonly { name: string; field: SortField | null; right: boolean }[] = [
  { name: 'Kind', field: null, right: false },
  { name: 'Position', field: 'name', right: false },
  { name: 'Status', field: null, right: false },
  { name: 'Safety', field: null, right: false },
  { name: 'P&L', field: 'pnl', right: true },
  { name: 'Value', field: 'value', right: true },
  { name: 'To stop / liquidation', field: 'distance', right: true },
  { name: 'Opened', field: 'opened', right: true },
]

interface RowProps<R = Row> {
  row: R
  onOpen: (row: Row) => void
}

export function hrefOf(row: Row): string {
  return row.kind === 'spot' ? `/operations/${row.position.operation_id}` : `/positions/${row.position.position_id}?bot=${row.position.bot}`
}

function Name({ row, onOpen, children }: RowProps & { children: ReactNode }) {
  const label = row.kind === 'spot' ? `Operation ${row.position.operation_id}, ${row.position.symbol}` : `Position ${row.position.position_id}, ${row.position.asset}`
  return (
    // The whole row is the link's.
    <InnerLink href={hrefOf(row)} onOpen={() => onOpen(row)} label={label} className="font-semibold text-primary-ink after:absolute after:inset-0">
      {children}
    </InnerLink>
  )
}

function Old({ stale, knownAt }: Pick<HedgeRow, 'stale' | 'knownAt'>) {
  const now = useNow()
  if (!stale) return null
  return <Badge tone="caution">{knownAt === null ? 'stale' : `stale ${age(now - knownAt)}`}</Badge>
}

function SpotProfit({ held }: { held: Held }) {
  const amount = useLive(held, (live) => live.unrealized_pnl)
  const part = useLive(held, (live) => live.unrealized_pnl_percent)
  const tone = direction(amount)
  return (
    <span className={`num ${toneClass(tone)}`} title="Not realized, before fees">
      <span aria-hidden className="pr-1 text-xs">
        {arrows[tone]}
      </span>
      {money(amount, { currency: held.position.quote_asset, signed: true })}
      {part !== null && <span className="pl-1 text-xs">({percent(part, { signed: true })})</span>}
    </span>
  )
}

function SpotValue({ held }: { held: Held }) {
  return money(useLive(held, (live) => live.value), { currency: held.position.quote_asset })
}

function SpotDistance({ held }: { held: Held }) {
  return distance(useLive(held, (live) => live.distance_to_stop_percent))
}

const heldOf = ({ position, receivedAt }: SpotRow): Held => ({ position, receivedAt })

export function TableRow({ row, onOpen }: RowProps) {
  return row.kind === 'spot' ? <SpotCells row={row} onOpen={onOpen} /> : <HedgeCells row={row} onOpen={onOpen} />
}

function Opened({ at }: { at: string | null }) {
  return at === null ? unknown : <span title={utc(at)}>{utc(at).slice(0, 16)}</span>
}

function SpotCells({ row, onOpen }: RowProps<SpotRow>) {
  const { position } = row
  const held = heldOf(row)
  const { stale, confirmedAt } = useFreshness(held, useNow())
  return (
    <div className={`${rowGrid} h-full text-sm ${stale ? 'old' : ''}`} role="presentation">
      <span role="cell">
        <Badge tone="plain">Spot</Badge>
      </span>
      <span role="cell" className="truncate">
        <Name row={row} onOpen={onOpen}>
          {position.symbol}
        </Name>{' '}
        <SideBadge side={position.side} />
      </span>
      <span role="cell">
        <Badge tone="good">Open</Badge>
      </span>
      <span role="cell" className="flex items-center gap-2 whitespace-nowrap">
        <Old stale={stale} knownAt={confirmedAt} />
        <ProtectionBadge protection={position.protection} />
      </span>
      <span role="cell" className="text-right">
        <SpotProfit held={held} />
      </span>
      <span role="cell" className="num text-right">
        <SpotValue held={held} />
      </span>
      <span role="cell" className="num text-right">
        <SpotDistance held={held} />
      </span>
      <span role="cell" className="num text-right text-muted">
        <Opened at={position.opened_at} />
      </span>
    </div>
  )
}

function HedgeCells({ row, onOpen }: RowProps<HedgeRow>) {
  const { position } = row
  return (
    <div className={`${rowGrid} h-full text-sm ${row.stale ? 'old' : ''}`} role="presentation">
      <span role="cell">
        <Badge tone="info">Hedge</Badge>
      </span>
      <span role="cell" className="truncate">
        <Name row={row} onOpen={onOpen}>
          {position.asset}
        </Name>{' '}
        <span className="text-muted">
          {position.token} {Number(position.leverage)}× {position.bot}
        </span>
      </span>
      <span role="cell">
        <HedgeBadge status={position.status} />
      </span>
      <span role="cell" className="flex items-center gap-2 whitespace-nowrap">
        <Old stale={row.stale} knownAt={row.knownAt} />
        <HealthBadge health={position.health_status} />
        <Ratios position={position} />
      </span>
      <span role="cell" className="text-right">
        <HedgeProfit position={position} />
      </span>
      <span role="cell" className="num text-right" title="Of the long leg, at mark">
        {money(position.long_value_usd)}
      </span>
      <span role="cell" className="num text-right">
        {share(position.distance_to_liquidation)}
      </span>
      <span role="cell" className="num text-right text-muted">
        <Opened at={position.opened_at} />
      </span>
    </div>
  )
}

export function PhoneRow({ row, onOpen }: RowProps) {
  return row.kind === 'spot' ? <SpotCard row={row} onOpen={onOpen} /> : <HedgeCard row={row} onOpen={onOpen} />
}

const phoneCell = 'flex h-full flex-col justify-center gap-1 px-3 text-sm'
const phoneLine = 'flex items-center justify-between gap-2 text-muted'

function SpotCard({ row, onOpen }: RowProps<SpotRow>) {
  const held = heldOf(row)
  const { stale, confirmedAt } = useFreshness(held, useNow())
  return (
    <div role="cell" className={`${phoneCell} ${stale ? 'old' : ''}`}>
      <div className="flex items-center gap-2">
        <Badge tone="plain">Spot</Badge>
        <Name row={row} onOpen={onOpen}>
          {row.position.symbol}
        </Name>
        <SideBadge side={row.position.side} />
        <span className="ml-auto">
          <SpotProfit held={held} />
        </span>
      </div>
      <div className={phoneLine}>
        <span className="flex items-center gap-1.5">
          <Old stale={stale} knownAt={confirmedAt} />
          <ProtectionBadge protection={row.position.protection} />
        </span>
        <span className="num">
          <SpotValue held={held} />
        </span>
      </div>
    </div>
  )
}

function HedgeCard({ row, onOpen }: RowProps<HedgeRow>) {
  const { position, stale } = row
  return (
    <div role="cell" className={`${phoneCell} ${stale ? 'old' : ''}`}>
      <div className="flex items-center gap-2">
        <Badge tone="info">Hedge</Badge>
        <Name row={row} onOpen={onOpen}>
          {position.asset}
        </Name>
        <HedgeBadge status={position.status} />
        <span className="ml-auto">
          <HedgeProfit position={position} />
        </span>
      </div>
      <div className={phoneLine}>
        <span className="flex items-center gap-1.5">
          <Old stale={row.stale} knownAt={row.knownAt} />
          <HealthBadge health={position.health_status} />
        </span>
        <Ratios position={position} />
      </div>
    </div>
  )
}
