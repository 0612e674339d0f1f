import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import type { Signal } from '@/lib/api/types'

interface RejectDialogProps {
  signal: Signal
  onReject: (reason: string) => void
  onClose: () => void
}

/** Why not: kept with the decision, for whoever runs the producer. */
export function RejectDialog({ signal, onReject, onClose }: RejectDialogProps) {
  const [reason, setReason] = useState('')
  const form = useId()
  return (
    <Dialog title={`Reject ${signal.side} ${signal.instrument}?`} onClose={onClose}>
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          onReject(reason.trim())
        }}
      >
        <p>
          Signal #{signal.id} of {signal.producer} is over then, for everyone. Nothing is traded, and no position changes.
        </p>
        {/* The dialog was opened to say it. */}
        {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
        <TextField label="Reason" autoFocus maxLength={500} autoComplete="off" hint="Stands with the decision; may stay empty" value={reason} onChange={(event) => setReason(event.target.value)} />
      </form>
      <Actions>
        <Button onClick={onClose}>Cancel</Button>
        <Button form={form} type="submit" tone="primary">
          Reject the signal
        </Button>
      </Actions>
    </Dialog>
  )
}
