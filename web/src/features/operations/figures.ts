// Figures of an operation that the server leaves to the reader. Exact.
import { absolute, compare, divide, multiply, parse, subtract, toText, zero, type DecimalText } from '@/lib/decimal'
import type { Operation } from '@/lib/api/types'
import { baseUnits } from '@/lib/format'

/** Profit in units of what was put at risk at the entry; null where nothing was. */
export function multipleOfRisk(operation: Pick<Operation, 'entry_price' | 'initial_stop' | 'quantity' | 'contract_size' | 'realized_pnl_exact' | 'unrealized_pnl' | 'status'>): DecimalText | null {
  const { status, unrealized_pnl: open } = operation
  if (status === 'PLANNED' || status === 'CANCELLED') return null
  if (status === 'ACTIVE' && open === null) return null
  const risk = multiply(absolute(subtract(parse(operation.entry_price), parse(operation.initial_stop))), parse(baseUnits(operation.quantity, operation)))
  if (compare(risk, zero) === 0) return null
  const realized = parse(operation.realized_pnl_exact)
  const profit = status === 'ACTIVE' ? subtract(realized, subtract(zero, parse(open!))) : realized
  const multiple = divide(profit, risk, 2)
  return multiple && toText(multiple)
}

/** What the table shows as profit: realized, plus what an open one would bring now. */
export function profitOf(operation: Pick<Operation, 'status' | 'realized_pnl' | 'realized_pnl_percent' | 'unrealized_pnl' | 'unrealized_pnl_percent'>): {
  amount: DecimalText | null
  percent: DecimalText | null
  open: boolean
} {
  if (operation.status === 'ACTIVE') return { amount: operation.unrealized_pnl, percent: operation.unrealized_pnl_percent, open: true }
  if (operation.status === 'CLOSED') return { amount: operation.realized_pnl, percent: operation.realized_pnl_percent, open: false }
  return { amount: null, percent: null, open: false }
}
