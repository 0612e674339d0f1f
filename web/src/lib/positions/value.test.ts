import { describe, expect, it } from 'vitest'
import { operationOne } from '@/testing/fixtures'
import type { Position } from '../api/types'
import { totalPnl, valueAt } from './value'

const short: Position = { ...operationOne, side: 'SELL', stop_loss: '90614.68', take_profit: '85284.40' }

describe('the value of a position', () => {
  it('is that of the reference for Operation #1 at bid 89,245.00', () => {
    expect(valueAt(operationOne, { bid: '89245.00', ask: '89246.00' })).toEqual({
      current_price: '89245.00',
      unrealized_pnl: '0.13',
      unrealized_pnl_exact: '0.1343364',
      unrealized_pnl_percent: '0.46',
      distance_to_stop_percent: '-2.45',
      distance_to_target_percent: '3.53',
      value: '29.45',
    })
  })

  it('is that of the reference at 89,245.50 too', () => {
    const valued = valueAt(operationOne, { bid: '89245.50', ask: '89246.00' })
    expect(valued.unrealized_pnl_exact).toBe('0.1345014')
    expect(valued.unrealized_pnl).toBe('0.13')
    expect(valued.unrealized_pnl_percent).toBe('0.46')
  })

  it('of a short takes the ask and mirrors the sign', () => {
    const valued = valueAt(short, { bid: '89245.00', ask: '89246.00' })
    expect(valued.current_price).toBe('89246.00')
    expect(valued.unrealized_pnl_exact).toBe('-0.1346664')
    expect(valued.unrealized_pnl_percent).toBe('-0.46')
    expect(valued.distance_to_stop_percent).toBe('1.53')
    expect(valued.distance_to_target_percent).toBe('-4.44')
  })

  it('in lots counts what a lot holds', () => {
    const gold: Position = { ...operationOne, symbol: 'XAUUSD', contract_size: '100', quantity: '0.12', entry_price: '2400.00', stop_loss: '2380.00', take_profit: null }
    expect(valueAt(gold, { bid: '2410.50', ask: '2410.70' })).toMatchObject({ unrealized_pnl: '126.00', unrealized_pnl_exact: '126', unrealized_pnl_percent: '0.44', value: '28926.00' })
  })

  it('has no distance to a target that is not set', () => {
    expect(valueAt({ ...operationOne, take_profit: null }, { bid: '1', ask: '2' }).distance_to_target_percent).toBeNull()
  })
})

describe('the total', () => {
  it('sums exactly and is unknown as soon as one part is', () => {
    expect(totalPnl([{ unrealized_pnl_exact: '0.1' }, { unrealized_pnl_exact: '0.2' }])).toBe('0.3')
    expect(totalPnl([{ unrealized_pnl_exact: '0.1' }, { unrealized_pnl_exact: null }])).toBeNull()
    expect(totalPnl([])).toBe('0')
  })
})
