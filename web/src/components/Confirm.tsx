import type { ReactNode } from 'react'
import { Button } from './Button'
import { Actions, Dialog } from './Dialog'
import { Problem } from './Problem'

interface ConfirmProps {
  title: string
  /** The button's words, such as "Revoke the key". */
  act: string
  /** The same while it is under way. */
  acting: string
  /** In "… : it was not done". */
  refused: string
  pending: boolean
  error: unknown
  danger?: boolean
  /** Why it cannot be done as it stands; null when it can. */
  blocked?: string | null
  onConfirm: () => void
  onClose: () => void
  /** What will happen, to whom, and what stays. */
  children: ReactNode
}

/** Asks before something is done that cannot be taken back by a click. */
export function Confirm({ title, act, acting, refused, pending, error, danger = true, blocked = null, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} held={pending} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {children}
        {error !== null && error !== undefined && <Problem error={error} what={refused} act={title} />}
      </div>
      <Actions>
        <Button disabled={pending} onClick={onClose}>
          Cancel
        </Button>
        <Button tone={danger ? 'danger' : 'primary'} disabled={pending || blocked !== null} title={blocked ?? undefined} onClick={onConfirm}>
          {pending ? acting : act}
        </Button>
      </Actions>
    </Dialog>
  )
}
