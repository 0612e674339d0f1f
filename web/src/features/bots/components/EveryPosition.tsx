import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { SelectField, TextField } from '@/components/Field'
import { Skeleton } from '@/components/Skeleton'
import type { Position } from '@/lib/api/types'
import type { BotDesk } from '@/lib/bots/desk'
import { useNow } from '@/lib/clock'
import { csv, save } from '@/lib/csv'
import type { Freshness } from '@/lib/freshness'
import { liveOf } from '@/lib/positions/useLive'
import { useFeed } from '@/lib/stream/context'
import { useNarrow } from '@/lib/useNarrow'
import { useAllHedges } from '../api/position'
import { exportColumns, exportRow, healths, hedgeStatuses, nextSort, rowsOf, select, unknownTo, wantsEnded, type Filters, type Row } from '../everything'
import { heldAsKnown } from '../presence'
import { healthLooks, hedgeLooks } from '../words'
import { columns, PhoneRow, rowGrid, TableRow } from './PositionRows'
import { PresenceNote } from './PresenceNote'

interface EveryPositionProps {
  filters: Filters
  onFilters: (next: Filters) => void
  onOpen: (row: Row) => void
  /** undefined while they are not known. */
  spot: readonly Position[] | undefined
  spotAt: number
  /** Of the spot ones; each bot's are marked by themselves. */
  fresh: Freshness
  /** undefined while they are not known. */
  desk: BotDesk | undefined
  failure: ReactNode
}

const rowHeight = 44
const cardHeight = 76

/** Every position of whatever kind; only the rows in view are drawn. */
export function EveryPosition({ filters, onFilters, onOpen, spot, spotAt, fresh, desk, failure }: EveryPositionProps) {
  const narrow = useNarrow()
  const box = useRef<HTMLDivElement>(null)
  const feed = useFeed()
  const now = useNow() // Each second the rows are put in order by the figures that they show.
  const bots = desk ?? []
  const ended = useAllHedges(bots.map(({ name }) => name), wantsEnded(filters))
  const over = wantsEnded(filters) ? (ended.data ?? []).flatMap(({ data }) => data?.positions ?? []) : []
  const live = (position: Position) => liveOf({ position, receivedAt: spotAt }, feed)
  const rows = select(rowsOf({ spot: spot ?? [], receivedAt: spotAt, live, desk: bots, ended: over }, now), filters)
  const height = narrow ? cardHeight : rowHeight
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => height, overscan: 8 })
  const pending = spot === undefined || desk === undefined || (wantsEnded(filters) && ended.isPending && bots.length > 0)
  const unknown = unknownTo(filters, bots, now)
  const endedFailed = wantsEnded(filters) && ended.isError && !ended.data && (
    <Failure what="The ended positions of the bots could not be read" error={ended.error} retrying={ended.isFetching} onRetry={() => void ended.refetch()} />
  )

  const nothing = (): ReactNode => {
    if (failure) return failure
    if (pending) return <Skeleton label="Asking for the positions" rows={10} />
    if (endedFailed) return null
    if (unknown.length > 0) {
      return (
        <Empty title="Not every position is known">
          {unknown.map((bot) => (
            <p key={bot.name}>{`${bot.name}: ${heldAsKnown(bot, now)}`}</p>
          ))}
        </Empty>
      )
    }
    if (Object.keys(filters).some((name) => name !== 'sort')) {
      return (
        <Empty title="No position fits these filters">
          <Button onClick={() => onFilters({})}>Clear filters</Button>
        </Empty>
      )
    }
    return (
      <Empty title={fresh.stale ? 'No open position when last known' : 'No open position'}>
        <p>Nothing {fresh.stale ? 'was' : 'is'} held, neither directly nor by a bot. The same from a terminal:</p>
        <Command>robson positions</Command>
      </Empty>
    )
  }

  return (
    <>
      {bots.map((bot) => (
        <PresenceNote key={bot.name} bot={bot} />
      ))}
      <Card title={pending ? 'Positions' : `Positions (${rows.length})`} confirmedAt={fresh.stale ? fresh.confirmedAt : null} stale={fresh.stale} className="min-h-80 flex-1">
        <Bar filters={filters} onFilters={onFilters} desk={bots} rows={rows} />
        {/* Scrolled by keys, so it takes the focus. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div ref={box} className="min-h-64 flex-1 overflow-auto border-t border-line" tabIndex={0} role="region" aria-label="List of positions">
          <div role="table" aria-label="Positions" aria-rowcount={rows.length + 1} className={narrow ? '' : 'min-w-[78rem]'}>
            <div role="rowgroup" className={`sticky top-0 z-10 border-b border-line bg-card ${narrow ? 'sr-only' : ''}`}>
              <div role="row" className={`${rowGrid} h-9 text-xs text-muted`}>
                {columns.map((column) => (
                  <Head key={column.name} {...column} filters={filters} onFilters={onFilters} />
                ))}
              </div>
            </div>
            <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map(({ index, start }) => {
                const row = rows[index]
                return (
                  row && (
                    <div key={row.key} role="row" aria-rowindex={index + 2} className="absolute inset-x-0 top-0 border-b border-line hover:bg-hover" style={{ height, transform: `translateY(${start}px)` }}>
                      {narrow ? <PhoneRow row={row} onOpen={onOpen} /> : <TableRow row={row} onOpen={onOpen} />}
                    </div>
                  )
                )
              })}
            </div>
          </div>
          {endedFailed}
          {rows.length === 0 && nothing()}
        </div>
      </Card>
    </>
  )
}

interface HeadProps {
  name: string
  field: (typeof columns)[number]['field']
  right: boolean
  filters: Filters
  onFilters: (next: Filters) => void
}

function Head({ name, field, right, filters, onFilters }: HeadProps) {
  const look = right ? 'text-right' : 'text-left'
  if (field === null) {
    return (
      <div role="columnheader" className={look}>
        {name}
      </div>
    )
  }
  const sort = filters.sort ?? '-opened'
  const order = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'
  return (
    <div role="columnheader" aria-sort={order} className={look}>
      <button type="button" className={`min-h-7 rounded hover:text-text ${order === 'none' ? '' : 'font-semibold text-text'}`} onClick={() => onFilters({ ...filters, sort: nextSort(filters.sort, field) })}>
        {name}
        <span aria-hidden> {order === 'ascending' ? '▲' : order === 'descending' ? '▼' : ''}</span>
      </button>
    </div>
  )
}

interface BarProps {
  filters: Filters
  onFilters: (next: Filters) => void
  desk: BotDesk
  rows: readonly Row[]
}

function Bar({ filters, onFilters, desk, rows }: BarProps) {
  const set = (part: { [Name in keyof Filters]?: Filters[Name] | undefined }) =>
    onFilters(Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value !== undefined && value !== '')))
  const files = rows.map(exportRow)
  return (
    <form aria-label="Filters" role="search" className="flex flex-col gap-2 px-3 pb-2" onSubmit={(event) => event.preventDefault()}>
      <div className="grid grid-cols-2 items-end gap-2 sm:grid-cols-3 lg:flex lg:flex-wrap">
        <TextField label="Search" type="search" className="max-sm:col-span-2 lg:w-56" placeholder="Asset, token, id, bot" maxLength={64} value={filters.q ?? ''} onChange={(event) => set({ q: event.target.value || undefined })} />
        <SelectField label="Status" className="lg:w-36" value={filters.status ?? ''} onChange={(event) => set({ status: (event.target.value || undefined) as Filters['status'] })}>
          <option value="">Not closed</option>
          {hedgeStatuses.map((status) => (
            <option key={status} value={status}>
              {hedgeLooks[status].words}
            </option>
          ))}
          <option value="all">All</option>
        </SelectField>
        <SelectField label="Health" className="lg:w-36" value={filters.health ?? ''} onChange={(event) => set({ health: (event.target.value || undefined) as Filters['health'] })}>
          <option value="">Any</option>
          {healths.map((health) => (
            <option key={health} value={health}>
              {healthLooks[health].words}
            </option>
          ))}
        </SelectField>
        <div className="col-span-full flex flex-wrap gap-2 lg:ml-auto">
          <Button disabled={files.length === 0} onClick={() => save('positions.csv', 'text/csv', csv(exportColumns, files))}>
            Export CSV
          </Button>
          <Button disabled={files.length === 0} onClick={() => save('positions.json', 'application/json', `${JSON.stringify(files, null, 2)}\n`)}>
            JSON
          </Button>
        </div>
      </div>
      <div role="group" aria-label="Chips" className="flex flex-wrap items-center gap-1">
        {(['spot', 'hedge'] as const).map((kind) => (
          <button key={kind} type="button" className="chip border border-line" aria-pressed={filters.kind === kind} onClick={() => set({ kind: filters.kind === kind ? undefined : kind })}>
            {kind === 'spot' ? 'Spot' : 'Hedge'}
          </button>
        ))}
        {desk.length > 1 &&
          desk.map(({ name }) => (
            <button key={name} type="button" className="chip border border-line" aria-pressed={filters.bot === name} onClick={() => set({ bot: filters.bot === name ? undefined : name })}>
              {name}
            </button>
          ))}
        {Object.keys(filters).some((name) => name !== 'sort') && (
          <button type="button" className="chip text-primary-ink" onClick={() => onFilters(filters.sort ? { sort: filters.sort } : {})}>
            Clear filters
          </button>
        )}
        {wantsEnded(filters) && <span className="text-xs text-muted">Ended spot operations are on the Operations page.</span>}
      </div>
    </form>
  )
}
