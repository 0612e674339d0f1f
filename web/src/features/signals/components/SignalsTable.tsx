import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Command, Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import type { Signal } from '@/lib/api/types'
import { useEndlessRows } from '@/lib/useEndlessRows'
import { useNarrow } from '@/lib/useNarrow'
import type { useSignals } from '../api/signals'
import { isFiltered, noFilter, type Filters } from '../filters'
import { columns, headAlign, ListedCard, ListedRow, signalGrid } from './ListedSignal'

interface SignalsTableProps {
  query: ReturnType<typeof useSignals>
  filters: Filters
  onFilters: (next: Filters) => void
  onOpen: (signal: Signal) => void
}

const rowHeight = 40
const cardHeight = 88

/** Only what is in view is drawn; the next page comes before its first row does. */
export function SignalsTable({ query, filters, onFilters, onOpen }: SignalsTableProps) {
  const narrow = useNarrow()
  const signals = query.data?.pages.flatMap((page) => page.signals) ?? []
  const height = narrow ? cardHeight : rowHeight
  const { box, items, size } = useEndlessRows(query, signals.length, height, filters)
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query

  const nothing = (): ReactNode => {
    if (query.isError) return <Failure what="The signals could not be read" error={query.error} retrying={isFetching} onRetry={() => void query.refetch()} />
    if (query.isPending || hasNextPage) return <Skeleton label="Asking for the signals" rows={14} />
    if (isFiltered(filters)) {
      return (
        <Empty title="No signal fits these filters">
          <Button onClick={() => onFilters(noFilter)}>Clear filters</Button>
        </Empty>
      )
    }
    return (
      <Empty title="No signal yet">
        <p>Whatever a producer proposes stands here, with who decided what and why. A producer is made under Settings, Signals, or by</p>
        <Command>robson producer add my-strategy</Command>
      </Empty>
    )
  }
  return (
    // Scrolled by keys, so it takes the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className="min-h-64 flex-1 overflow-auto border-t border-line" tabIndex={0} role="region" aria-label="List of signals">
      <div role="table" aria-label="Signals" aria-rowcount={hasNextPage ? -1 : signals.length + 1} className={narrow ? '' : 'min-w-[72rem]'}>
        <div role="rowgroup" className={`sticky top-0 z-10 border-b border-line bg-card ${narrow ? 'sr-only' : ''}`}>
          <div role="row" className={`${signalGrid} h-9 text-xs text-muted`}>
            {columns.map((name) => (
              <div key={name} role="columnheader" className={headAlign(name)}>
                {name}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: size }}>
          {items.map(({ index, start }) => {
            const signal = signals[index]!
            const Listed = narrow ? ListedCard : ListedRow
            return (
              <div key={signal.id} role="row" aria-rowindex={index + 2} className="absolute inset-x-0 top-0 border-b border-line hover:bg-hover" style={{ height, transform: `translateY(${start}px)` }}>
                <Listed signal={signal} onOpen={() => onOpen(signal)} />
              </div>
            )
          })}
        </div>
      </div>
      {signals.length === 0 && nothing()}
      {query.isFetchingNextPage && <p className="p-3 text-sm text-muted">Reading older signals…</p>}
      {isFetchNextPageError && (
        <div className="sticky bottom-0 bg-card">
          <Failure what="Older signals could not be read" error={query.error} retrying={isFetching} onRetry={() => void fetchNextPage()} />
        </div>
      )}
    </div>
  )
}
