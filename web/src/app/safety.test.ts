import { describe, expect, it } from 'vitest'
import type { BotSafety } from '@/features/bots/safety'
import { safety, type SafetyFacts } from '@/features/positions/safety'
import { joined } from './safety'

const facts: SafetyFacts = { positions: [], positionsOldMs: null, worstCase: '0.00', worstOldMs: null, currency: 'USDC', priceAgeMs: 200, stale: false }
const nothing = safety(facts)
const holding = safety({ ...facts, positions: [{ symbol: 'BTCUSDC', side: 'BUY', protection: 'AT_VENUE' }] })
const bots = (positions: number | null, level: BotSafety['level'] = 'good'): BotSafety => ({ level, positions, facts: ['1 bot running'] })

describe('am I safe, of all that is held', () => {
  it('says that nothing is at risk only where every bot has just told that it holds nothing', () => {
    expect(joined(nothing, null).headline).toBe('No open position: nothing is at risk')
    expect(joined(nothing, bots(0)).headline).toBe('No open position: nothing is at risk')
    expect(joined(nothing, bots(null, 'danger'))).toMatchObject({ level: 'danger', headline: 'No spot position, hedged positions not known' })
    expect(joined(nothing, bots(2)).headline).toBe('No spot position, 2 hedged positions')
  })

  it('keeps the age of what is held directly', () => {
    const old = safety({ ...facts, positionsOldMs: 12_000 })
    expect(joined(old, bots(1))).toMatchObject({ level: 'caution', headline: 'No spot position, as known 12 s ago, 1 hedged position' })
    expect(joined(old, bots(0)).headline).toBe('No open position, as known 12 s ago')
  })

  it('counts both', () => {
    expect(joined(holding, bots(1))).toMatchObject({ level: 'good', headline: '1 open position, BTCUSDC long, 1 hedged position' })
    expect(joined(holding, bots(null)).headline).toBe('1 open position, BTCUSDC long, hedged positions not known')
  })
})
