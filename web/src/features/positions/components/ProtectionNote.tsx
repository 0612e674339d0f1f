import type { Position } from '@/lib/api/types'

export const unprotected = 'No protective order at the exchange: the stop is only watched, not placed'

export function ProtectionNote({ protection }: { protection: Position['protection'] }) {
  if (protection === 'AT_VENUE') {
    return <p className="pt-1.5 text-sm text-success-ink">✓ A protective order stands at the exchange</p>
  }
  return (
    <p className="mt-1.5 rounded border border-danger px-2 py-1 text-sm text-danger-ink" data-testid="unprotected">
      {unprotected}
    </p>
  )
}
