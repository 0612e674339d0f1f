import { Badge } from '@/components/Badge'
import type { Side } from '@/lib/api/types'

/** What a signal asks for: not yet a position. */
export function SideWord({ side }: { side: Side }) {
  return <Badge tone={side === 'BUY' ? 'up' : 'down'}>{side === 'BUY' ? '▲ BUY' : '▼ SELL'}</Badge>
}
