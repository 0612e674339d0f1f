import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { InnerLink } from '@/components/InnerLink'
import type { Order, OrderStatus, Role } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { age, minus, quantity, quantityOf, unitOf, unknown, utc } from '@/lib/format'
import { orderLooks } from '@/lib/orders'
import { roleBlocker } from '@/lib/roles'

export interface OrderActs {
  role: Role
  onCancel: (order: Order) => void
  onOperation: (id: number) => void
}

type Part = { order: Order }

export const orderGrid = 'grid grid-cols-[8.5rem_4.5rem_9rem_minmax(8rem,1fr)_9rem_6rem_6rem_6rem_9.5rem_5.5rem] items-center gap-x-3 px-3'
const figures = ['Quantity', 'Filled', 'Price', 'Trigger', 'Changed']
export const columns = [...['Symbol', 'Purpose', 'Order', 'Status'].map((name) => ({ name })), ...[...figures, 'Action'].map((name) => ({ name, right: true }))]

const purposeWords = { ENTRY: 'Entry', STOP: 'Stop', TARGET: 'Target', EXIT: 'Exit' } as const
const open: readonly OrderStatus[] = ['PENDING', 'PARTIALLY_FILLED', 'UNKNOWN']

function bare(text: string | null): string {
  return text === null ? unknown : text.replace('-', minus)
}

export function OrderRow({ order, ...acts }: Part & OrderActs) {
  const figure = 'num truncate text-right'
  const filled = quantity(order.filled, unitOf(order))
  return (
    <div className={`${orderGrid} h-full text-sm`} data-testid="order" data-origin={order.origin}>
      <div role="cell" className="truncate font-medium">
        {order.symbol} <OperationLink order={order} {...acts} />
      </div>
      <div role="cell">
        <Purpose order={order} />
      </div>
      <div role="cell" className="truncate" title={order.client_order_id}>
        <What order={order} />
      </div>
      <div role="cell" className="min-w-0">
        <State order={order} />
        <Note order={order} />
      </div>
      <div role="cell" className={figure} title={quantityOf(order.quantity, order)}>
        {quantityOf(order.quantity, order)}
      </div>
      <div role="cell" className={figure} title={filled}>
        {filled}
      </div>
      <div role="cell" className={figure} title={order.average_price === null ? 'Limit' : 'Average of its fills'}>
        {bare(order.average_price ?? order.price)}
      </div>
      <div role="cell" className={figure}>
        {bare(order.stop_price)}
      </div>
      <div role="cell" className={figure} title={utc(order.updated_at)}>
        <Changed order={order} />
      </div>
      <div role="cell" className="text-right">
        <Cancel order={order} {...acts} />
      </div>
    </div>
  )
}

/** The same on a phone. */
export function OrderCard({ order, ...acts }: Part & OrderActs) {
  const line = 'flex min-h-5 items-center gap-2'
  const figure = 'num min-w-0 flex-1 truncate'
  return (
    <div role="cell" className="flex h-full min-w-0 flex-col justify-center gap-0.5 px-3 text-sm" data-testid="order" data-origin={order.origin}>
      <div className={`${line} min-h-11`}>
        <span className="truncate font-medium">{order.symbol}</span>
        <OperationLink order={order} {...acts} />
        <Purpose order={order} />
        <span className="ml-auto">
          <Cancel order={order} {...acts} />
        </span>
      </div>
      <div className={line}>
        <span className="min-w-0 flex-1 truncate">
          <What order={order} />
        </span>
        <State order={order} />
      </div>
      <div className={line}>
        <Named name="Quantity" className={figure} value={quantity(order.quantity, unitOf(order))} />
        <Named name="Filled" className={`${figure} text-right`} value={quantity(order.filled, unitOf(order))} />
      </div>
      <div className={line}>
        <Named name="Price" className={figure} value={bare(order.average_price ?? order.price)} />
        <Named name="Trigger" className={`${figure} text-right`} value={bare(order.stop_price)} />
      </div>
      <div className={line}>
        <span className="min-w-0 flex-1">
          <Note order={order} />
        </span>
        <span className="num text-xs text-muted" title={utc(order.updated_at)}>
          <Changed order={order} />
        </span>
      </div>
    </div>
  )
}

function Named({ name, value, className }: { name: string; value: string; className: string }) {
  return (
    <span className={className}>
      <span className="pr-2 font-sans text-muted">{name}</span>
      {value}
    </span>
  )
}

function OperationLink({ order: { operation_id: id }, onOperation }: Part & OrderActs) {
  if (id === null) return null
  return (
    <InnerLink
      href={`/operations/${id}`}
      onOpen={() => onOperation(id)}
      label={`Operation ${id}`}
      className="num inline-flex text-xs text-primary-ink underline max-md:min-h-11 max-md:min-w-11 max-md:items-center"
    >
      #{id}
    </InnerLink>
  )
}

function Purpose({ order: { origin, purpose } }: Part) {
  if (origin === 'robson') return purpose ? purposeWords[purpose] : unknown
  return (
    <Badge tone="caution" title="Not placed by Robson: it is shown and left alone">
      external
    </Badge>
  )
}

function What({ order }: Part) {
  return (
    <>
      <span className={order.side === 'BUY' ? 'text-up-ink' : 'text-down-ink'}>{order.side}</span> {order.type.toLowerCase().replaceAll('_', ' ')}
      {order.time_in_force && <span className="text-muted"> {order.time_in_force}</span>}
    </>
  )
}

function State({ order: { status } }: Part) {
  const { words, tone } = orderLooks[status]
  return <Badge tone={tone}>{words}</Badge>
}

/** Why it stands as it does. */
function Note({ order: { live, status, reason } }: Part) {
  const unconfirmed = !live && status === 'PENDING'
  if (!unconfirmed && !reason) return null
  return (
    <span className="block truncate text-xs text-muted" title={reason || undefined}>
      {unconfirmed && <span className="text-warning-ink">not confirmed yet </span>}
      {reason}
    </span>
  )
}

/** How long ago matters while it is open; after that, when it was. */
function Changed({ order: { status, updated_at: at } }: Part) {
  return open.includes(status) ? <Ago at={at} /> : utc(at).slice(0, 19)
}

function Ago({ at }: { at: string }) {
  return age(useNow() - Date.parse(at))
}

function Cancel({ order, role, onCancel }: Part & OrderActs) {
  if (!order.can_cancel || order.id === null) return null
  const forbidden = roleBlocker(role, 'operator')
  return (
    <Button disabled={forbidden !== null} title={forbidden ?? undefined} onClick={() => onCancel(order)}>
      Cancel…
    </Button>
  )
}
