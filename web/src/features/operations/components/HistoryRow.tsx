import { Badge, SideBadge } from '@/components/Badge'
import { toneClass } from '@/components/Figure'
import { InnerLink } from '@/components/InnerLink'
import type { Operation } from '@/lib/api/types'
import { arrows, direction, money, percent, price as priceText, quantity, quantityOf, signedRatio, unitOf, unknown, utc } from '@/lib/format'
import { multipleOfRisk, profitOf } from '../figures'
import type { SortField } from '../filters'
import { useMoving } from '../useMoving'
import { exits, statusLooks } from '../words'

export const rowGrid =
  'grid grid-cols-[3.5rem_7rem_4.5rem_6rem_8.5rem_7rem_7rem_10rem_3.5rem_5rem_8.5rem] items-center gap-x-3 px-3'

interface Column {
  name: string
  field: SortField | null
  right: boolean
}

export const columns: readonly Column[] = [
  { name: '#', field: 'id', right: false },
  { name: 'Symbol', field: 'symbol', right: false },
  { name: 'Side', field: null, right: false },
  { name: 'Status', field: null, right: false },
  { name: 'Quantity', field: 'quantity', right: true },
  { name: 'Entry', field: null, right: true },
  { name: 'Exit', field: null, right: true },
  { name: 'P&L', field: 'realized_pnl', right: true },
  { name: 'R', field: null, right: true },
  { name: 'Fees', field: 'fees', right: true },
  { name: 'Opened', field: 'opened_at', right: true },
]

interface RowProps {
  operation: Operation | undefined
  answeredAt: number
  onOpen: (id: number) => void
}

function Open({ operation, onOpen, children }: { operation: Operation; onOpen: (id: number) => void; children: string }) {
  return (
    <InnerLink
      href={`/operations/${operation.id}`}
      onOpen={() => onOpen(operation.id)}
      label={`Operation ${operation.id}, ${operation.symbol}`}
      // The whole row is the link's.
      className="font-medium text-primary-ink after:absolute after:inset-0"
    >
      {children}
    </InnerLink>
  )
}

interface MovingProps {
  operation: Operation
  answeredAt: number
}

function Multiple({ operation, answeredAt }: MovingProps) {
  const moving = useMoving(operation, answeredAt)
  return <span className={moving.stale ? 'old' : ''}>{signedRatio(multipleOfRisk(moving))}</span>
}

function Profit({ operation, answeredAt }: MovingProps) {
  const moving = useMoving(operation, answeredAt)
  const { amount, percent: share, open } = profitOf(moving)
  const tone = direction(amount)
  const old = open && moving.stale
  return (
    <span className={`${toneClass(tone)} ${old ? 'old' : ''}`} title={open ? 'Not realized yet, before fees' : 'Realized, after fees'}>
      <span aria-hidden className="pr-1 text-xs">
        {arrows[tone]}
      </span>
      {money(amount, { currency: operation.quote_asset, signed: true })}
      {share !== null && <span className="pl-1 text-xs">({percent(share, { signed: true })})</span>}
      {old && <span className="block font-sans text-xs font-medium text-warning-ink">stale price</span>}
    </span>
  )
}

export function HistoryRow({ operation, answeredAt, onOpen }: RowProps) {
  if (!operation) return <Waiting />
  const { words, tone } = statusLooks[operation.status]
  const tick = operation.tick_size
  return (
    <div className={`${rowGrid} h-full text-sm`} role="presentation">
      <span role="cell" className="num">
        <Open operation={operation} onOpen={onOpen}>{`${operation.id}`}</Open>
      </span>
      <span role="cell" className="font-medium">
        {operation.symbol}
      </span>
      <span role="cell">
        <SideBadge side={operation.side} />
      </span>
      <span role="cell">
        <Badge tone={tone}>{words}</Badge>
      </span>
      <span role="cell" className="num text-right" title={quantityOf(operation.quantity, operation)}>
        {quantity(operation.quantity, unitOf(operation))}
      </span>
      <span role="cell" className="num text-right">
        {priceText(operation.entry_price, tick)}
      </span>
      <span role="cell" className="num text-right" title={operation.exit_reason ? exits[operation.exit_reason] : undefined}>
        {priceText(operation.exit_price, tick)}
      </span>
      <span role="cell" className="num text-right">
        <Profit operation={operation} answeredAt={answeredAt} />
      </span>
      <span role="cell" className="num text-right">
        <Multiple operation={operation} answeredAt={answeredAt} />
      </span>
      <span role="cell" className="num text-right">
        {money(operation.fees, { currency: operation.quote_asset })}
      </span>
      <span role="cell" className="num text-right text-muted" title={utc(operation.opened_at)}>
        {utc(operation.opened_at).slice(0, 16)}
      </span>
    </div>
  )
}

export function HistoryCard({ operation, answeredAt, onOpen }: RowProps) {
  if (!operation) return <Waiting />
  const { words, tone } = statusLooks[operation.status]
  return (
    <div role="cell" className="flex h-full flex-col justify-center gap-1 px-3 text-sm">
      <div className="flex items-center gap-2">
        <Open operation={operation} onOpen={onOpen}>{`#${operation.id} ${operation.symbol}`}</Open>
        <SideBadge side={operation.side} />
        <Badge tone={tone}>{words}</Badge>
        <span className="num ml-auto text-base">
          <Profit operation={operation} answeredAt={answeredAt} />
        </span>
      </div>
      <div className="flex justify-between text-muted">
        <span className="num">{quantityOf(operation.quantity, operation)}</span>
        <span className="num">
          {priceText(operation.entry_price, operation.tick_size)} → {operation.exit_price === null ? unknown : priceText(operation.exit_price, operation.tick_size)}
        </span>
      </div>
      <div className="flex justify-between text-xs text-muted">
        <span>{operation.exit_reason ? exits[operation.exit_reason] : (operation.strategy ?? '')}</span>
        <span className="num">{utc(operation.opened_at).slice(0, 16)}</span>
      </div>
    </div>
  )
}

function Waiting() {
  return (
    <div role="cell" className="flex h-full items-center px-3">
      <span className="skeleton h-4 w-full" />
      <span className="sr-only">Loading</span>
    </div>
  )
}
