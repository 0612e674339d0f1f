import { useEffect, useRef, useState, type ReactNode } from 'react'

interface PopoverProps {
  label: string
  trigger: ReactNode
  children: (close: () => void) => ReactNode
}

/** A small panel under a button; Escape, a click outside or leaving it with the keyboard closes it. */
export function Popover({ label, trigger, children }: PopoverProps) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!open) return
    const elsewhere = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', elsewhere)
    document.addEventListener('focusin', elsewhere)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', elsewhere)
      document.removeEventListener('focusin', elsewhere)
      document.removeEventListener('keydown', escape)
    }
  }, [open])

  return (
    <div ref={box} className="relative">
      <button
        ref={button}
        type="button"
        className="chip max-w-36 gap-1.5 text-text"
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {trigger}
      </button>
      {open && (
        <div className="absolute right-0 z-30 mt-1 w-60 rounded-lg border border-line bg-card p-2 shadow-xl">
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  )
}
