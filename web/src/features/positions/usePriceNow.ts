import { useNow } from '@/lib/clock'
import type { DecimalText } from '@/lib/decimal'
import { useFreshness, useLive, type Held } from '@/lib/positions/useLive'

/** The price that a dialog counts by, and how old it is. */
export function usePriceNow(held: Held): { current: DecimalText | null; stale: boolean; confirmedAt: number | null } {
  const current = useLive(held, (live) => live.current_price)
  return { current, ...useFreshness(held, useNow()) }
}
