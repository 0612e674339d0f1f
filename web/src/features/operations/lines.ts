// An operation as the chart draws it.
import type { Level, Mark } from '@/components/chart/drawing'
import type { Operation, Trade } from '@/lib/api/types'
import { exits } from './words'

type Drawn = Pick<Operation, 'id' | 'side' | 'status' | 'entry_price' | 'stop_price' | 'target_price' | 'opened_at' | 'closed_at' | 'exit_price' | 'exit_reason'>

export function levelsOf(operation: Drawn, tag = ''): Level[] {
  const levels: Level[] = [
    { kind: 'entry', price: operation.entry_price, label: `Entry${tag}` },
    { kind: 'stop', price: operation.stop_price, label: `Stop${tag}` },
  ]
  if (operation.target_price !== null) levels.push({ kind: 'target', price: operation.target_price, label: `Target${tag}` })
  return levels
}

/** Entry and exit of an operation of which only the averages are known. */
export function marksOf(operation: Drawn): Mark[] {
  if (operation.status !== 'ACTIVE' && operation.status !== 'CLOSED') return []
  const marks: Mark[] = [{ time: Date.parse(operation.opened_at), side: operation.side, price: operation.entry_price, label: `#${operation.id}` }]
  if (operation.closed_at !== null && operation.exit_price !== null) {
    const reason = operation.exit_reason ? ` ${exits[operation.exit_reason].toLowerCase()}` : ''
    const side = operation.side === 'BUY' ? 'SELL' : 'BUY'
    marks.push({ time: Date.parse(operation.closed_at), side, price: operation.exit_price, label: `#${operation.id}${reason}` })
  }
  return marks
}

export function marksOfFills(trades: readonly Trade[]): Mark[] {
  return trades.map(({ time, side, price, purpose }) => ({
    time: Date.parse(time),
    side,
    price,
    label: purpose === 'ENTRY' ? 'Entry' : purpose === 'STOP' ? 'Stop' : purpose === 'TARGET' ? 'Target' : 'Exit',
  }))
}
