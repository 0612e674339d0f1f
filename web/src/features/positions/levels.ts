// Where the price stands between stop and target, as a share of the way: 0 at the stop, 1 at the target. Lengths, not money.
import { toPixels, type DecimalText } from '@/lib/decimal'
import type { Position } from '@/lib/api/types'

export interface Standing {
  entry: number
  current: number | null
  /** Beyond one of the ends. */
  through: 'stop' | 'target' | null
}

/** Without a target the scale ends as far beyond the entry as the stop lies before it. */
export function standing(position: Position, current: DecimalText | null): Standing {
  const stop = toPixels(position.stop_loss)
  const entry = toPixels(position.entry_price)
  const end = position.take_profit === null ? entry + (entry - stop) : toPixels(position.take_profit)
  const share = (price: number) => (end === stop ? 0 : (price - stop) / (end - stop))
  const at = current === null ? null : share(toPixels(current))
  const through = at === null ? null : at <= 0 ? 'stop' : at >= 1 && position.take_profit !== null ? 'target' : null
  return { entry: clamp(share(entry)), current: at === null ? null : clamp(at), through }
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}

export function words({ current, through }: Standing): string {
  if (current === null) return 'No price is known'
  if (through === 'stop') return 'The price is at or through the stop'
  if (through === 'target') return 'The price is at or through the target'
  return `The price stands ${Math.round(current * 100)}% of the way from stop to target`
}
