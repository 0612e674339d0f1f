import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import type { User } from '@/lib/api/types'
import { passwordFault } from '@/lib/password'
import { notify } from '@/lib/toasts'
import { useChangeUser } from '../api/users'

export function NewPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const save = useChangeUser(user)
  const [password, setPassword] = useState('')
  const form = useId()
  const refusal = save.isError ? asApiError(save.error) : null
  const atField = refusal?.field === 'password'
  const fault = passwordFault(password, user.username)
  return (
    <Dialog title={`New password for ${user.username}`} held={save.isPending} onClose={onClose}>
      <form
        id={form}
        autoComplete="off"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (fault) return
          save.mutate(
            { password },
            {
              onSuccess: () => {
                notify({ tone: 'good', title: `${user.username} has a new password`, detail: 'All sessions of this user were ended.' })
                onClose()
              },
            },
          )
        }}
      >
        <p>The old password stops working and every open session of {user.username} ends at once. A second factor stays on.</p>
        <TextField label="New password" type="password" required minLength={8} maxLength={128} autoComplete="new-password" hint="At least 8 characters" error={fault ?? (atField ? refusal.message : null)} value={password} onChange={(event) => setPassword(event.target.value)} />
        {refusal && !atField && <Problem error={save.error} what="The password was not changed" act="the new password" unsure="Trying again sets the same password." />}
      </form>
      <Actions>
        <Button disabled={save.isPending} onClick={onClose}>
          Cancel
        </Button>
        <Button form={form} type="submit" tone="danger" disabled={save.isPending || password === '' || fault !== null}>
          {save.isPending ? 'Setting…' : 'Set the password'}
        </Button>
      </Actions>
    </Dialog>
  )
}
