import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError, type ApiError } from '@/lib/api/error'
import type { BotConfig } from '@/lib/api/types'
import { notify } from '@/lib/toasts'
import type { Save } from '../api/config'
import type { Change } from '../draft'
import { ChangeList } from './ChangeList'

interface SaveDialogProps {
  title: string
  bot: string
  changes: readonly Change[]
  save: UseMutationResult<BotConfig, Error, Save>
  request: Omit<Save, 'reason'>
  /** What the reason says unless the reader says something else. */
  reason?: string
  onRefused: (error: ApiError) => void
  onSaved: (saved: BotConfig) => void
  onClose: () => void
}

/** Names every change before it is made, and asks why. */
export function SaveDialog({ title, bot, changes, save, request, reason: suggested = '', onRefused, onSaved, onClose }: SaveDialogProps) {
  const [reason, setReason] = useState(suggested)
  const confirm = () =>
    save.mutate(
      { ...request, reason: reason.trim() },
      {
        onSuccess: (saved) => {
          notify({ tone: 'good', title: `${bot} runs with version ${saved.version}`, detail: changes.length === 1 ? 'One change was made.' : `${changes.length} changes were made.` })
          onSaved(saved)
        },
        onError: (error) => onRefused(asApiError(error)),
      },
    )
  const bolder = changes.some((change) => change.bolder)
  return (
    <Dialog title={title} held={save.isPending} wide onClose={onClose}>
      <div className="flex flex-col gap-3">
        <ChangeList changes={changes} />
        {changes.length === 0 && <p>Nothing in it differs from what is in force now.</p>}
        <p className="text-sm text-muted">
          It takes effect at the bot&apos;s next look, also for positions that are open.
          {bolder && ' What is marked lets it risk more than before.'}
        </p>
        <TextField label="Reason, for the history" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        {save.isError && <Problem error={save.error} what="It was not saved" act="the change" unsure="Trying again never saves it twice: what is saved is another version." />}
      </div>
      <Actions>
        <Button disabled={save.isPending} onClick={onClose}>
          Back
        </Button>
        <Button tone={bolder ? 'danger' : 'primary'} disabled={save.isPending || changes.length === 0} onClick={confirm}>
          {save.isPending ? 'Saving…' : `Save as version ${request.from + 1}`}
        </Button>
      </Actions>
    </Dialog>
  )
}
