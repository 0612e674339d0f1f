// What the server's codes mean to a trader.
import type { Execution, Proposal } from '@/lib/api/types'
import type { BadgeTone } from '@/components/Badge'

export const methods: Record<Proposal['stop_method'], string> = {
  support_resistance: 'behind a level',
  swing_point: 'behind the last swing',
  atr: 'by volatility (ATR)',
  manual: 'set by hand',
}

export const confidences: Record<NonNullable<Proposal['stop_confidence']>, { words: string; tone: BadgeTone }> = {
  HIGH: { words: 'High confidence', tone: 'good' },
  MEDIUM: { words: 'Medium confidence', tone: 'info' },
  LOW: { words: 'Low confidence', tone: 'caution' },
}

const checks: Record<string, string> = {
  STOP_MISSING: 'A stop is there',
  STOP_ON_WRONG_SIDE: 'The stop is on its side',
  STOP_NOT_TECHNICAL: 'The stop is the technical one',
  TARGET_ON_WRONG_SIDE: 'The target is on its side',
  SIZE_OFF_RULE: 'The size follows from the stop',
  STRATEGY_INACTIVE: 'The strategy is active',
  COSTS_EXCEED_RISK: 'Costs leave the risk within its limit',
  OFF_TICK: 'Prices stand on the tick',
  BELOW_MIN_QUANTITY: 'Above the smallest quantity',
  ABOVE_MAX_QUANTITY: 'Below the largest quantity',
  BELOW_MIN_NOTIONAL: 'Worth enough for the exchange',
  STOP_BELOW_MIN_NOTIONAL: 'Worth enough at the stop, too',
  PROTECTION_LIMIT: 'Room for one more protective order',
  NO_VENUE_ACCOUNT: 'An account is connected',
  ACCOUNT_CANNOT_TRADE: 'The account may trade',
  ACCOUNT_STALE: 'The account is known as of now',
  SHORT_NOT_SUPPORTED: 'The account can take this side',
  INSUFFICIENT_BALANCE: 'The balance is enough',
  CAPITAL_ABOVE_EQUITY: 'The capital is really there',
  TRADING_DISABLED: 'Trading is enabled',
  KILL_SWITCH_ON: 'The kill switch is off',
  TRADING_PAUSED: 'Trading is not paused',
  DAILY_LIMIT: 'Within the day’s number of trades',
  BUDGET_RESERVED: 'Within the month’s risk budget',
  STALE_QUOTE: 'The quote is fresh',
  STOP_PASSED: 'The price has not passed the stop',
  PRICE_MOVED: 'The price has not run away',
  PLAN_EXPIRED: 'The plan is still good',
  VENUE_KIND_CHANGED: 'Still the same kind of exchange',
  UNKNOWN_SYMBOL: 'The exchange knows the symbol',
}

/** What it means that this check had nothing to say. */
export function passedWords(code: string): string {
  return checks[code] ?? code.toLowerCase().replaceAll('_', ' ')
}

export interface OutcomeWords {
  tone: BadgeTone
  title: string
  next: string
}

export const outcomes: Record<Execution['outcome'], OutcomeWords> = {
  dry_run: { tone: 'info', title: 'Dry run', next: 'Nothing was sent. The plan is still good.' },
  filled: { tone: 'good', title: 'Filled', next: 'The position is open. See that its stop stands at the exchange.' },
  part_filled: {
    tone: 'caution',
    title: 'Partly filled',
    next: 'What was filled is an open position with its own stop; the rest was cancelled.',
  },
  not_filled: {
    tone: 'caution',
    title: 'Not filled',
    next: 'The price had moved beyond the limit: nothing was bought or sold, nothing is at risk. Plan again if you still want it.',
  },
  rejected: {
    tone: 'danger',
    title: 'Rejected by the exchange',
    next: 'Nothing was bought or sold. The reason stands with the order; change what it names and plan again.',
  },
  unknown: {
    tone: 'danger',
    title: 'Outcome unknown',
    next: 'The exchange did not answer. Robson keeps asking for this very order and never sends it twice. Do not plan it again: watch it in Orders.',
  },
  pending: {
    tone: 'caution',
    title: 'On its way',
    next: 'The order is at the exchange and not decided yet. Watch it in Orders.',
  },
}

/** Where the money goes, in the words of the frame around the page. */
export const venueWords = {
  SIM: 'SIM: simulated exchange, no real money',
  PAPER: 'PAPER: real prices, no real orders',
  LIVE: 'LIVE: real money',
} as const
