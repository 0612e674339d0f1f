import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { Problem } from '@/components/Problem'
import type { Order } from '@/lib/api/types'
import { quantity, quantityOf, quoteOf, unitOf, writtenPrice } from '@/lib/format'
import { orderLooks } from '@/lib/orders'
import { useCancel } from '../api/orders'

const after = {
  ENTRY: 'What it has filled so far stays an open position with its stop.',
  EXIT: 'What is still held stays open, and its stop is placed anew.',
} as const

export function CancelDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const cancel = useCancel()
  const effect = order.purpose === 'ENTRY' || order.purpose === 'EXIT' ? after[order.purpose] : ''
  const result = cancel.data
  return (
    <Dialog title={result ? 'The order now' : 'Cancel this order?'} held={cancel.isPending} onClose={onClose}>
      {result ? (
        <p role="status">
          {orderLooks[result.status].words}: {quantity(result.filled, unitOf(result))} of {quantityOf(result.quantity, result)} filled. {result.reason}
        </p>
      ) : (
        <p>
          {order.side} {quantityOf(order.left, order)} {order.price === null ? 'at market' : `at ${writtenPrice(order.price, quoteOf(order.symbol))}`} ({order.symbol}) is taken back
          from the exchange. {effect} A fill that comes first is real and will be booked.
        </p>
      )}
      {cancel.isError && <Problem error={cancel.error} what="It was not cancelled" act="cancelling the order" keyed />}
      <Actions>
        <Button disabled={cancel.isPending} onClick={onClose}>
          {result ? 'Close' : 'Keep it'}
        </Button>
        {!result && (
          <Button tone="danger" disabled={cancel.isPending} onClick={() => order.id !== null && cancel.mutate(order.id)}>
            {cancel.isPending ? 'Cancelling…' : 'Cancel the order'}
          </Button>
        )}
      </Actions>
    </Dialog>
  )
}
