import { useEffect, useRef, useState } from 'react'
import { buttonLook } from './Button'

const holdMs = 3000
const stepMs = 100

interface HoldButtonProps {
  children: string
  /** After it was held for three seconds without a break. */
  onHeld: () => void
  disabled?: boolean
  /** In the place of its name while what it began is on the way. */
  pending?: string | null
}

/** A button for what must not happen by a slip: a finger, a mouse button, Space or Enter stays on it for three seconds. */
export function HoldButton({ children, onHeld, disabled = false, pending = null }: HoldButtonProps) {
  const [since, setSince] = useState<number | null>(null)
  const [held, setHeld] = useState(0)
  const done = useRef(onHeld)
  useEffect(() => void (done.current = onHeld), [onHeld])
  const active = since !== null && !disabled && pending === null

  useEffect(() => {
    if (!active || since === null) return
    const timer = setInterval(() => {
      const now = Date.now() - since
      setHeld(now)
      if (now < holdMs) return
      setSince(null)
      done.current()
    }, stepMs)
    return () => clearInterval(timer)
  }, [active, since])

  const begin = () => {
    if (disabled || pending !== null) return
    setHeld(0)
    setSince((before) => before ?? Date.now())
  }
  const end = () => setSince(null)
  const isKey = (key: string) => key === ' ' || key === 'Enter'
  const left = Math.max(1, Math.ceil((holdMs - held) / 1000))
  const words = active ? `Keep holding: ${left} s` : (pending ?? children)
  return (
    <>
      <button
        type="button"
        disabled={disabled || pending !== null}
        className={`${buttonLook('danger')} relative min-h-11 min-w-56 touch-none overflow-hidden select-none`}
        onPointerDown={(event) => event.button === 0 && begin()}
        onPointerUp={end}
        onPointerLeave={end}
        onPointerCancel={end}
        onContextMenu={(event) => event.preventDefault()}
        onBlur={end}
        onKeyDown={(event) => {
          if (!isKey(event.key)) return event.key === 'Escape' ? end() : undefined
          event.preventDefault()
          if (!event.repeat) begin()
        }}
        onKeyUp={(event) => isKey(event.key) && end()}
        data-held={active || undefined}
      >
        <span aria-hidden className="absolute inset-y-0 left-0 bg-page opacity-25 motion-reduce:hidden" style={{ width: active ? `${Math.min(100, (held / holdMs) * 100)}%` : 0 }} />
        <span className="relative">{words}</span>
      </button>
      <span role="status" className="sr-only">
        {active ? `Keep holding, ${left} seconds` : ''}
      </span>
    </>
  )
}
