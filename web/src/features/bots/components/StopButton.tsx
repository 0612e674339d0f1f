import { useState } from 'react'
import { Icon } from '@/components/Icon'
import type { Role } from '@/lib/api/types'
import { StopDialog } from './StopDialog'

interface StopButtonProps {
  role: Role
  spotPositions: number
  /** At the thumb in the bottom bar, or in the header. */
  place: 'bar' | 'header'
}

const looks = {
  header: 'inline-flex min-h-8 items-center justify-center gap-1 rounded-md bg-danger-ink px-3 text-sm font-semibold whitespace-nowrap text-on-primary hover:opacity-90 pointer-coarse:min-h-11 max-md:hidden',
  bar: 'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-semibold text-danger-ink',
} as const

/** The first of two actions, on every page. */
export function StopButton({ role, spotPositions, place }: StopButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" aria-haspopup="dialog" data-testid={`emergency-${place}`} aria-label={place === 'bar' ? 'Emergency stop: stop all' : undefined} className={looks[place]} onClick={() => setOpen(true)}>
        <Icon name="stop" />
        {place === 'bar' ? 'Stop all' : <span>Emergency stop</span>}
      </button>
      {open && <StopDialog role={role} spotPositions={spotPositions} onClose={() => setOpen(false)} />}
    </>
  )
}
