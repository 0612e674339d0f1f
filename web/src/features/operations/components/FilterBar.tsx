import { useEffect, useState } from 'react'
import { buttonLook } from '@/components/Button'
import { SelectField, TextField } from '@/components/Field'
import { useStrategies } from '@/lib/api/desk'
import { useDebounced } from '@/lib/useDebounced'
import { csvAddress, isFiltered, statuses, type Filters } from '../filters'
import { statusLooks } from '../words'

interface FilterBarProps {
  filters: Filters
  onFilters: (next: Filters) => void
}

type Part = { [Name in keyof Filters]?: Filters[Name] | undefined }

function without(filters: Filters, part: Part): Filters {
  return Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value !== undefined && value !== ''))
}

export function FilterBar({ filters, onFilters }: FilterBarProps) {
  const strategies = useStrategies().data?.strategies ?? []
  const set = (part: Part) => onFilters(without(filters, part))
  return (
    <form
      aria-label="Filters"
      className="grid grid-cols-2 items-end gap-2 px-3 pb-2 sm:grid-cols-3 lg:flex lg:flex-wrap"
      onSubmit={(event) => event.preventDefault()}
    >
      <TextField label="From" type="date" className="lg:w-38" value={filters.from ?? ''} max={filters.to} onChange={(event) => set({ from: event.target.value || undefined })} />
      <TextField label="To" type="date" className="lg:w-38" value={filters.to ?? ''} min={filters.from} onChange={(event) => set({ to: event.target.value || undefined })} />
      <SymbolFilter value={filters.symbol ?? ''} onChange={(symbol) => set({ symbol: symbol || undefined })} />
      <SelectField label="Side" className="lg:w-28" value={filters.side ?? ''} onChange={(event) => set({ side: (event.target.value || undefined) as Filters['side'] })}>
        <option value="">Both</option>
        <option value="BUY">Long</option>
        <option value="SELL">Short</option>
      </SelectField>
      <SelectField label="Status" className="lg:w-32" value={filters.status ?? ''} onChange={(event) => set({ status: (event.target.value || undefined) as Filters['status'] })}>
        <option value="">All</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {statusLooks[status].words}
          </option>
        ))}
      </SelectField>
      <SelectField label="Strategy" className="lg:w-44" value={filters.strategy ?? ''} onChange={(event) => set({ strategy: event.target.value || undefined })}>
        <option value="">All</option>
        {filters.strategy && !strategies.some(({ name }) => name === filters.strategy) && <option>{filters.strategy}</option>}
        {strategies.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
      <div className="col-span-full flex gap-2 lg:ml-auto">
        {isFiltered(filters) && (
          <button type="button" className={buttonLook()} onClick={() => onFilters(filters.sort ? { sort: filters.sort } : {})}>
            Clear filters
          </button>
        )}
        <a className={buttonLook()} href={csvAddress(filters)} download="operations.csv" title="Every row of this filter in this order">
          Export CSV
        </a>
      </div>
    </form>
  )
}

function SymbolFilter({ value, onChange }: { value: string; onChange: (symbol: string) => void }) {
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setTyped(value)
  }
  const rested = useDebounced(typed.trim().toUpperCase(), 400)
  useEffect(() => {
    if (rested !== value && rested === typed.trim().toUpperCase()) onChange(rested)
    // Only what was typed asks; a change from outside is taken over above.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rested])
  return (
    <TextField
      label="Symbol"
      className="lg:w-36"
      placeholder="All"
      autoComplete="off"
      spellCheck={false}
      maxLength={32}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}
