import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import { usePolledFreshness } from '@/lib/freshness'
import { useNarrow } from '@/lib/useNarrow'
import { useHistoryRows } from '../api/pages'
import { isFiltered, nextSort, type Filters, type SortField } from '../filters'
import { columns, HistoryCard, HistoryRow, rowGrid } from './HistoryRow'

interface HistoryTableProps {
  /** Above the rows. */
  bar: ReactNode
  filters: Filters
  onFilters: (next: Filters) => void
  onOpen: (id: number) => void
}

const rowHeight = 44
const cardHeight = 96

/** Only what is in view is drawn, and only the pages around it are kept: a hundred thousand rows scroll like a hundred. */
export function HistoryTable({ bar, filters, onFilters, onOpen }: HistoryTableProps) {
  const narrow = useNarrow()
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ first: 0, last: 0 })
  const rows = useHistoryRows(filters, view.first, view.last)
  const { confirmedAt, stale } = usePolledFreshness(rows.polled, false, 'operations')
  const height = narrow ? cardHeight : rowHeight
  const virtual = useVirtualizer({
    count: rows.count + (rows.more && rows.count > 0 ? 1 : 0),
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
    onChange: ({ range }) => {
      if (!range) return
      const next = { first: range.startIndex, last: range.endIndex }
      setView((before) => (before.first === next.first && before.last === next.last ? before : next))
    },
  })

  useEffect(() => void box.current?.scrollTo?.(0, 0), [filters])

  const nothing = (): ReactNode => {
    if (rows.pending && rows.error !== null) {
      return <Failure what="The operations could not be read" error={rows.error} retrying={rows.fetching} onRetry={rows.refetch} />
    }
    if (rows.pending) return <Skeleton label="Asking for the operations" rows={12} />
    return <Nothing filtered={isFiltered(filters)} onClear={() => onFilters({})} />
  }
  const items = rows.count === 0 ? [] : virtual.getVirtualItems()
  return (
    <Card title="Open and ended" confirmedAt={stale ? confirmedAt : null} stale={stale} className="h-[calc(100dvh-9rem)] min-h-120 xl:h-auto xl:min-h-0 xl:flex-1">
      {bar}
      {/* Scrolled by keys, so it takes the focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={box} className="min-h-64 flex-1 overflow-auto border-t border-line" data-testid="history" data-known={rows.count} data-more={rows.more} tabIndex={0} role="region" aria-label="List of operations">
        <div role="table" aria-label="Operations" aria-rowcount={rows.more ? -1 : rows.count + 1} className={narrow ? '' : 'min-w-[68rem]'}>
          <div role="rowgroup" className={`sticky top-0 z-10 border-b border-line bg-card ${narrow ? 'sr-only' : ''}`}>
            <div role="row" className={`${rowGrid} h-9 text-xs text-muted`}>
              {columns.map(({ name, field, right }) => (
                <Head key={name} name={name} field={field} right={right} filters={filters} onFilters={onFilters} />
              ))}
            </div>
          </div>
          <div role="rowgroup" className="relative" style={{ height: rows.count === 0 ? 0 : virtual.getTotalSize() }}>
            {items.map(({ index, start }) => (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                className="absolute inset-x-0 top-0 border-b border-line hover:bg-hover"
                style={{ height, transform: `translateY(${start}px)` }}
              >
                {narrow ? (
                  <HistoryCard operation={rows.row(index)} answeredAt={rows.answeredAt(index)} onOpen={onOpen} />
                ) : (
                  <HistoryRow operation={rows.row(index)} answeredAt={rows.answeredAt(index)} onOpen={onOpen} />
                )}
              </div>
            ))}
          </div>
        </div>
        {rows.count === 0 && nothing()}
        {rows.count > 0 && rows.error !== null && (
          <div className="sticky bottom-0 bg-card">
            <Failure what="Some rows could not be read" error={rows.error} retrying={rows.fetching} onRetry={rows.refetch} />
          </div>
        )}
      </div>
    </Card>
  )
}

interface HeadProps {
  name: string
  field: SortField | null
  right: boolean
  filters: Filters
  onFilters: (next: Filters) => void
}

function Head({ name, field, right, filters, onFilters }: HeadProps) {
  const look = right ? 'text-right justify-end' : 'text-left'
  if (!field) {
    return (
      <div role="columnheader" className={look}>
        {name}
      </div>
    )
  }
  const sort = filters.sort ?? '-opened_at'
  const order = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'
  return (
    <div role="columnheader" aria-sort={order} className={look}>
      <button
        type="button"
        className={`min-h-7 rounded hover:text-text ${order === 'none' ? '' : 'font-semibold text-text'}`}
        onClick={() => onFilters({ ...filters, sort: nextSort(filters.sort, field) })}
      >
        {name}
        <span aria-hidden> {order === 'ascending' ? '▲' : order === 'descending' ? '▼' : ''}</span>
      </button>
    </div>
  )
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <Empty title="No operation fits these filters">
        <Button onClick={onClear}>Clear filters</Button>
      </Empty>
    )
  }
  return (
    <Empty title="No operation yet">
      <p>
        Plan one on the{' '}
        <a className="text-primary-ink underline" href="/trade">
          Trade page
        </a>{' '}
        or from a terminal:
      </p>
      <Command>robson plan buy BTCUSDC</Command>
    </Empty>
  )
}
