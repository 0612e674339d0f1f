// What a signal says, and why it cannot be followed, in a trader's words. Pure.
import { compare, divide, multiply, parse, subtract, toText, type DecimalText } from '@/lib/decimal'
import { price as priceText, quoteOf, writtenPrice, type Figure } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import type { BadgeTone } from '@/components/Badge'
import type { PolicyBlock, Role, Signal, SignalStatus } from '@/lib/api/types'

export const statusLooks: Record<SignalStatus, { tone: BadgeTone; words: string }> = {
  NEW: { tone: 'info', words: 'Waits' },
  APPROVED: { tone: 'good', words: '✓ Approved' },
  REJECTED: { tone: 'danger', words: '✕ Rejected' },
  EXPIRED: { tone: 'muted', words: 'Expired' },
  CANCELLED: { tone: 'muted', words: 'Cancelled' },
}

export const policyWords: Record<PolicyBlock, string> = {
  POLICY_MIN_CONFIDENCE: 'The strategy’s policy asks for more confidence',
  POLICY_COOLDOWN: 'The strategy’s policy asks to wait after its last approval',
  POLICY_DAILY_CAP: 'The strategy’s policy allows no more approvals today',
}

const hundred = parse('100')

/** 0..1 as it is shown, 0..100: for a gauge. */
export function confidencePercent(confidence: DecimalText): number {
  return Number(toText(multiply(parse(confidence), hundred)))
}

/** To the market's tick where it is known, else as the producer wrote it. */
export function signalPrice(figure: Figure, instrument: string, tick: DecimalText | null): string {
  return tick ? priceText(figure, tick, quoteOf(instrument)) : writtenPrice(figure, quoteOf(instrument))
}

export interface Movement {
  percent: DecimalText
  /** For who follows it now instead of then. */
  verdict: 'better' | 'worse' | 'same'
}

/** How far the price has moved from the proposed one, in percent of that. */
export function movementOf({ side, price }: Pick<Signal, 'side' | 'price'>, now: DecimalText): Movement | null {
  const moved = subtract(parse(now), parse(price))
  const percent = divide(multiply(moved, hundred), parse(price), 2)
  return percent && { percent: toText(percent), verdict: verdictOf(side, toText(percent)) }
}

export function verdictOf(side: Signal['side'], percent: DecimalText): Movement['verdict'] {
  const direction = compare(parse(percent), parse('0'))
  if (direction === 0) return 'same'
  return (side === 'BUY') === direction > 0 ? 'worse' : 'better'
}

export interface DecisionFacts {
  role: Role
  signal: Pick<Signal, 'expires_at' | 'blocked_by'>
  now: number
  /** A sentence when the page is not connected to the present, else null. */
  connection: string | null
}

/** Why it cannot be rejected now; null when it can. */
export function rejectBlocker({ role, signal, now }: DecisionFacts): string | null {
  const forbidden = roleBlocker(role, 'operator')
  if (forbidden) return forbidden
  return now >= Date.parse(signal.expires_at) ? 'It has expired' : null
}

export function approveBlocker(facts: DecisionFacts): string | null {
  const { signal, connection } = facts
  return rejectBlocker(facts) ?? connection ?? (signal.blocked_by && policyWords[signal.blocked_by])
}
