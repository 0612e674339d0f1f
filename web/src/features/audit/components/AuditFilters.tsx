import { buttonLook } from '@/components/Button'
import { SelectField, TextField } from '@/components/Field'
import { FilterFold } from '@/components/FilterFold'
import { TypedFilter } from '@/components/TypedFilter'
import { chainAddress, csvAddress, isFiltered, noFilter, outcomes, withPart, type Filters } from '../filters'
import { usualActions } from '../words'

interface AuditFiltersProps {
  filters: Filters
  onFilters: (next: Filters) => void
}

export function AuditFilters(props: AuditFiltersProps) {
  return (
    <FilterFold count={Object.keys(props.filters).length}>
      <Form {...props} />
    </FilterFold>
  )
}

function Form({ filters, onFilters }: AuditFiltersProps) {
  const set = (part: Parameters<typeof withPart>[1]) => onFilters(withPart(filters, part))
  return (
    <form aria-label="Filters" className="grid grid-cols-2 items-end gap-2 px-3 pb-2 sm:grid-cols-3 lg:flex lg:flex-wrap" onSubmit={(event) => event.preventDefault()}>
      <TypedFilter label="User" className="lg:w-32" longest={64} value={filters.user ?? ''} onChange={(user) => set({ user })} />
      <TypedFilter label="Action begins with" className="lg:w-40" longest={64} value={filters.action ?? ''} suggestions={usualActions} onChange={(action) => set({ action })} />
      <SelectField label="Outcome" className="lg:w-32" value={filters.outcome ?? ''} onChange={(event) => set({ outcome: (event.target.value || undefined) as Filters['outcome'] })}>
        <option value="">All</option>
        {outcomes.map((outcome) => (
          <option key={outcome}>{outcome}</option>
        ))}
      </SelectField>
      <TextField label="From" type="date" className="lg:w-38" value={filters.from ?? ''} max={filters.to} onChange={(event) => set({ from: event.target.value || undefined })} />
      <TextField label="To" type="date" className="lg:w-38" value={filters.to ?? ''} min={filters.from} onChange={(event) => set({ to: event.target.value || undefined })} />
      <TypedFilter label="In target or detail" className="lg:w-44" longest={100} value={filters.q ?? ''} onChange={(q) => set({ q })} />
      <div className="col-span-full flex flex-wrap gap-2 lg:ml-auto">
        {isFiltered(filters) && (
          <button type="button" className={buttonLook()} onClick={() => onFilters(noFilter)}>
            Clear filters
          </button>
        )}
        <a className={buttonLook()} href={csvAddress(filters)} download="audit.csv" title="The entries of this filter, the newest first">
          Export CSV
        </a>
        <a className={buttonLook()} href={chainAddress} download="audit.jsonl" title="Every entry of the log, the oldest first, and the signed head: what robson audit verify reads">
          Export chain (JSONL)
        </a>
      </div>
    </form>
  )
}
