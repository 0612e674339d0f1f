import type { BadgeTone } from '@/components/Badge'
import type { ExitReason, OperationStatus, TimelineEvent } from '@/lib/api/types'

export const statusLooks: Record<OperationStatus, { words: string; tone: BadgeTone }> = {
  PLANNED: { words: 'Entering', tone: 'caution' },
  ACTIVE: { words: 'Open', tone: 'info' },
  CLOSED: { words: 'Closed', tone: 'plain' },
  CANCELLED: { words: 'Cancelled', tone: 'muted' },
}

export const exits: Record<ExitReason, string> = {
  STOP: 'Stop',
  TARGET: 'Target',
  MANUAL: 'By hand',
  DETACHED: 'Detached',
  EXTERNAL: 'Outside Robson',
}

export const marks: Record<TimelineEvent['kind'], string> = {
  planned: '✎',
  opened: '▶',
  order_created: '○',
  order_sent: '→',
  order_ended: '●',
  fill: '◆',
  stop_moved: '⇅',
  exit_triggered: '⚡',
  exit_decided: '⇥',
  closed: '■',
  cancelled: '✕',
}
