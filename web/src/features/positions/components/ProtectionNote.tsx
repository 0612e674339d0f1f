import { ProtectionBadge } from '@/components/ProtectionBadge'
import type { Position } from '@/lib/api/types'
import { price as priceText } from '@/lib/format'

export const unprotected = 'No protective order at the exchange: the stop is only watched, not placed'

type Shown = Pick<Position, 'protection' | 'stop_price_at_venue' | 'tick_size' | 'quote_asset'>

export function ProtectionNote({ position }: { position: Shown }) {
  const { protection, stop_price_at_venue: at, tick_size: tick, quote_asset: currency } = position
  if (protection === 'NONE') {
    return (
      <p className="mt-1.5 rounded border border-danger px-2 py-1 text-sm text-danger-ink" data-testid="unprotected">
        {unprotected}
      </p>
    )
  }
  return (
    <p className="flex flex-wrap items-center gap-2 pt-1.5 text-sm" data-testid="protection" data-protection={protection}>
      <ProtectionBadge protection={protection} />
      {at !== null && <span className="num text-muted">{priceText(at, tick, currency)}</span>}
    </p>
  )
}
