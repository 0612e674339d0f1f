import { Command, Empty } from '@/components/Empty'
import { EndlessTable } from '@/components/EndlessTable'
import type { Signal } from '@/lib/api/types'
import type { useSignals } from '../api/signals'
import { isFiltered, noFilter, type Filters } from '../filters'
import { columns, ListedCard, ListedRow, signalGrid } from './ListedSignal'

interface SignalsTableProps {
  query: ReturnType<typeof useSignals>
  filters: Filters
  onFilters: (next: Filters) => void
  onOpen: (signal: Signal) => void
}

export function SignalsTable({ query, filters, onFilters, onOpen }: SignalsTableProps) {
  return (
    <EndlessTable
      query={query}
      rows={query.data?.pages.flatMap((page) => page.signals) ?? []}
      name={{ one: 'signal', many: 'signals' }}
      label="Signals"
      columns={columns}
      grid={signalGrid}
      minWidth="72rem"
      height={{ row: 40, card: 88 }}
      keyOf={(signal) => signal.id}
      render={(signal, narrow) => (narrow ? <ListedCard signal={signal} onOpen={() => onOpen(signal)} /> : <ListedRow signal={signal} onOpen={() => onOpen(signal)} />)}
      filters={filters}
      onClear={isFiltered(filters) ? () => onFilters(noFilter) : undefined}
      empty={
        <Empty title="No signal yet">
          <p>Whatever a producer proposes stands here, with who decided what and why. A producer is made under Settings, Signals, or by</p>
          <Command>robson producer add my-strategy</Command>
        </Empty>
      }
    />
  )
}
