// What a position is worth at a given price: the server's own formulas, so that screen, message and record agree.
import { add, divide, multiply, negate, parse, round, subtract, sum, toText, trim, type Decimal, type DecimalText } from '../decimal'
import type { Position } from '../api/types'
import { baseUnits } from '../format'

export interface Quote {
  readonly bid: DecimalText
  readonly ask: DecimalText
}

/** The figures of a position that move with the price; null while no price is known. */
export type Valuation = Pick<
  Position,
  | 'current_price'
  | 'unrealized_pnl'
  | 'unrealized_pnl_exact'
  | 'unrealized_pnl_percent'
  | 'distance_to_stop_percent'
  | 'distance_to_target_percent'
  | 'value'
>

const hundred = parse('100')

/** The price at which it could be closed now: a long sells to the best bid, a short buys from the best ask. */
export function closingPrice(side: Position['side'], quote: Quote): DecimalText {
  return side === 'BUY' ? quote.bid : quote.ask
}

function places(value: Decimal, count: number): DecimalText {
  return toText(round(value, count))
}

function percentOf(part: Decimal, whole: Decimal): DecimalText | null {
  const quotient = divide(multiply(part, hundred), whole, 2)
  return quotient && toText(quotient)
}

/** (level - current) / current x 100, signed. */
function distance(level: DecimalText | null, current: Decimal): DecimalText | null {
  return level === null ? null : percentOf(subtract(parse(level), current), current)
}

export function valueAt(position: Position, quote: Quote): Valuation {
  const closing = closingPrice(position.side, quote)
  const [current, entry, units] = [parse(closing), parse(position.entry_price), parse(baseUnits(position.quantity, position))]
  const gained = multiply(subtract(current, entry), units)
  const pnl = position.side === 'BUY' ? gained : negate(gained)
  return {
    current_price: closing,
    unrealized_pnl: places(pnl, 2),
    unrealized_pnl_exact: toText(trim(pnl)),
    unrealized_pnl_percent: percentOf(pnl, multiply(entry, units)),
    distance_to_stop_percent: distance(position.stop_loss, current),
    distance_to_target_percent: distance(position.take_profit, current),
    value: places(multiply(current, units), 2),
  }
}

/** The sum of the exact figures, rounded once; null if one of them is not known. */
export function totalPnl(valuations: readonly Pick<Valuation, 'unrealized_pnl_exact'>[]): DecimalText | null {
  const parts = valuations.map((each) => each.unrealized_pnl_exact)
  if (parts.some((each) => each === null)) return null
  return toText(trim(sum(parts.map((each) => parse(each!)))))
}

export function plus(a: DecimalText, b: DecimalText | null): DecimalText | null {
  return b === null ? null : toText(add(parse(a), parse(b)))
}
