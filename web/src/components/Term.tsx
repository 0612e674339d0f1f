import { useId, useState, type ReactNode } from 'react'

interface TermProps {
  children: ReactNode
  /** What it means and how it is computed. */
  definition: string
}

/** A word with its definition, which hover, focus or a tap shows; Escape hides it. */
export function Term({ children, definition }: TermProps) {
  const [shown, setShown] = useState(false)
  const id = useId()
  return (
    <span className="relative inline-block">
      <button
        type="button"
        className="cursor-help rounded text-left underline decoration-line-strong decoration-dotted underline-offset-4"
        aria-describedby={id}
        onMouseEnter={() => setShown(true)}
        onMouseLeave={() => setShown(false)}
        onFocus={() => setShown(true)}
        onBlur={() => setShown(false)}
        onClick={() => setShown(true)}
        onKeyDown={(event) => event.key === 'Escape' && setShown(false)}
      >
        {children}
      </button>
      <span
        role="tooltip"
        id={id}
        hidden={!shown}
        className="absolute top-full left-0 z-30 mt-1 w-64 max-w-[calc(100vw-3rem)] rounded-md border border-line-strong bg-card p-2 text-left font-sans text-sm whitespace-normal text-text shadow-xl"
      >
        {definition}
      </span>
    </span>
  )
}
