import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { useAudit } from '@/features/audit/api/audit'
import { AuditFilters } from '@/features/audit/components/AuditFilters'
import { AuditTable } from '@/features/audit/components/AuditTable'
import { ChainCard } from '@/features/audit/components/ChainCard'
import { EntryDrawer } from '@/features/audit/components/EntryDrawer'
import { readAuditFilters, type Filters } from '@/features/audit/filters'
import type { AuditEntry } from '@/lib/api/types'

const route = getRouteApi('/desk/logs')
const title = 'Who did what'

/** Who did what: every sign-in and every act that changes something, and whether the record of it still holds. */
export function LogsPage() {
  return (
    <Page title="Audit log" filled>
      <Log />
    </Page>
  )
}

function Log() {
  const search = route.useSearch()
  // The router passes on what the address holds beside the filters.
  const filters = useMemo(() => readAuditFilters({ ...search }), [search])
  const navigate = route.useNavigate()
  const query = useAudit(filters)
  const [open, setOpen] = useState<AuditEntry | null>(null)
  const onFilters = (next: Filters) => void navigate({ search: next, replace: true })
  return (
    <>
      <Card title={title} confirmedAt={query.dataUpdatedAt || null} stale={query.isRefetchError} className="min-h-96 flex-1 max-md:h-[calc(100dvh-11rem)] max-md:flex-none">
        <AuditFilters filters={filters} onFilters={onFilters} />
        <AuditTable query={query} filters={filters} onFilters={onFilters} onOpen={setOpen} />
      </Card>
      <ChainCard />
      {open && <EntryDrawer entry={open} onClose={() => setOpen(null)} />}
    </>
  )
}
