import { useId, type ComponentProps, type ReactNode } from 'react'

const box =
  'min-h-9 w-full min-w-0 rounded-md border bg-page px-2.5 text-base text-text disabled:opacity-60 pointer-coarse:min-h-11'

interface Around {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
  className?: string
}

interface Inside {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  className: string
}

/** A label above, the control, and below it what is wrong or else what helps. */
function Framed({ label, hint, error, className = '', children }: Around & { children: (inside: Inside) => ReactNode }) {
  const id = useId()
  const note = `${id}-note`
  const said = error ?? hint
  const edge = error ? 'border-danger' : 'border-line-strong'
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      {children({ id, 'aria-describedby': said ? note : undefined, 'aria-invalid': error ? true : undefined, className: `${box} ${edge}` })}
      {said && (
        <p id={note} className={`text-xs ${error ? 'text-danger-ink' : 'text-muted'}`}>
          {said}
        </p>
      )}
    </div>
  )
}

export function TextField({ label, hint, error, className, ...rest }: Around & ComponentProps<'input'>) {
  return (
    <Framed label={label} hint={hint} error={error} {...(className && { className })}>
      {({ className: look, ...inside }) => <input {...inside} {...rest} className={look} />}
    </Framed>
  )
}

/** A figure typed by hand: never grouped, never in a spinner that a wheel could turn. */
export function NumberField(props: Around & ComponentProps<'input'>) {
  return <TextField inputMode="decimal" autoComplete="off" spellCheck={false} maxLength={32} {...props} />
}

export function SelectField({ label, hint, error, className, children, ...rest }: Around & ComponentProps<'select'>) {
  return (
    <Framed label={label} hint={hint} error={error} {...(className && { className })}>
      {({ className: look, ...inside }) => (
        <select {...inside} {...rest} className={look}>
          {children}
        </select>
      )}
    </Framed>
  )
}

interface TickProps {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  children: ReactNode
}

export function Tick({ checked, onChange, disabled = false, children }: TickProps) {
  return (
    <label className="flex min-h-9 items-start gap-2.5 py-1.5 pointer-coarse:min-h-11">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-primary"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  )
}

interface RadioProps extends Omit<TickProps, 'onChange'> {
  name: string
  className?: string
  onChange: () => void
}

/** One of a group that shares `name`. */
export function Radio({ name, checked, onChange, disabled = false, className = '', children }: RadioProps) {
  return (
    <label className={`flex min-h-9 items-start gap-2.5 py-1 pointer-coarse:min-h-11 ${className}`}>
      <input type="radio" name={name} className="mt-0.5 size-4 shrink-0 accent-primary" checked={checked} disabled={disabled} onChange={onChange} />
      <span>{children}</span>
    </label>
  )
}
