import { Card } from '@/components/Card'
import { useNarrow } from '@/lib/useNarrow'
import { isFiltered, type Filters } from '../filters'
import { FilterBar } from './FilterBar'
import { HistoryTable } from './HistoryTable'

interface OperationsTableProps {
  filters: Filters
  onFilters: (next: Filters) => void
  onOpen: (id: number) => void
}

export function OperationsTable({ filters, onFilters, onOpen }: OperationsTableProps) {
  const narrow = useNarrow()
  const bar = <FilterBar filters={filters} onFilters={onFilters} />
  return (
    <Card title="Open and ended" className="h-[calc(100dvh-9rem)] min-h-120 xl:h-auto xl:min-h-0 xl:flex-1">
      {narrow ? (
        <details open={isFiltered(filters)}>
          <summary className="min-h-11 px-3 py-3 text-sm text-muted">Filters and export</summary>
          {bar}
        </details>
      ) : (
        bar
      )}
      <HistoryTable filters={filters} onFilters={onFilters} onOpen={onOpen} />
    </Card>
  )
}
