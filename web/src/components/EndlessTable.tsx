import type { ReactNode } from 'react'
import { Button } from './Button'
import { Empty } from './Empty'
import { Failure } from './Failure'
import { Skeleton } from './Skeleton'
import { useEndlessRows, type Pages } from '@/lib/useEndlessRows'
import { useNarrow } from '@/lib/useNarrow'

interface EndlessTableProps<Row> {
  query: Pages
  rows: readonly Row[]
  /** What a row is called: "signal", "signals". */
  name: { one: string; many: string }
  label: string
  columns: readonly { name: string; right?: boolean }[]
  grid: string
  minWidth: string
  /** A row on a desk, a card on a phone. */
  height: { row: number; card: number }
  keyOf: (row: Row) => number | string
  render: (row: Row, narrow: boolean) => ReactNode
  /** The list begins at the top again when this is another one. */
  filters: unknown
  /** Takes the filters off; undefined when there are none. */
  onClear: (() => void) | undefined
  /** Where nothing was ever listed. */
  empty: ReactNode
}

/** A list that is read in pages: only what is in view is drawn, and the next page comes before its first row does. */
export function EndlessTable<Row>({ query, rows, name, label, columns, grid, minWidth, height, keyOf, render, filters, onClear, empty }: EndlessTableProps<Row>) {
  const narrow = useNarrow()
  const each = narrow ? height.card : height.row
  const { box, items, size } = useEndlessRows(query, rows.length, each, filters)
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, error } = query

  const nothing = (): ReactNode => {
    if (query.isError) return <Failure what={`The ${name.many} could not be read`} error={error} retrying={isFetching} onRetry={() => void query.refetch()} />
    // A look through a long list for a few rows may end with none of them and a place to go on from.
    if (query.isPending || hasNextPage) return <Skeleton label={`Asking for the ${name.many}`} rows={14} />
    if (!onClear) return empty
    return (
      <Empty title={`No ${name.one} fits these filters`}>
        <Button onClick={onClear}>Clear filters</Button>
      </Empty>
    )
  }
  return (
    // Scrolled by keys, so it takes the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className="min-h-64 flex-1 overflow-auto border-t border-line" tabIndex={0} role="region" aria-label={`List of ${name.many}`}>
      <div role="table" aria-label={label} aria-rowcount={hasNextPage ? -1 : rows.length + 1} style={narrow ? {} : { minWidth }}>
        <div role="rowgroup" className={`sticky top-0 z-10 border-b border-line bg-card ${narrow ? 'sr-only' : ''}`}>
          <div role="row" className={`${grid} h-9 text-xs text-muted`}>
            {columns.map((column) => (
              <div key={column.name} role="columnheader" className={column.right ? 'text-right' : ''}>
                {column.name}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: size }}>
          {items.map(({ index, start }) => (
            <div
              key={keyOf(rows[index]!)}
              role="row"
              aria-rowindex={index + 2}
              className="absolute inset-x-0 top-0 border-b border-line hover:bg-hover"
              style={{ height: each, transform: `translateY(${start}px)` }}
            >
              {render(rows[index]!, narrow)}
            </div>
          ))}
        </div>
      </div>
      {rows.length === 0 && nothing()}
      {query.isFetchingNextPage && <p className="p-3 text-sm text-muted">Reading older {name.many}…</p>}
      {isFetchNextPageError && (
        <div className="sticky bottom-0 bg-card">
          <Failure what={`Older ${name.many} could not be read`} error={error} retrying={isFetching} onRetry={() => void fetchNextPage()} />
        </div>
      )}
    </div>
  )
}
