import { describe, expect, it } from 'vitest'
import { safety, type SafetyFacts } from './safety'

const bare = { symbol: 'BTCUSDC', side: 'BUY', protection: 'NONE' } as const
const safe = { symbol: 'ETHUSDC', side: 'SELL', protection: 'AT_VENUE' } as const

function facts(part: Partial<SafetyFacts>): SafetyFacts {
  return { positions: [bare], positionsOldMs: null, worstCase: '0.59', worstOldMs: null, currency: 'USDC', priceAgeMs: 200, stale: false, ...part }
}

describe('am I safe?', () => {
  it('says plainly that a stop is not placed', () => {
    expect(safety(facts({}))).toEqual({
      level: 'danger',
      headline: '1 open position, BTCUSDC long',
      facts: [
        'No protective order at the exchange: the stop is only watched, not placed',
        'Prices are fresh',
        'Worst case $0.59 lost if every stop fills at its price',
      ],
    })
  })

  it('names the one of several that is bare', () => {
    const { level, headline, facts: said } = safety(facts({ positions: [bare, safe] }))
    expect([level, headline]).toEqual(['danger', '2 open positions'])
    expect(said[0]).toBe('BTCUSDC long: No protective order at the exchange: the stop is only watched, not placed')
    expect(safety(facts({ positions: [bare, bare] })).facts[0]).toContain('All of them')
  })

  it('is good when every position is protected and the data is fresh', () => {
    expect(safety(facts({ positions: [safe] }))).toMatchObject({ level: 'good', headline: '1 open position, ETHUSDC short' })
  })

  it('is not good on old or missing prices', () => {
    const old = safety(facts({ positions: [safe], stale: true, priceAgeMs: 12_000 }))
    expect(old.level).toBe('caution')
    expect(old.facts).toContain('Prices are 12 s old')
    expect(safety(facts({ positions: [safe], priceAgeMs: null })).facts).toContain('No price is known yet')
  })

  it('is not good on positions that nothing keeps current, prices or not', () => {
    expect(safety(facts({ positions: [safe], positionsOldMs: 12_000 }))).toMatchObject({ level: 'caution', headline: '1 open position, ETHUSDC short, as known 12 s ago' })
    expect(safety(facts({ positions: [], positionsOldMs: 12_000, priceAgeMs: null }))).toMatchObject({ level: 'caution', headline: 'No open position, as known 12 s ago' })
    expect(safety(facts({ positions: [safe], worstOldMs: 12_000 }))).toMatchObject({ level: 'caution' })
    expect(safety(facts({ worstOldMs: 12_000 })).facts).toContain('Worst case $0.59 lost if every stop fills at its price, as known 12 s ago')
  })

  it('does not confuse unknown with nothing', () => {
    expect(safety(facts({ positions: undefined }))).toMatchObject({ level: 'unknown', facts: [] })
    expect(safety(facts({ positions: [] }))).toMatchObject({ level: 'good', headline: 'No open position: nothing is at risk' })
    expect(safety(facts({ worstCase: undefined })).facts).toContain('Worst case not known yet')
    expect(safety(facts({ worstCase: '0.00' })).facts).toContain('No loss left if every stop fills at its price')
  })
})
