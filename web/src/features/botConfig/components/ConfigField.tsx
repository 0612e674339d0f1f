import { NumberField, Tick } from '@/components/Field'
import type { Field } from '../fields'

interface ConfigFieldProps {
  field: Field
  value: string | boolean
  changed: boolean
  error: string | undefined
  onChange: (value: string | boolean) => void
}

/** One figure or switch; a mark beside it says that it is not saved. */
export function ConfigField({ field: { label, hint, unit }, value, changed, error, onChange }: ConfigFieldProps) {
  const edge = changed ? '-ml-2.5 border-l-2 border-primary pl-2' : '-ml-2.5 border-l-2 border-transparent pl-2'
  if (unit === 'flag') {
    return (
      <div className={edge}>
        <Tick checked={value === true} onChange={onChange}>
          {label}
          <span className="block text-xs text-muted">{hint}</span>
          {error && <span className="block text-xs text-danger-ink">{error}</span>}
        </Tick>
      </div>
    )
  }
  return <NumberField label={label} hint={hint} error={error} className={edge} value={String(value)} onChange={(event) => onChange(event.target.value)} />
}
