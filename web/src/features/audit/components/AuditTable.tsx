import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import type { AuditEntry } from '@/lib/api/types'
import { useEndlessRows } from '@/lib/useEndlessRows'
import { useNarrow } from '@/lib/useNarrow'
import type { useAudit } from '../api/audit'
import { isFiltered, noFilter, type Filters } from '../filters'
import { auditGrid, AuditCard, AuditRow, columns } from './AuditRow'

interface AuditTableProps {
  query: ReturnType<typeof useAudit>
  filters: Filters
  onFilters: (next: Filters) => void
  onOpen: (entry: AuditEntry) => void
}

const rowHeight = 40
const cardHeight = 76

/** Only what is in view is drawn; the next page comes before its first row does. */
export function AuditTable({ query, filters, onFilters, onOpen }: AuditTableProps) {
  const narrow = useNarrow()
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? []
  const height = narrow ? cardHeight : rowHeight
  const { box, items, size } = useEndlessRows(query, entries.length, height, filters)
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query

  const nothing = (): ReactNode => {
    if (query.isError) return <Failure what="The audit log could not be read" error={query.error} retrying={isFetching} onRetry={() => void query.refetch()} />
    // A look through a long log for a few entries may end with none of them and a place to go on from.
    if (query.isPending || hasNextPage) return <Skeleton label="Asking for the audit log" rows={14} />
    if (isFiltered(filters)) {
      return (
        <Empty title="No entry fits these filters">
          <Button onClick={() => onFilters(noFilter)}>Clear filters</Button>
        </Empty>
      )
    }
    return (
      <Empty title="Nothing on record yet">
        <p>Every sign-in and every act that changes something is written here, by whom, and what became of it.</p>
      </Empty>
    )
  }
  return (
    // Scrolled by keys, so it takes the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className="min-h-64 flex-1 overflow-auto border-t border-line" tabIndex={0} role="region" aria-label="List of audit entries">
      <div role="table" aria-label="Audit log" aria-rowcount={hasNextPage ? -1 : entries.length + 1} className={narrow ? '' : 'min-w-[60rem]'}>
        <div role="rowgroup" className={`sticky top-0 z-10 border-b border-line bg-card ${narrow ? 'sr-only' : ''}`}>
          <div role="row" className={`${auditGrid} h-9 text-xs text-muted`}>
            {columns.map((name) => (
              <div key={name} role="columnheader">
                {name}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: size }}>
          {items.map(({ index, start }) => {
            const entry = entries[index]!
            return (
              <div key={entry.seq} role="row" aria-rowindex={index + 2} className="absolute inset-x-0 top-0 border-b border-line hover:bg-hover" style={{ height, transform: `translateY(${start}px)` }}>
                {narrow ? <AuditCard entry={entry} onOpen={() => onOpen(entry)} /> : <AuditRow entry={entry} onOpen={() => onOpen(entry)} />}
              </div>
            )
          })}
        </div>
      </div>
      {entries.length === 0 && nothing()}
      {query.isFetchingNextPage && <p className="p-3 text-sm text-muted">Reading older entries…</p>}
      {isFetchNextPageError && (
        <div className="sticky bottom-0 bg-card">
          <Failure what="Older entries could not be read" error={query.error} retrying={isFetching} onRetry={() => void fetchNextPage()} />
        </div>
      )}
    </div>
  )
}
