import { describe, expect, it } from 'vitest'
import { add, compare, divide, multiply, parse, round, subtract, sum, toText, trim, tryParse, type DecimalText } from './decimal'

const text = (value: ReturnType<typeof parse> | null) => (value ? toText(value) : null)

describe('decimal', () => {
  it('adds what a double cannot', () => {
    expect(text(add(parse('0.1'), parse('0.2')))).toBe('0.3')
    expect(text(sum(Array.from({ length: 10 }, () => parse('0.1'))))).toBe('1.0')
  })

  it('multiplies exactly', () => {
    expect(text(multiply(parse('407.08'), parse('0.00033')))).toBe('0.1343364')
    expect(text(multiply(parse('-99999999999.999999999999'), parse('99999999999.999999999999')))).toBe(
      '-9999999999999999999999.800000000000000000000001',
    )
  })

  it.each([
    ['0.005', 2, '0.01'],
    ['-0.005', 2, '-0.01'],
    ['0.00499999', 2, '0.00'],
    ['-2.445', 2, '-2.45'],
    ['2.5', 0, '3'],
    ['1', 3, '1.000'],
  ] as const)('rounds %s to %i places half away from zero: %s', (value, places, expected) => {
    expect(text(round(parse(value), places))).toBe(expected)
  })

  it.each([
    ['1', '3', 4, '0.3333'],
    ['-2', '3', 4, '-0.6667'],
    ['1', '-0.5', 2, '-2.00'],
    ['0.1343364', '29.3165136', 6, '0.004582'],
  ] as const)('divides %s by %s to %i places: %s', (a, b, places, expected) => {
    expect(text(divide(parse(a), parse(b), places))).toBe(expected)
  })

  it('has no quotient by zero', () => {
    expect(divide(parse('1'), parse('0.00'), 2)).toBeNull()
  })

  it('compares across scales', () => {
    expect(compare(parse('1.0'), parse('1'))).toBe(0)
    expect(compare(parse('-1'), parse('0.01'))).toBe(-1)
    expect(compare(parse('0.02'), parse('0.01'))).toBe(1)
  })

  it.each(['', ' 1', '1e5', 'NaN', 'Infinity', '1.', '.5', '+1', '1,000', '0x10', '--1'])('refuses %j', (bad) => {
    expect(tryParse(bad)).toBeNull()
    expect(() => parse(bad as DecimalText)).toThrow('not a decimal')
  })

  it('keeps each digit of a long text and trims only zeros', () => {
    expect(text(parse('12345678901234567890.123456789012'))).toBe('12345678901234567890.123456789012')
    expect(text(trim(parse('0.00033000')))).toBe('0.00033')
    expect(text(trim(parse('1200')))).toBe('1200')
    expect(text(subtract(parse('1'), parse('1.00')))).toBe('0.00')
  })
})
