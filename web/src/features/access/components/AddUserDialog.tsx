import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import type { Role } from '@/lib/api/types'
import { passwordFault } from '@/lib/password'
import { notify } from '@/lib/toasts'
import { useAddUser } from '../api/users'
import { roleMeaning, roles } from '../words'
import { Choices } from './Choices'

export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const add = useAddUser()
  const [username, setUsername] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [password, setPassword] = useState('')
  const form = useId()
  const refusal = add.isError ? asApiError(add.error) : null
  const fault = passwordFault(password, username)
  const at = (field: string) => (refusal?.field === field ? refusal.message : null)
  const elsewhere = refusal && refusal.field !== 'username' && refusal.field !== 'password'
  return (
    <Dialog title="Add a user" held={add.isPending} onClose={onClose}>
      <form
        id={form}
        autoComplete="off"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (fault) return
          add.mutate(
            { username: username.trim(), role, password },
            {
              onSuccess: (user) => {
                notify({ tone: 'good', title: `${user.username} can sign in as ${user.role}`, detail: 'Hand the password over by another way than the name.' })
                onClose()
              },
            },
          )
        }}
      >
        <TextField label="Name" required maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} hint="Letters, digits and . _ @ -" error={at('username')} value={username} onChange={(event) => setUsername(event.target.value)} />
        <Choices label="Role" options={roles.map((each) => ({ value: each, label: each, hint: roleMeaning[each] }))} value={role} onChange={setRole} />
        <TextField
          label="First password"
          type="password"
          required
          minLength={8}
          maxLength={128}
          autoComplete="new-password"
          hint="At least 8 characters; the user changes it under My account"
          error={fault ?? at('password')}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {elsewhere && <Problem error={add.error} what="The user was not added" act="adding the user" unsure="Look at the list first: the user may stand there already." />}
      </form>
      <Actions>
        <Button disabled={add.isPending} onClick={onClose}>
          Cancel
        </Button>
        <Button form={form} type="submit" tone="primary" disabled={add.isPending || username.trim() === '' || password === '' || fault !== null}>
          {add.isPending ? 'Adding…' : 'Add'}
        </Button>
      </Actions>
    </Dialog>
  )
}
