import { Empty } from '@/components/Empty'
import { EndlessTable } from '@/components/EndlessTable'
import type { AuditEntry } from '@/lib/api/types'
import type { useAudit } from '../api/audit'
import { isFiltered, noFilter, type Filters } from '../filters'
import { auditGrid, AuditCard, AuditRow, columns } from './AuditRow'

interface AuditTableProps {
  query: ReturnType<typeof useAudit>
  filters: Filters
  onFilters: (next: Filters) => void
  onOpen: (entry: AuditEntry) => void
}

export function AuditTable({ query, filters, onFilters, onOpen }: AuditTableProps) {
  return (
    <EndlessTable
      query={query}
      rows={query.data?.pages.flatMap((page) => page.entries) ?? []}
      name={{ one: 'entry', many: 'audit entries' }}
      label="Audit log"
      columns={columns}
      grid={auditGrid}
      minWidth="60rem"
      height={{ row: 40, card: 76 }}
      keyOf={(entry) => entry.seq}
      render={(entry, narrow) => (narrow ? <AuditCard entry={entry} onOpen={() => onOpen(entry)} /> : <AuditRow entry={entry} onOpen={() => onOpen(entry)} />)}
      filters={filters}
      onClear={isFiltered(filters) ? () => onFilters(noFilter) : undefined}
      empty={
        <Empty title="Nothing on record yet">
          <p>Every sign-in and every act that changes something is written here, by whom, and what became of it.</p>
        </Empty>
      }
    />
  )
}
