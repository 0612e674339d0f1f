import { useState } from 'react'
import { Button } from '@/components/Button'
import type { Role, User } from '@/lib/api/types'
import { lastAdminBlocker, roleMeaning, roles } from '../words'
import { Choices } from './Choices'
import { NewPasswordDialog } from './NewPasswordDialog'
import { UserChangeDialog, type UserAct } from './UserChangeDialog'

interface UserPanelProps {
  user: User
  users: readonly User[]
  me: string
}

/** What can be done to one user; each act says what it does before it is done. */
export function UserPanel({ user, users, me }: UserPanelProps) {
  const [role, setRole] = useState<Role>(user.role)
  const [act, setAct] = useState<UserAct | 'password' | null>(null)
  const lastAdmin = lastAdminBlocker(users, user)
  const self = user.username === me
  const close = () => setAct(null)
  return (
    <div className="mt-2 grid gap-4 rounded-lg border border-line-strong p-3 sm:grid-cols-2">
      <div className="flex min-w-0 flex-col items-start gap-2">
        <Choices label={`Role of ${user.username}`} options={roles.map((each) => ({ value: each, label: each, hint: roleMeaning[each], blocked: each === 'admin' ? null : lastAdmin }))} value={role} onChange={setRole} />
        <Button disabled={role === user.role} onClick={() => setAct('role')}>
          Change the role…
        </Button>
      </div>
      <div className="flex min-w-0 flex-col items-start gap-2">
        <p className="text-sm text-muted">Sign-in of {user.username}</p>
        {self ? <p className="text-sm">Your own password and second factor are under My account.</p> : <Button onClick={() => setAct('password')}>Set a new password…</Button>}
        {!self && user.totp && <Button onClick={() => setAct('totp')}>Take the second factor off…</Button>}
        {user.active ? (
          <Button disabled={lastAdmin !== null} title={lastAdmin ?? undefined} onClick={() => setAct('disable')}>
            Disable…
          </Button>
        ) : (
          <Button onClick={() => setAct('enable')}>Enable…</Button>
        )}
        {lastAdmin && <p className="text-xs text-muted">{lastAdmin}.</p>}
      </div>
      {act === 'password' && <NewPasswordDialog user={user} onClose={close} />}
      {act !== null && act !== 'password' && <UserChangeDialog user={user} act={act} role={role} self={self} onClose={close} />}
    </div>
  )
}
