import type { PlannedOrder } from '@/lib/api/types'
import { price as priceText, quantityOf, type Unit } from '@/lib/format'
import type { DecimalText } from '@/lib/decimal'

/** Orders as they go to the exchange. */
export function SentOrders({ orders, tick, unit, caption }: { orders: readonly PlannedOrder[]; tick: DecimalText; unit: Unit; caption: string }) {
  return (
    // A table that is wider than a phone is scrolled by keys, too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full text-sm" data-testid="would-send">
        <caption className="pb-1 text-left font-medium">{caption}</caption>
        <thead>
          <tr className="text-left text-xs text-muted">
            <th className="pr-3 font-normal">Order</th>
            <th className="pr-3 text-right font-normal">Quantity</th>
            <th className="pr-3 text-right font-normal">Limit</th>
            <th className="text-right font-normal">Trigger</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.client_order_id} className="border-t border-line" title={order.client_order_id}>
              <td className="py-1 pr-3">
                {order.side} {order.type.toLowerCase().replaceAll('_', ' ')} {order.time_in_force}
              </td>
              <td className="num pr-3 text-right">{quantityOf(order.quantity, unit)}</td>
              <td className="num pr-3 text-right">{priceText(order.price, tick)}</td>
              <td className="num text-right">{priceText(order.stop_price, tick)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
