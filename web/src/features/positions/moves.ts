// What a change to a position would mean, before it is asked for. Exact; the server checks all of it again.
import { absolute, add, compare, divide, multiply, negate, parse, round, sign, subtract, toText, trim, tryParse, zero, type Decimal, type DecimalText } from '@/lib/decimal'
import type { Position } from '@/lib/api/types'
import { baseUnits, placesOf, quantityOf } from '@/lib/format'

type Held = Pick<Position, 'side' | 'entry_price' | 'quantity' | 'contract_size' | 'initial_stop' | 'stop_loss' | 'take_profit' | 'tick_size' | 'step_size'>

/** What is known of the price. */
export interface PriceNow {
  current: DecimalText | null
  /** Too old to refuse anything by. */
  stale: boolean
}

export interface LevelPreview {
  /** Why the server would refuse it; null when nothing speaks against it. */
  refusal: string | null
  /** Why it may refuse it: it knows the price, and here an old one is known. */
  warning: string | null
  price: DecimalText | null
  /** (level − current) / current, signed, in percent. */
  distance: DecimalText | null
  /** What is gained (above 0) or lost (below 0) there, before fees. */
  result: DecimalText | null
}

const nothing: LevelPreview = { refusal: null, warning: null, price: null, distance: null, result: null }

function long(position: Pick<Position, 'side'>): boolean {
  return position.side === 'BUY'
}

/** Whether a lies beyond b in the direction that wins. */
function better(position: Pick<Position, 'side'>, a: Decimal, b: Decimal): boolean {
  return long(position) ? compare(a, b) > 0 : compare(a, b) < 0
}

export function onGrid(value: Decimal, unit: DecimalText): boolean {
  const [a, b] = [trim(value), trim(parse(unit))]
  const scale = Math.max(a.scale, b.scale)
  const [n, m] = [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale)]
  return m === 0n || n % m === 0n
}

export function resultAt(position: Held, level: Decimal, quantity: DecimalText = position.quantity): DecimalText {
  const gained = multiply(subtract(level, parse(position.entry_price)), parse(baseUnits(quantity, position)))
  return toText(trim(long(position) ? gained : negate(gained)))
}

function describe(position: Held, typed: string, { current }: PriceNow): LevelPreview & { level: Decimal | null } {
  const text = typed.trim()
  if (text === '') return { ...nothing, level: null }
  const level = tryParse(text)
  if (!level || compare(level, zero) <= 0) return { ...nothing, refusal: 'A price such as 87500.00, without commas', level: null }
  const far = current === null ? null : divide(multiply(subtract(level, parse(current)), parse('100')), parse(current), 2)
  const preview = { warning: null, price: text as DecimalText, distance: far && toText(far), result: resultAt(position, level), level }
  return { ...preview, refusal: onGrid(level, position.tick_size) ? null : `Prices of this market are multiples of ${toText(trim(parse(position.tick_size)))}` }
}

/** By the price of now it is refused; by an old one only warned of. */
function crossed(preview: LevelPreview, { stale }: PriceNow): LevelPreview {
  if (stale) return { ...preview, warning: 'By the last known price, which is old, it lies beyond the price already: the server decides by its own' }
  return { ...preview, refusal: 'The price is already through it: close the position instead' }
}

/** The stop may move towards profit and back, never beyond the one that the size was computed for. */
export function previewStop(position: Held, typed: string, now: PriceNow): LevelPreview {
  const { level, ...preview } = describe(position, typed, now)
  if (!level || preview.refusal) return preview
  const refuse = (refusal: string) => ({ ...preview, refusal })
  if (compare(level, parse(position.stop_loss)) === 0) return refuse('It stands there already')
  if (better(position, parse(position.initial_stop), level)) {
    return refuse(`Wider than the first stop (${position.initial_stop}): the size was computed for that one`)
  }
  if (position.take_profit !== null && !better(position, parse(position.take_profit), level)) return refuse('The target would lie behind it')
  if (now.current !== null && !better(position, parse(now.current), level)) return crossed(preview, now)
  return preview
}

export function previewTarget(position: Held, typed: string, now: PriceNow): LevelPreview {
  const { level, ...preview } = describe(position, typed, now)
  if (!level || preview.refusal) return preview
  const refuse = (refusal: string) => ({ ...preview, refusal })
  if (position.take_profit !== null && compare(level, parse(position.take_profit)) === 0) return refuse('It stands there already')
  if (!better(position, level, parse(position.stop_loss))) return refuse('The target must lie on the winning side of the stop')
  if (now.current !== null && !better(position, level, parse(now.current))) return crossed(preview, now)
  return preview
}

/** A share of what is held, floored to the step; null where nothing would be left of it. */
export function part(position: Pick<Position, 'quantity' | 'step_size'>, percent: number): DecimalText | null {
  const places = placesOf(position.step_size)
  const exact = multiply(parse(position.quantity), parse(`${percent / 100}`))
  const rounded = round(exact, places)
  const step = parse(position.step_size)
  const floored = compare(rounded, exact) > 0 ? subtract(rounded, step) : rounded
  return sign(floored) > 0 ? toText(trim(floored)) : null
}

export interface PartPreview {
  refusal: string | null
  quantity: DecimalText | null
  left: DecimalText | null
}

export function previewPart(position: Pick<Position, 'quantity' | 'step_size' | 'base_asset' | 'contract_size'>, typed: string): PartPreview {
  const text = typed.trim()
  const none = { quantity: null, left: null }
  if (text === '') return { refusal: null, ...none }
  const value = tryParse(text)
  if (!value || compare(value, zero) <= 0) return { refusal: 'A quantity such as 0.0001', ...none }
  if (!onGrid(value, position.step_size)) return { refusal: `Quantities of this market are multiples of ${toText(trim(parse(position.step_size)))}`, ...none }
  const left = subtract(parse(position.quantity), value)
  if (sign(left) < 0) return { refusal: `Only ${quantityOf(position.quantity, position)} are held`, ...none }
  return { refusal: null, quantity: text as DecimalText, left: toText(trim(left)) }
}

/** The stop where the trade ends without loss before fees, snapped to the tick towards profit. */
export function breakEven(position: Held): DecimalText {
  const tick = parse(position.tick_size)
  const entry = parse(position.entry_price)
  let level = round(entry, placesOf(position.tick_size))
  if (better(position, entry, level)) level = long(position) ? add(level, tick) : subtract(level, tick)
  return toText(level)
}

export function amount(text: DecimalText): DecimalText {
  return toText(absolute(parse(text)))
}
