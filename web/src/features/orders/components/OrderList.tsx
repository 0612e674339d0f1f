import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { InnerLink } from '@/components/InnerLink'
import type { Order, Role } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { age, minus, quantity, quantityOf, unitOf, unknown, utc } from '@/lib/format'
import { orderLooks } from '@/lib/orders'
import { roleBlocker } from '@/lib/roles'

interface OrderListProps {
  orders: readonly Order[]
  role: Role
  onCancel: (order: Order) => void
  onOperation: (id: number) => void
}

const purposeWords = { ENTRY: 'Entry', STOP: 'Stop', TARGET: 'Target', EXIT: 'Exit' } as const

/** Rows on a desk, cards on a phone. */
export function OrderList(props: OrderListProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="List of orders">
      <table className="w-full text-sm max-md:block">
        <caption className="sr-only">Orders</caption>
        <thead className="max-md:sr-only">
          <tr className="border-b border-line text-xs text-muted">
            {['Symbol', 'Purpose', 'Order', 'Status'].map((head) => (
              <th key={head} scope="col" className="px-3 py-1.5 text-left font-normal">
                {head}
              </th>
            ))}
            {['Quantity', 'Filled', 'Price', 'Trigger', 'Changed'].map((head) => (
              <th key={head} scope="col" className="px-3 py-1.5 text-right font-normal">
                {head}
              </th>
            ))}
            <th scope="col" className="px-3 text-right font-normal">
              <span className="sr-only">Action</span>
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {props.orders.map((order) => (
            <Row key={order.client_order_id} order={order} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const cell = 'md:px-3 md:py-1.5'
const figure = `${cell} num max-md:before:mr-2 max-md:before:font-sans max-md:before:text-muted max-md:before:content-[attr(data-label)] md:text-right`

function bare(text: string | null): string {
  return text === null ? unknown : text.replace('-', minus)
}

function Row({ order, role, onCancel, onOperation }: { order: Order } & OrderListProps) {
  const now = useNow()
  const { words, tone } = orderLooks[order.status]
  return (
    <tr
      data-testid="order"
      data-origin={order.origin}
      className="border-b border-line last:border-b-0 hover:bg-hover max-md:grid max-md:grid-cols-2 max-md:gap-x-3 max-md:gap-y-0.5 max-md:px-3 max-md:py-2"
    >
      <td className={`${cell} font-medium`}>
        {order.symbol}
        {order.operation_id !== null && (
          <InnerLink
            href={`/operations/${order.operation_id}`}
            onOpen={() => onOperation(order.operation_id!)}
            label={`Operation ${order.operation_id}`}
            className="num ml-2 inline-flex text-xs text-primary-ink underline max-md:min-h-11 max-md:min-w-11 max-md:items-center"
          >
            #{order.operation_id}
          </InnerLink>
        )}
      </td>
      <td className={`${cell} max-md:text-right`}>
        {order.origin === 'external' ? (
          <Badge tone="caution" title="Not placed by Robson: it is shown and left alone">
            external
          </Badge>
        ) : order.purpose ? (
          purposeWords[order.purpose]
        ) : (
          unknown
        )}
      </td>
      <td className={cell} title={order.client_order_id}>
        <span className={order.side === 'BUY' ? 'text-up-ink' : 'text-down-ink'}>{order.side}</span> {order.type.toLowerCase().replaceAll('_', ' ')}
        {order.time_in_force && <span className="text-muted"> {order.time_in_force}</span>}
      </td>
      <td className={`${cell} max-md:text-right`}>
        <Badge tone={tone}>{words}</Badge>
        {!order.live && order.status === 'PENDING' && <span className="block text-xs text-warning-ink">not confirmed yet</span>}
        {order.reason && <span className="block text-xs text-muted">{order.reason}</span>}
      </td>
      <td data-label="Quantity" className={figure}>
        {quantityOf(order.quantity, order)}
      </td>
      <td data-label="Filled" className={`${figure} max-md:text-right`}>
        {quantity(order.filled, unitOf(order))}
      </td>
      <td data-label="Price" className={figure} title={order.average_price === null ? 'Limit' : 'Average of its fills'}>
        {bare(order.average_price ?? order.price)}
      </td>
      <td data-label="Trigger" className={`${figure} max-md:text-right`}>
        {bare(order.stop_price)}
      </td>
      <td data-label="Changed" className={figure} title={utc(order.updated_at)}>
        {age(now - Date.parse(order.updated_at))}
      </td>
      <td className={`${cell} text-right`}>
        {order.can_cancel && order.id !== null && (
          <Button disabled={roleBlocker(role, 'operator') !== null} title={roleBlocker(role, 'operator') ?? undefined} onClick={() => onCancel(order)}>
            Cancel…
          </Button>
        )}
      </td>
    </tr>
  )
}
