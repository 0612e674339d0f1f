// The answer to "am I safe?", in words. Pure: facts in, sentences out.
import { compare, parse, zero, type DecimalText } from '@/lib/decimal'
import { age, ago, money } from '@/lib/format'
import type { Position } from '@/lib/api/types'

export interface SafetyFacts {
  /** undefined while the server has not told. */
  positions: readonly Pick<Position, 'symbol' | 'side' | 'protection'>[] | undefined
  /** How old they are once nothing keeps them current; null while something does. */
  positionsOldMs: number | null
  worstCase: DecimalText | undefined
  /** The same of the worst case. */
  worstOldMs: number | null
  currency: string
  /** Age of the oldest price; null while none is known. */
  priceAgeMs: number | null
  stale: boolean
}

export interface Safety {
  level: 'good' | 'caution' | 'danger' | 'unknown'
  headline: string
  /** In place of the headline where bots may hold something; only where nothing is held directly. */
  none?: string
  facts: readonly string[]
}

function named(position: Pick<Position, 'symbol' | 'side'>): string {
  return `${position.symbol} ${position.side === 'BUY' ? 'long' : 'short'}`
}

function counted(positions: readonly Pick<Position, 'symbol' | 'side'>[]): string {
  const [only] = positions
  if (positions.length === 1 && only) return `1 open position, ${named(only)}`
  return `${positions.length} open positions`
}

function protection(bare: SafetyFacts['positions'], all: number, moving: number): string {
  if (!bare || bare.length === 0) {
    if (moving > 0) return `${moving === all ? 'The' : moving} stop${moving === 1 ? ' is' : 's are'} being placed or left at the exchange`
    return 'Each has its protective order at the exchange'
  }
  const who = all === 1 ? '' : bare.length === all ? 'All of them: ' : `${bare.map(named).join(', ')}: `
  const stops = bare.length === 1 ? 'the stop is only watched, not placed' : 'the stops are only watched, not placed'
  return `${who}No protective order at the exchange: ${stops}`
}

function freshness({ priceAgeMs, stale }: SafetyFacts): string {
  if (priceAgeMs === null) return 'No price is known yet'
  if (stale) return `Prices are ${age(Math.max(priceAgeMs, 1000))} old`
  return 'Prices are fresh'
}

const asKnown = (oldMs: number | null) => (oldMs === null ? '' : `, as known ${ago(oldMs)}`)

export function safety(facts: SafetyFacts): Safety {
  const { positions, positionsOldMs, worstCase, worstOldMs, currency } = facts
  if (!positions) return { level: 'unknown', headline: 'Your positions are not known yet', facts: [] }
  if (positions.length === 0) {
    const level = facts.stale || positionsOldMs !== null ? 'caution' : 'good'
    const headline = positionsOldMs === null ? 'No open position: nothing is at risk' : `No open position${asKnown(positionsOldMs)}`
    return { level, headline, none: `No spot position${asKnown(positionsOldMs)}`, facts: [freshness(facts)] }
  }
  const bare = positions.filter((position) => position.protection === 'NONE')
  const moving = positions.filter(({ protection: state }) => state === 'PLACING' || state === 'CLOSING').length
  const worst =
    worstCase === undefined
      ? 'Worst case not known yet'
      : compare(parse(worstCase), zero) === 0
        ? `No loss left if every stop fills at its price${asKnown(worstOldMs)}`
        : `Worst case ${money(worstCase, { currency })} lost if every stop fills at its price${asKnown(worstOldMs)}`
  return {
    level: bare.length > 0 ? 'danger' : moving > 0 || facts.stale || facts.priceAgeMs === null || positionsOldMs !== null || worstOldMs !== null ? 'caution' : 'good',
    headline: `${counted(positions)}${asKnown(positionsOldMs)}`,
    facts: [protection(bare, positions.length, moving), freshness(facts), worst],
  }
}
