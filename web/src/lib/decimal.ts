// Exact decimals: an integer and the number of its digits that stand behind the point. Nothing rounds unless it is
// asked to, and then half away from zero, as the server does.

/** A decimal as it travels: text that reads as a number. */
export type DecimalText = `${number}`

export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

const pattern = /^(-?)(\d+)(?:\.(\d+))?$/
const ten = 10n

export const zero: Decimal = { digits: 0n, scale: 0 }

/** Reads a plain decimal; exponents, spaces and empty text are refused (null), never guessed. */
export function tryParse(text: string): Decimal | null {
  const match = pattern.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  const digits = BigInt(whole + fraction)
  return { digits: sign ? -digits : digits, scale: fraction.length }
}

export function parse(text: DecimalText): Decimal {
  const value = tryParse(text)
  if (!value) throw new Error(`not a decimal: ${JSON.stringify(text)}`)
  return value
}

function at(value: Decimal, scale: number): bigint {
  return value.digits * ten ** BigInt(scale - value.scale)
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { digits: at(a, scale) + at(b, scale), scale }
}

export function negate(a: Decimal): Decimal {
  return { digits: -a.digits, scale: a.scale }
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b))
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale }
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale)
  const difference = at(a, scale) - at(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function sign(a: Decimal): -1 | 0 | 1 {
  return a.digits < 0n ? -1 : a.digits > 0n ? 1 : 0
}

export function absolute(a: Decimal): Decimal {
  return a.digits < 0n ? negate(a) : a
}

export function max(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) < 0 ? b : a
}

export function min(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) > 0 ? b : a
}

export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce(add, zero)
}

/** Integer quotient, half away from zero. */
function quotient(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n
  const n = numerator < 0n ? -numerator : numerator
  const d = denominator < 0n ? -denominator : denominator
  const rounded = (2n * n + d) / (2n * d)
  return negative ? -rounded : rounded
}

export function round(a: Decimal, places: number): Decimal {
  if (a.scale <= places) return { digits: at(a, places), scale: places }
  return { digits: quotient(a.digits, ten ** BigInt(a.scale - places)), scale: places }
}

/** a / b to so many places; null where b is zero. */
export function divide(a: Decimal, b: Decimal, places: number): Decimal | null {
  if (b.digits === 0n) return null
  const numerator = a.digits * ten ** BigInt(places + b.scale)
  return { digits: quotient(numerator, b.digits * ten ** BigInt(a.scale)), scale: places }
}

/** Plain text with exactly the places the value carries. */
export function toText(a: Decimal): DecimalText {
  const negative = a.digits < 0n
  const digits = (negative ? -a.digits : a.digits).toString().padStart(a.scale + 1, '0')
  const whole = digits.slice(0, digits.length - a.scale)
  const fraction = a.scale > 0 ? `.${digits.slice(-a.scale)}` : ''
  return `${negative ? '-' : ''}${whole}${fraction}` as DecimalText
}

/** Without zeros at the end of the fraction. */
export function trim(a: Decimal): Decimal {
  let { digits, scale } = a
  while (scale > 0 && digits % ten === 0n) {
    digits /= ten
    scale -= 1
  }
  return { digits, scale }
}

/** A double, for pixels and ratios of lengths only: never for money that is shown or compared. */
export function toPixels(text: DecimalText): number {
  return Number(text)
}
