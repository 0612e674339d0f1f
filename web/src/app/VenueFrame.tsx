import type { VenueKind } from '@/lib/api/types'

const looks = {
  SIM: { edge: 'border-primary', badge: 'border border-primary text-primary-ink', words: 'Simulated exchange: no real money' },
  PAPER: { edge: 'border-warning', badge: 'border border-warning text-warning-ink', words: 'Paper trading: real prices, no real orders' },
  LIVE: { edge: 'border-danger', badge: 'bg-danger-ink text-page', words: 'Live: real money' },
} as const

/** A frame around the whole window: what kind of money this is can be seen from across the room. */
export function VenueFrame({ kind }: { kind: VenueKind }) {
  return <div aria-hidden className={`pointer-events-none fixed inset-0 z-50 border-2 print:hidden ${looks[kind].edge}`} />
}

export function VenueBadge({ kind }: { kind: VenueKind }) {
  return (
    <span className={`rounded px-1.5 py-0.5 text-xs font-bold tracking-wider ${looks[kind].badge}`} title={looks[kind].words}>
      {kind}
      <span className="sr-only">. {looks[kind].words}</span>
    </span>
  )
}
