import { describe, expect, it } from 'vitest'
import { age, countdown, direction, distance, money, percent, price, quantity, quantityOf, quoteOf, utc, volume } from './format'

describe('money', () => {
  it.each([
    ['0.1343364', '+$0.13'],
    ['-0.586', '−$0.59'],
    ['0', '$0.00'],
    ['0.00427', '+$0.0043'],
    ['-0.0000995', '−$0.00010'],
    ['0.005', '+$0.01'],
    ['0.004999', '+$0.0050'],
    ['1234567.895', '+$1,234,567.90'],
    ['-999.999', '−$1,000.00'],
    ['0.000000000001', '+$0.0000000000010'],
  ] as const)('%s reads %s', (value, expected) => {
    expect(money(value, { signed: true })).toBe(expected)
  })

  it('has a plus only where a change is meant', () => {
    expect(money('29.3165136')).toBe('$29.32')
  })

  it('takes the currency of a market from its name, and none when in doubt', () => {
    expect(['BTCUSDC', 'XAUUSD', 'ETHBTC', 'ODD'].map(quoteOf)).toEqual(['USDC', 'USD', 'BTC', ''])
    expect(money('0.031', { currency: '' })).toBe('0.03')
  })

  it('names a currency that is not a dollar', () => {
    expect(money('-12.5', { currency: 'EUR' })).toBe('−12.50 EUR')
    expect(money('12.5', { currency: 'USDC' })).toBe('$12.50')
  })

  it('is a dash when unknown, never 0', () => {
    expect([money(null), money(undefined), percent(null), price(null, '0.01'), quantity(null, 'BTC')]).toEqual(Array(5).fill('—'))
  })
})

describe('price', () => {
  it('has the places of the tick', () => {
    expect(price('89245.5', '0.01', 'USDC')).toBe('$89,245.50')
    expect(price('89245.5', '0.01000000')).toBe('89,245.50')
    expect(price('0.000012345', '0.0000001')).toBe('0.0000123')
    expect(price('1234', '1')).toBe('1,234')
  })
})

describe('a quantity of a market', () => {
  it('is in its base asset, or in lots with what they hold', () => {
    expect(quantityOf('0.00033', { base_asset: 'BTC', contract_size: '1' })).toBe('0.00033 BTC')
    expect(quantityOf('0.12', { base_asset: 'XAU', contract_size: '100' })).toBe('0.12 lots (12\u00a0XAU)')
    expect(quantityOf(null, { base_asset: 'XAU', contract_size: '100' })).toBe('—')
  })
})

describe('quantity', () => {
  it('drops zeros and keeps dust', () => {
    expect(quantity('0.00033000', 'BTC')).toBe('0.00033 BTC')
    expect(quantity('1.000000001', 'BTC')).toBe('1.000000001 BTC')
    expect(quantity('12000.50', 'USDC')).toBe('12,000.5 USDC')
  })
})

describe('percent', () => {
  it('is signed and true minus', () => {
    expect(percent('0.4585', { signed: true })).toBe('+0.46%')
    expect(percent('-2.445', { signed: true })).toBe('−2.45%')
    expect(percent('-0.004', { signed: true })).toBe('0.00%')
    expect(percent('0.0011', { places: 3 })).toBe('0.001%')
    expect(distance('-2.45')).toBe('2.45%')
  })
})

describe('volume', () => {
  it.each([
    ['950.123456', '950.1235'],
    ['12345.6', '12.35K'],
    ['4560000', '4.56M'],
    ['7000000000', '7.00B'],
  ] as const)('%s reads %s', (value, expected) => {
    expect(volume(value)).toBe(expected)
  })
})

describe('time', () => {
  it.each([
    [0, 'now'],
    [999, 'now'],
    [1000, '1 s'],
    [89_999, '89 s'],
    [90_000, '1 min'],
    [3 * 3600_000 + 5 * 60_000, '3 h 5 min'],
    [26 * 3600_000, '26 h'],
    [72 * 3600_000, '3 d'],
  ])('an age of %i ms reads %s', (ms, expected) => {
    expect(age(ms)).toBe(expected)
  })

  it('counts down to zero and no further', () => {
    expect(countdown(14 * 60_000 + 59_000)).toBe('14:59')
    expect(countdown(4 * 3600_000 - 1000)).toBe('3:59:59')
    expect(countdown(-5)).toBe('00:00')
  })

  it('is UTC', () => {
    expect(utc('2026-01-02T03:04:05.678Z')).toBe('2026-01-02 03:04:05 UTC')
  })
})

describe('direction', () => {
  it('follows the sign', () => {
    expect([direction('0.01'), direction('-0.01'), direction('0.00'), direction(null)]).toEqual(['up', 'down', 'flat', 'flat'])
  })
})
