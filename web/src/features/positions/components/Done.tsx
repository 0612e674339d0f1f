import { Button } from '@/components/Button'
import { Actions } from '@/components/Dialog'
import { Figure } from '@/components/Figure'
import { ProtectionBadge } from '@/components/ProtectionBadge'
import type { Operation } from '@/lib/api/types'
import { money, price as priceText, quantityOf } from '@/lib/format'
import type { Act } from '../api/act'

function headline(operation: Operation, what: Act): string {
  if (operation.closing) return 'The exit is on its way and not decided yet.'
  if (operation.status === 'CLOSED') return what === 'detach' ? 'Detached: its coins are yours to guard.' : 'Closed.'
  if (what === 'stop') return 'The stop stands at its new price.'
  if (what === 'target') return operation.target_price === null ? 'The target was taken away.' : 'The target stands at its new price.'
  return 'Done. What is left is below.'
}

/** How the operation stands after an act. */
export function Done({ operation, what, onClose }: { operation: Operation; what: Act; onClose: () => void }) {
  const { quote_asset: currency, tick_size: tick } = operation
  const open = operation.status === 'ACTIVE'
  return (
    <div data-testid="done" data-status={operation.status}>
      <p role="status">{headline(operation, what)}</p>
      <dl className="pt-2">
        {open && <Figure label="Held">{quantityOf(operation.held, operation)}</Figure>}
        {open && <Figure label="Stop">{priceText(operation.stop_price, tick, currency)}</Figure>}
        {open && <Figure label="Target">{priceText(operation.target_price, tick, currency)}</Figure>}
        {operation.exit_price !== null && <Figure label="Left at">{priceText(operation.exit_price, tick, currency)}</Figure>}
        <Figure label="Realized">{money(operation.realized_pnl, { currency, signed: true })}</Figure>
        <Figure label="Fees">{money(operation.fees, { currency })}</Figure>
      </dl>
      <div className="flex justify-end pt-1">
        <ProtectionBadge protection={operation.protection} />
      </div>
      <Actions>
        <Button tone="primary" onClick={onClose}>
          Close
        </Button>
      </Actions>
    </div>
  )
}
