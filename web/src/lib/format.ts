// How figures read. Exact decimals in, text out: rounded half away from zero, thousands grouped, a true minus sign, a
// plus where a change is meant, and a dash for what is not known (never 0).
import { absolute, compare, divide, multiply, parse, round, sign, toText, trim, tryParse, type Decimal, type DecimalText } from './decimal'

export const unknown = '—'
export const minus = '−'

export type Figure = DecimalText | null | undefined

const dollars = new Set(['USD', 'USDC', 'USDT', 'FDUSD', 'TUSD', 'BUSD', 'DAI'])

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',')
}

function plain(value: Decimal): string {
  const [whole = '0', fraction] = toText(absolute(value)).split('.')
  return fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`
}

/** The sign is that of what is shown: a value that rounds to zero has none. */
function signOf(shown: Decimal, signed: boolean): string {
  const which = sign(shown)
  if (which < 0) return minus
  return signed && which > 0 ? '+' : ''
}

function withCurrency(value: Decimal, currency: string, signed: boolean): string {
  const lead = signOf(value, signed)
  if (dollars.has(currency)) return `${lead}$${plain(value)}`
  return currency ? `${lead}${plain(value)} ${currency}` : `${lead}${plain(value)}`
}

/** The currency of a market by its venue's name, for markets without a position to tell it; '' when in doubt. */
export function quoteOf(symbol: string): string {
  return /(FDUSD|TUSD|USDC|USDT|USD|EUR|BTC|ETH|BNB)$/.exec(symbol)?.[1] ?? ''
}

/** Digits behind the point that a tick or step such as 0.01000000 allows. */
export function placesOf(step: DecimalText): number {
  return trim(parse(step)).scale
}

function twoDigits(value: Decimal): Decimal {
  const fraction = toText(absolute(value)).split('.')[1] ?? ''
  return round(value, fraction.search(/[1-9]/) + 2)
}

/** Two places; a non-zero amount that would read 0.00 shows its first two significant digits. */
function roundMoney(value: Decimal): Decimal {
  if (sign(value) === 0 || sign(round(value, 2)) !== 0) return round(value, 2)
  return twoDigits(twoDigits(value)) // the first may carry: 0.00995 becomes 0.0100, which has two digits in 0.010
}

export interface MoneyOptions {
  currency?: string
  signed?: boolean
}

export function money(figure: Figure, { currency = 'USD', signed = false }: MoneyOptions = {}): string {
  if (figure == null) return unknown
  return withCurrency(roundMoney(parse(figure)), currency, signed)
}

/** A price to the symbol's tick; without a currency the bare figure. */
export function price(figure: Figure, tick: DecimalText, currency?: string): string {
  if (figure == null) return unknown
  const value = round(parse(figure), placesOf(tick))
  return currency ? withCurrency(value, currency, false) : signOf(value, false) + plain(value)
}

/** A price as it was written, with cents at least, where the symbol's tick is not known. */
export function writtenPrice(figure: Figure, currency?: string): string {
  if (figure == null) return unknown
  const written = parse(figure)
  const value = round(written, Math.max(written.scale, 2))
  return currency ? withCurrency(value, currency, false) : signOf(value, false) + plain(value)
}

/** In what the quantities of a market count. */
export interface Unit {
  readonly base_asset: string
  readonly contract_size: DecimalText
}

const noBreak = '\u00a0'
const inLots = ({ contract_size }: Unit): boolean => compare(parse(contract_size), parse('1')) !== 0

export function unitOf(market: Unit): string {
  return inLots(market) ? 'lots' : market.base_asset
}

/** A quantity of a market in its unit: "0.33 BTC"; where one trades in lots, with what they hold: "0.12 lots (12 XAU)", which breaks before the bracket alone. */
export function quantityOf(figure: Figure, market: Unit): string {
  const text = quantity(figure, unitOf(market))
  return figure == null || !inLots(market) ? text : `${text} (${quantity(baseUnits(figure, market), market.base_asset).replace(' ', noBreak)})`
}

/** Units of the base asset in a quantity: what money is computed from. */
export function baseUnits(figure: DecimalText, { contract_size }: Pick<Unit, 'contract_size'>): DecimalText {
  return toText(multiply(parse(figure), parse(contract_size)))
}

/** A quantity without zeros at its end, bare without a unit. It is never cut: digits finer than the step are real (dust) and shown. */
export function quantity(figure: Figure, unit: string): string {
  if (figure == null) return unknown
  const value = trim(parse(figure))
  return `${signOf(value, false)}${plain(value)} ${unit}`.trimEnd()
}

export function percent(figure: Figure, { signed = false, places = 2 } = {}): string {
  if (figure == null) return unknown
  const value = round(parse(figure), places)
  return `${signOf(value, signed)}${plain(value)}%`
}

const hundred = parse('100')

/** A fraction such as 0.28 as 28.00%. */
export function share(figure: Figure, options: { signed?: boolean; places?: number } = {}): string {
  return figure == null ? unknown : percent(toText(multiply(parse(figure), hundred)), options)
}

/** The absolute size of a percentage, for "2.45% away". */
export function distance(figure: Figure): string {
  return figure == null ? unknown : percent(toText(absolute(parse(figure))))
}

export function ratio(figure: Figure): string {
  return figure == null ? unknown : plain(round(parse(figure), 2))
}

/** A multiple that may be negative, such as a profit in units of its risk. */
export function signedRatio(figure: Figure): string {
  if (figure == null) return unknown
  const value = round(parse(figure), 2)
  return signOf(value, true) + plain(value)
}

/** Traded volume in few digits: 950.12, 12.3K, 4.56M. Not for money that is owned. */
export function volume(figure: Figure): string {
  if (figure == null) return unknown
  const value = parse(figure)
  for (const [unit, size] of [['B', 1_000_000_000], ['M', 1_000_000], ['K', 10_000]] as const) {
    if (absolute(value).digits < BigInt(size) * 10n ** BigInt(value.scale)) continue
    const per = parse(unit === 'K' ? '1000' : (`${size}` as DecimalText))
    return plain(divide(value, per, 2) ?? value) + unit
  }
  return plain(round(value, value.scale > 4 ? 4 : value.scale))
}

/** Profit, loss or neither, by the sign of what is shown. */
export function direction(figure: Figure): 'up' | 'down' | 'flat' {
  const which = figure == null ? 0 : sign(parse(figure))
  return which > 0 ? 'up' : which < 0 ? 'down' : 'flat'
}

export const arrows = { up: '▲', down: '▼', flat: '' } as const

/** An age in words that change no faster than a reader can follow. */
export function age(milliseconds: number | null | undefined): string {
  if (milliseconds == null) return unknown
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000)
  if (seconds < 1) return 'now'
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 && hours < 10 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  return `${Math.floor(hours / 24)} d`
}

/** The same as a time that has passed. */
export function ago(milliseconds: number | null | undefined): string {
  const words = age(milliseconds)
  return words === 'now' || words === unknown ? words : `${words} ago`
}

const pad = (value: number) => String(value).padStart(2, '0')

/** 2026-01-02 03:04:05 UTC */
export function utc(time: string | number): string {
  const iso = new Date(time).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** Minutes and seconds to go, 14:59 or 3:59:59. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  const [hours, rest] = [Math.floor(seconds / 3600), seconds % 3600]
  const tail = `${pad(Math.floor(rest / 60))}:${pad(rest % 60)}`
  return hours > 0 ? `${hours}:${tail}` : tail
}

export function isDecimal(text: string): text is DecimalText {
  return tryParse(text) !== null
}
