import { useState } from 'react'
import { AdminsOnly } from '@/components/AdminsOnly'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Loaded } from '@/components/Loaded'
import { Moment } from '@/components/Moment'
import type { Role, User } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'
import { useUsers } from '../api/users'
import { AddUserDialog } from './AddUserDialog'
import { UserPanel } from './UserPanel'

interface UsersCardProps {
  role: Role
  /** Who is signed in. */
  me: string
}

export function UsersCard({ role, me }: UsersCardProps) {
  const allowed = roleBlocker(role, 'admin') === null
  const query = useUsers(allowed)
  const [adding, setAdding] = useState(false)
  if (!allowed) return <AdminsOnly title="Users" role={role} />
  return (
    <Card
      title="Users"
      confirmedAt={query.dataUpdatedAt || null}
      stale={query.isRefetchError}
      aside={
        <Button tone="primary" onClick={() => setAdding(true)}>
          Add a user…
        </Button>
      }
    >
      <Loaded query={query} what="The users" rows={6}>
        {({ users }) => <List users={users} me={me} />}
      </Loaded>
      {adding && <AddUserDialog onClose={() => setAdding(false)} />}
    </Card>
  )
}

function List({ users, me }: { users: readonly User[]; me: string }) {
  const [open, setOpen] = useState<number | null>(null)
  return (
    <>
      <ul aria-label="Users" className="px-3 pt-1 pb-2">
        {users.map((user) => (
          <li key={user.id} className="border-t border-line py-2 first:border-t-0">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className={`font-medium ${user.active ? '' : 'text-muted line-through'}`}>{user.username}</span>
              {user.username === me && <Badge tone="info">you</Badge>}
              <Badge tone={user.role === 'admin' ? 'caution' : 'plain'}>{user.role}</Badge>
              {!user.active && <Badge tone="danger">disabled</Badge>}
              {user.totp ? <Badge tone="good">second factor on</Badge> : <Badge tone="muted">no second factor</Badge>}
              <Button className="ml-auto" aria-expanded={open === user.id} aria-label={`Manage ${user.username}`} onClick={() => setOpen(open === user.id ? null : user.id)}>
                {open === user.id ? 'Done' : 'Manage'}
              </Button>
            </div>
            <p className="text-sm text-muted">
              {user.last_login ? 'Last signed in ' : ''}
              <Moment at={user.last_login} never="Never signed in" /> · {user.sessions === 1 ? '1 session' : `${user.sessions} sessions`} open · added <Moment at={user.created_at} />
            </p>
            {open === user.id && <UserPanel user={user} users={users} me={me} />}
          </li>
        ))}
      </ul>
      {users.length === 1 && (
        <p className="px-3 pb-3 text-sm text-muted">You are the only one. Give each person a user of their own: the audit log then says who did what, and each can be stopped alone.</p>
      )}
    </>
  )
}
