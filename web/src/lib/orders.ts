// What the state of an order is called.
import type { OrderStatus } from './api/types'

export const orderLooks: Record<OrderStatus, { words: string; tone: 'plain' | 'muted' | 'good' | 'caution' | 'danger' | 'info' }> = {
  PENDING: { words: 'Open', tone: 'info' },
  PARTIALLY_FILLED: { words: 'Partly filled', tone: 'info' },
  FILLED: { words: 'Filled', tone: 'good' },
  CANCELLED: { words: 'Cancelled', tone: 'muted' },
  REJECTED: { words: 'Rejected', tone: 'danger' },
  EXPIRED: { words: 'Expired', tone: 'muted' },
  UNKNOWN: { words: 'Outcome unknown', tone: 'caution' },
}
