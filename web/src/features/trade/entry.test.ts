import { describe, expect, it } from 'vitest'
import { figureErrors, fieldOf, noFigures, requestOf, share } from './entry'

const choice = { symbol: 'BTCUSDC', side: 'BUY', strategy: null } as const

describe('what is asked of the server', () => {
  it('leaves out what was not typed, so that the rule decides', () => {
    expect(requestOf(choice, noFigures)).toEqual({ symbol: 'BTCUSDC', side: 'BUY' })
  })

  it('sends figures as they were typed, digit by digit', () => {
    expect(requestOf({ ...choice, strategy: 2 }, { limit: ' 89000.10 ', capital: '1000', quantity: '0.00555' })).toEqual({
      symbol: 'BTCUSDC',
      side: 'BUY',
      strategy_id: 2,
      entry_price: '89000.10',
      capital: '1000',
      quantity: '0.00555',
    })
  })

  it.each(['1,000', '1e3', '-5', '0', 'abc', '.5'])('asks nothing while %s stands there, and says why', (text) => {
    expect(requestOf(choice, { ...noFigures, capital: text })).toBeNull()
    expect(figureErrors({ ...noFigures, capital: text }).capital).toMatch(/without commas/)
  })

  it('finds the field that the server names', () => {
    expect([fieldOf('entry_price'), fieldOf('capital'), fieldOf('symbol'), fieldOf(null)]).toEqual(['limit', 'capital', null, null])
  })

  it('draws no length beyond the whole', () => {
    expect([share('10', '1000'), share('2000', '1000'), share('1', '0')]).toEqual([1, 100, 0])
  })
})
