import { buttonLook } from '@/components/Button'
import { SelectField, TextField } from '@/components/Field'
import { FilterFold } from '@/components/FilterFold'
import { TypedFilter } from '@/components/TypedFilter'
import { share } from '@/lib/format'
import type { DecimalText } from '@/lib/decimal'
import { confidences, isFiltered, noFilter, signalsAddress, statuses, withPart, type Filters } from '../filters'
import { statusLooks } from '../words'

export interface ProducerName {
  id: string
  name: string
}

interface SignalFiltersProps {
  filters: Filters
  /** Who may be filtered by. */
  producers: readonly ProducerName[]
  onFilters: (next: Filters) => void
}

export function SignalFilters(props: SignalFiltersProps) {
  return (
    <FilterFold count={Object.keys(props.filters).length}>
      <Form {...props} />
    </FilterFold>
  )
}

function Form({ filters, producers, onFilters }: SignalFiltersProps) {
  const set = (part: Parameters<typeof withPart>[1]) => onFilters(withPart(filters, part))
  const unlisted = filters.producer_id !== undefined && producers.every(({ id }) => id !== filters.producer_id)
  const levels: readonly string[] = confidences
  return (
    <form aria-label="Filters" className="grid grid-cols-2 items-end gap-2 px-3 pb-2 sm:grid-cols-3 lg:flex lg:flex-wrap" onSubmit={(event) => event.preventDefault()}>
      <SelectField label="Status" className="lg:w-32" value={filters.status ?? ''} onChange={(event) => set({ status: (event.target.value || undefined) as Filters['status'] })}>
        <option value="">All</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {statusLooks[status].words.replace(/^\W+/, '')}
          </option>
        ))}
      </SelectField>
      <TypedFilter label="Instrument" className="lg:w-32" longest={32} value={filters.instrument ?? ''} onChange={(typed) => set({ instrument: typed?.toUpperCase() })} />
      <SelectField label="Side" className="lg:w-24" value={filters.side ?? ''} onChange={(event) => set({ side: (event.target.value || undefined) as Filters['side'] })}>
        <option value="">Both</option>
        <option value="BUY">Buy</option>
        <option value="SELL">Sell</option>
      </SelectField>
      <SelectField label="Producer" className="lg:w-40" value={filters.producer_id ?? ''} onChange={(event) => set({ producer_id: event.target.value || undefined })}>
        <option value="">All</option>
        {unlisted && <option value={filters.producer_id}>{filters.producer_id}</option>}
        {producers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label="Confidence" className="lg:w-32" value={filters.min_confidence ?? ''} onChange={(event) => set({ min_confidence: event.target.value || undefined })}>
        <option value="">Any</option>
        {filters.min_confidence !== undefined && !levels.includes(filters.min_confidence) && <option value={filters.min_confidence}>{filters.min_confidence}</option>}
        {levels.map((level) => (
          <option key={level} value={level}>
            at least {share(level as DecimalText, { places: 0 })}
          </option>
        ))}
      </SelectField>
      <TextField label="From" type="date" className="lg:w-38" value={filters.from ?? ''} max={filters.to} onChange={(event) => set({ from: event.target.value || undefined })} />
      <TextField label="To" type="date" className="lg:w-38" value={filters.to ?? ''} min={filters.from} onChange={(event) => set({ to: event.target.value || undefined })} />
      <div className="col-span-full flex flex-wrap gap-2 lg:ml-auto">
        {isFiltered(filters) && (
          <button type="button" className={buttonLook()} onClick={() => onFilters(noFilter)}>
            Clear filters
          </button>
        )}
        <a className={buttonLook()} href={signalsAddress(filters, { format: 'csv' })} download="signals.csv" title="The signals of this filter, the newest first">
          Export CSV
        </a>
      </div>
    </form>
  )
}
