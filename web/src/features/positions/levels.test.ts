import { describe, expect, it } from 'vitest'
import { operationOne } from '@/testing/fixtures'
import { standing, words } from './levels'

const short = { ...operationOne, side: 'SELL' as const, stop_loss: '90614.68' as const, take_profit: '85284.40' as const }

describe('where the price stands', () => {
  it('is a share of the way from stop to target', () => {
    const at = standing(operationOne, '89245.00')
    expect(at.entry).toBeCloseTo(0.3333, 3)
    expect(at.current).toBeCloseTo(0.4097, 3)
    expect(words(at)).toBe('The price stands 41% of the way from stop to target')
  })

  it('is mirrored for a short', () => {
    expect(standing(short, '90614.68').current).toBe(0)
    expect(standing(short, '85284.40').current).toBe(1)
    expect(standing(short, '86000').current).toBeGreaterThan(standing(short, '88000').current!)
  })

  it('ends at stop and target and says so', () => {
    expect(standing(operationOne, '80000')).toMatchObject({ current: 0, through: 'stop' })
    expect(standing(operationOne, '99000')).toMatchObject({ current: 1, through: 'target' })
    expect(words(standing(operationOne, '87061.16'))).toBe('The price is at or through the stop')
    expect(words(standing(operationOne, '92391.44'))).toBe('The price is at or through the target')
  })

  it('works without a target and without a price', () => {
    expect(standing({ ...operationOne, take_profit: null }, '88837.92')).toEqual({ entry: 0.5, current: 0.5, through: null })
    expect(words(standing(operationOne, null))).toBe('No price is known')
  })
})
