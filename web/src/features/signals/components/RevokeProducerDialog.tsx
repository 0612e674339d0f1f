import { Confirm } from '@/components/Confirm'
import { Moment } from '@/components/Moment'
import type { Producer } from '@/lib/api/types'
import { notify } from '@/lib/toasts'
import { usePending } from '../api/pending'
import { useRevokeProducer } from '../api/producers'

export function RevokeProducerDialog({ producer, onClose }: { producer: Producer; onClose: () => void }) {
  const { id, name } = producer
  const revoke = useRevokeProducer(producer)
  const waiting = usePending().data?.signals.filter((signal) => signal.producer_id === id).length
  const confirm = () =>
    revoke.mutate(undefined, {
      onSuccess: () => {
        notify({ tone: 'good', title: `The producer “${name}” is revoked` })
        onClose()
      },
    })
  return (
    <Confirm title={`Revoke “${name}”`} act="Revoke the producer" acting="Revoking…" refused="The producer was not revoked" pending={revoke.isPending} error={revoke.error} onConfirm={confirm} onClose={onClose}>
      <p>
        Whatever signs as <code className="num">{id}</code> is refused from now on, and {words(waiting)}. Plans, operations and positions that came of its signals stay as they are. This cannot be undone; a new producer can be made at any time.
      </p>
      <p className="text-sm text-muted">
        Its last signal: <Moment at={producer.last_signal_at} never="none" />.
      </p>
    </Confirm>
  )
}

function words(waiting: number | undefined): string {
  if (waiting === undefined) return 'its waiting signals are cancelled'
  if (waiting === 0) return 'no signal of it waits'
  return waiting === 1 ? 'its 1 waiting signal is cancelled' : `its ${waiting} waiting signals are cancelled`
}
