import type { Role } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'
import { Card } from './Card'
import { Empty } from './Empty'

/** In the place of what only admins are shown: who may see it, and whom to ask. */
export function AdminsOnly({ title, role }: { title: string; role: Role }) {
  return (
    <Card title={title}>
      <Empty title="This section is the admins’">
        <p>{roleBlocker(role, 'admin')}. An admin of this client can look or act here for you.</p>
      </Empty>
    </Card>
  )
}
