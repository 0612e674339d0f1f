import { Badge } from '@/components/Badge'
import { Figure } from '@/components/Figure'
import { ProtectionBadge } from '@/components/ProtectionBadge'
import type { Execution } from '@/lib/api/types'
import { price as priceText, quantityOf } from '@/lib/format'
import { outcomes } from '../words'

/** What became of an execution, and what to do now. */
export function Outcome({ execution }: { execution: Execution }) {
  const { tone, title, next } = outcomes[execution.outcome]
  const { operation, plan } = execution
  const { quote_asset: currency, tick_size: tick } = plan.proposal
  const refused = execution.orders.filter((order) => order.reason !== '')
  return (
    <div data-testid="outcome" data-outcome={execution.outcome} className="flex flex-col gap-2">
      <div role="status" className="flex flex-col gap-1">
        <p>
          <Badge tone={tone}>{title}</Badge> {execution.message}
        </p>
        <p className="text-sm text-muted">{next}</p>
      </div>
      {operation && operation.status !== 'CANCELLED' && (
        <dl>
          <Figure label="Held">{quantityOf(operation.held, operation)}</Figure>
          <Figure label="Entered at">{priceText(operation.entry_price, tick, currency)}</Figure>
          <Figure label="Stop">{priceText(operation.stop_price, tick, currency)}</Figure>
          <div className="flex justify-end pt-1">
            <ProtectionBadge protection={operation.protection} />
          </div>
        </dl>
      )}
      {refused.map((order) => (
        <p key={order.client_order_id} className="rounded border border-danger px-2 py-1 text-sm">
          {order.purpose ?? 'Order'} {order.status.toLowerCase()}: {order.reason}
        </p>
      ))}
    </div>
  )
}
