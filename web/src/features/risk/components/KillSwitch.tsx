import { useState } from 'react'
import { Button, buttonLook } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { useRisk } from '@/lib/api/desk'
import type { Role } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { useKillSwitch } from '../api/switches'

/** In the header of every page: two actions stop all entries. */
export function KillSwitchButton({ role }: { role: Role }) {
  const [open, setOpen] = useState(false)
  const halt = useRisk().data?.kill_switch ?? null
  return (
    <>
      <button
        type="button"
        data-testid="kill-switch"
        aria-haspopup="dialog"
        aria-label={halt ? 'Stopped: allow entries again' : 'Stop entries'}
        title={halt ? `Entries are stopped since ${utc(halt.at)} (${halt.by}: ${halt.reason})` : 'Stop all entries'}
        className={`${buttonLook()} gap-1 border-danger font-semibold whitespace-nowrap text-danger-ink`}
        onClick={() => setOpen(true)}
      >
        <span aria-hidden>{halt ? '⏸' : '◼'}</span>
        {halt ? 'Stopped' : 'Stop'}
        {!halt && <span className="max-lg:hidden">entries</span>}
      </button>
      {open && <KillSwitchDialog role={role} on={halt !== null} onClose={() => setOpen(false)} />}
    </>
  )
}

interface DialogProps {
  role: Role
  /** Whether it is on now. */
  on: boolean
  onClose: () => void
}

export function KillSwitchDialog({ role, on: onNow, onClose }: DialogProps) {
  // What the dialog was opened for does not turn around while it is open.
  const [on] = useState(onNow)
  const [reason, setReason] = useState(on ? '' : 'Stopped by hand')
  const change = useKillSwitch()
  const forbidden = roleBlocker(role, on ? 'admin' : 'operator')
  const submit = () => change.mutate(on ? { on: false } : { on: true, reason: reason.trim() }, { onSuccess: onClose })
  return (
    <Dialog title={on ? 'Allow entries again?' : 'Stop all entries?'} held={change.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!forbidden && (on || reason.trim() !== '')) submit()
        }}
      >
        {on ? (
          <p>Plans can be executed again. Nothing is sent by this itself.</p>
        ) : (
          <>
            <ul className="list-disc pb-3 pl-5">
              <li>No plan is executed any more, and entry orders that are out are cancelled.</li>
              <li>Open positions stay open: their stops and targets at the exchange are not touched, and closing them still works.</li>
              <li>Only an admin can allow entries again.</li>
            </ul>
            <TextField label="Reason" required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
          </>
        )}
        {forbidden && <p className="pt-2 text-sm text-danger-ink">{forbidden}</p>}
        {change.isError && <Problem error={change.error} what="The switch was not changed" act="the kill switch" unsure="Trying again sets it to the same." />}
        <Actions>
          <Button disabled={change.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" tone={on ? 'primary' : 'danger'} disabled={change.isPending || forbidden !== null || (!on && reason.trim() === '')}>
            {change.isPending ? 'Switching…' : on ? 'Allow entries' : 'Stop entries now'}
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}
