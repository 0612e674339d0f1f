import { useEffect, useId, useState } from 'react'
import { useDebounced } from '@/lib/useDebounced'
import { TextField } from './Field'

interface TypedFilterProps {
  label: string
  className: string
  longest: number
  value: string
  suggestions?: readonly string[]
  onChange: (value: string | undefined) => void
}

/** Asks once the typing rests, not with each letter. */
export function TypedFilter({ label, className, longest, value, suggestions, onChange }: TypedFilterProps) {
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setTyped(value)
  }
  const rested = useDebounced(typed.trim(), 400)
  useEffect(() => {
    if (rested !== value && rested === typed.trim()) onChange(rested || undefined)
    // Only what was typed asks; a change from outside is taken over above.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rested])
  const list = useId()
  return (
    <>
      <TextField label={label} className={className} placeholder="All" autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={longest} list={suggestions && list} value={typed} onChange={(event) => setTyped(event.target.value)} />
      {suggestions && (
        <datalist id={list}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </>
  )
}
