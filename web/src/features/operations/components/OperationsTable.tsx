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
  const form = <FilterBar filters={filters} onFilters={onFilters} />
  const bar = narrow ? (
    <details open={isFiltered(filters)}>
      <summary className="min-h-11 px-3 py-3 text-sm text-muted">Filters and export</summary>
      {form}
    </details>
  ) : (
    form
  )
  return <HistoryTable bar={bar} filters={filters} onFilters={onFilters} onOpen={onOpen} />
}
