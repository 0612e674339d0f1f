import type { Protection } from '@/lib/api/types'
import { Badge, type BadgeTone } from './Badge'

const looks: Record<Protection, { tone: BadgeTone; mark: string; words: string; meaning: string }> = {
  AT_VENUE: { tone: 'good', mark: '✓', words: 'Stop at the exchange', meaning: 'A confirmed stop order stands at the exchange for all of it' },
  PLACING: { tone: 'caution', mark: '◔', words: 'Placing the stop', meaning: 'The stop order is being placed, replaced or asked for' },
  CLOSING: { tone: 'info', mark: '⇥', words: 'Closing', meaning: 'The position is being left' },
  NONE: { tone: 'danger', mark: '!', words: 'No stop at the exchange', meaning: 'Nothing is confirmed at the exchange: the stop is only watched' },
}

/** Words and a mark; the colour only underlines them. */
export function ProtectionBadge({ protection }: { protection: Protection | null }) {
  if (protection === null) return null
  const { tone, mark, words, meaning } = looks[protection]
  return (
    <Badge tone={tone} title={meaning}>
      <span aria-hidden>{mark} </span>
      {words}
    </Badge>
  )
}
