// How a position's profit comes about, step by step from nothing to the total. Pure.
import { add, negate, parse, toPixels, toText, zero, type Decimal, type DecimalText } from '@/lib/decimal'
import type { BotPositionDetail } from '@/lib/api/types'

export interface Step {
  name: string
  /** What it is of. */
  note: string
  /** Its own amount, signed. */
  amount: DecimalText
  /** A sum of the steps above it. */
  total: boolean
  /** Of the bar, in percent of the width. */
  from: number
  to: number
}

type Pnl = BotPositionDetail['pnl']

const parts: readonly { name: string; note: string; of: (pnl: Pnl) => Decimal }[] = [
  { name: 'Long leg', note: 'Price of the token held, staking yield apart', of: (pnl) => parse(pnl.long_pnl) },
  { name: 'Short leg', note: 'Price of the perpetual', of: (pnl) => parse(pnl.short_pnl) },
  { name: 'Funding', note: 'Received less paid', of: (pnl) => parse(pnl.funding_pnl) },
  { name: 'Staking yield', note: 'Of the token held', of: (pnl) => parse(pnl.staking_yield) },
  { name: 'Borrow cost', note: 'Interest of the debt', of: (pnl) => negate(parse(pnl.borrow_cost)) },
  { name: 'Fees', note: 'Of the venues', of: (pnl) => negate(parse(pnl.fees)) },
]

/** Pixels only: the amounts stay exact. */
const at = (value: Decimal) => toPixels(toText(value))

export function waterfall(pnl: Pnl): Step[] {
  let sum = zero
  const spans = parts.map(({ name, note, of }) => {
    const amount = of(pnl)
    const from = sum
    sum = add(sum, amount)
    return { name, note, amount: toText(amount), total: false, from: at(from), to: at(sum) }
  })
  const all = [...spans, { name: 'Total', note: 'Position, funding and yield, less borrowing and fees', amount: pnl.total_pnl, total: true, from: 0, to: toPixels(pnl.total_pnl) }]
  const edges = [0, ...all.flatMap(({ from, to }) => [from, to])]
  const [least, most] = [Math.min(...edges), Math.max(...edges)]
  const scale = (value: number) => (most === least ? 0 : ((value - least) / (most - least)) * 100)
  return all.map((step) => ({ ...step, from: scale(step.from), to: scale(step.to) }))
}
