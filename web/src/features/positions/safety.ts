// The answer to "am I safe?", in words. Pure: facts in, sentences out.
import { compare, parse, zero, type DecimalText } from '@/lib/decimal'
import { age, money } from '@/lib/format'
import type { Position } from '@/lib/api/types'

export interface SafetyFacts {
  /** undefined while the server has not told. */
  positions: readonly Pick<Position, 'symbol' | 'side' | 'protection'>[] | undefined
  worstCase: DecimalText | undefined
  currency: string
  /** Age of the oldest price; null while none is known. */
  priceAgeMs: number | null
  stale: boolean
}

export interface Safety {
  level: 'good' | 'caution' | 'danger' | 'unknown'
  headline: string
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

export function safety(facts: SafetyFacts): Safety {
  const { positions, worstCase, currency } = facts
  if (!positions) return { level: 'unknown', headline: 'Your positions are not known yet', facts: [] }
  if (positions.length === 0) {
    return { level: facts.stale ? 'caution' : 'good', headline: 'No open position: nothing is at risk', facts: [freshness(facts)] }
  }
  const bare = positions.filter((position) => position.protection === 'NONE')
  const moving = positions.filter(({ protection: state }) => state === 'PLACING' || state === 'CLOSING').length
  const worst =
    worstCase === undefined
      ? 'Worst case not known yet'
      : compare(parse(worstCase), zero) === 0
        ? 'No loss left if every stop fills at its price'
        : `Worst case ${money(worstCase, { currency })} lost if every stop fills at its price`
  return {
    level: bare.length > 0 ? 'danger' : moving > 0 || facts.stale || facts.priceAgeMs === null ? 'caution' : 'good',
    headline: counted(positions),
    facts: [protection(bare, positions.length, moving), freshness(facts), worst],
  }
}
