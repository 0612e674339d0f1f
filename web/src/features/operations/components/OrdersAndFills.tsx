import type { ReactNode } from 'react'
import { Badge } from '@/components/Badge'
import type { OperationDetail, Trade } from '@/lib/api/types'
import { orderLooks } from '@/lib/orders'
import { money, price as priceText, quantity, quantityOf, unitOf, utc } from '@/lib/format'

export function OrderTable({ operation }: { operation: OperationDetail }) {
  const tick = operation.tick_size
  return (
    <Scroll caption="Orders of the operation" heads={['Purpose', 'Order', '>Quantity', '>Filled', '>Price', '>Trigger', 'Status', '>Last change']} empty={operation.orders.length === 0}>
      {operation.orders.map((order) => {
        const { tone, words } = orderLooks[order.status]
        return (
          <tr key={order.client_order_id} className="border-t border-line align-top">
            <td className="py-1.5 pr-3">{order.purpose?.toLowerCase() ?? '—'}</td>
            <td className="pr-3" title={order.client_order_id}>
              {order.side} {order.type.toLowerCase().replaceAll('_', ' ')}
            </td>
            <td className="num pr-3 text-right">{quantityOf(order.quantity, operation)}</td>
            <td className="num pr-3 text-right">{quantity(order.filled, unitOf(operation))}</td>
            <td className="num pr-3 text-right">{priceText(order.average_price ?? order.price, tick)}</td>
            <td className="num pr-3 text-right">{priceText(order.stop_price, tick)}</td>
            <td className="pr-3">
              <Badge tone={tone}>{words}</Badge>
              {order.reason && <span className="block text-xs text-muted">{order.reason}</span>}
            </td>
            <td className="num text-right text-muted">{utc(order.updated_at).slice(5, 19)}</td>
          </tr>
        )
      })}
    </Scroll>
  )
}

export function FillTable({ trades, operation }: { trades: readonly Trade[]; operation: OperationDetail }) {
  return (
    <Scroll caption="Fills of the operation" heads={['Purpose', 'Side', '>Quantity', '>Price', '>Worth', '>Fee', 'Taker', '>Time']} empty={trades.length === 0}>
      {trades.map((trade) => (
        <tr key={trade.trade_id} className="border-t border-line">
          <td className="py-1.5 pr-3">{trade.purpose.toLowerCase()}</td>
          <td className="pr-3">{trade.side}</td>
          <td className="num pr-3 text-right">{quantityOf(trade.quantity, operation)}</td>
          <td className="num pr-3 text-right">{priceText(trade.price, operation.tick_size)}</td>
          <td className="num pr-3 text-right">{money(trade.quote_amount, { currency: operation.quote_asset })}</td>
          <td className="num pr-3 text-right" title={trade.fee_quote === null ? 'No price was known for it' : money(trade.fee_quote, { currency: operation.quote_asset })}>
            {trade.fee} {trade.fee_asset}
          </td>
          <td className="pr-3">{trade.is_maker ? 'maker' : 'taker'}</td>
          <td className="num text-right text-muted">{utc(trade.time).slice(5, 19)}</td>
        </tr>
      ))}
    </Scroll>
  )
}

interface ScrollProps {
  caption: string
  /** A leading > aligns to the right. */
  heads: readonly string[]
  empty: boolean
  children: ReactNode
}

function Scroll({ caption, heads, empty, children }: ScrollProps) {
  if (empty) return <p className="px-3 pb-3 text-muted">None yet.</p>
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto px-3 pb-2" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full text-sm whitespace-nowrap">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-xs text-muted">
            {heads.map((head) => (
              <th key={head} scope="col" className={`py-1 pr-3 font-normal last:pr-0 ${head.startsWith('>') ? 'text-right' : 'text-left'}`}>
                {head.replace('>', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
