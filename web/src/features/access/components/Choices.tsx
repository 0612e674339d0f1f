import { useId } from 'react'

interface ChoicesProps<T extends string> {
  label: string
  options: readonly { value: T; label: string; hint: string; blocked?: string | null }[]
  value: T
  onChange: (value: T) => void
}

/** One of a few, each with what it means, or why it cannot be chosen. */
export function Choices<T extends string>({ label, options, value, onChange }: ChoicesProps<T>) {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1 text-sm text-muted">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={`flex min-h-9 items-start gap-2.5 py-1 pointer-coarse:min-h-11 ${option.blocked ? 'text-muted' : ''}`}>
          <input type="radio" name={name} className="mt-0.5 size-4 shrink-0 accent-primary" checked={option.value === value} disabled={!!option.blocked} onChange={() => onChange(option.value)} />
          <span>
            {option.label}
            <span className="block text-xs text-muted">{option.blocked ?? option.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
