import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { SelectField } from '@/components/Field'
import { Skeleton } from '@/components/Skeleton'
import { SymbolPicker } from '@/components/SymbolPicker'
import type { Order, Role } from '@/lib/api/types'
import { usePolledFreshness } from '@/lib/freshness'
import { useOrders } from '../api/orders'
import { purposes, views, type OrderFilters } from '../filters'
import { CancelDialog } from './CancelDialog'
import { OrderList } from './OrderList'

interface OrdersCardProps {
  filters: OrderFilters
  role: Role
  onFilters: (next: OrderFilters) => void
  onOperation: (id: number) => void
}

const viewWords: Record<(typeof views)[number], string> = {
  open: 'Open',
  all: 'All',
  FILLED: 'Filled',
  CANCELLED: 'Cancelled',
  REJECTED: 'Rejected',
  EXPIRED: 'Expired',
  UNKNOWN: 'Outcome unknown',
}

export function OrdersCard({ filters, role, onFilters, onOperation }: OrdersCardProps) {
  const query = useOrders(filters)
  const [asking, setAsking] = useState<Order | null>(null)
  const pages = query.data?.pages
  const freshness = usePolledFreshness(query, false, 'orders')
  const orders = pages?.flatMap((page) => page.orders)

  const body = () => {
    if (orders && orders.length > 0) return <OrderList orders={orders} role={role} onCancel={setAsking} onOperation={onOperation} />
    if (orders) return <Nothing filters={filters} onAll={() => onFilters({ status: 'all' })} />
    if (query.isError) {
      return <Failure what="The orders could not be read" error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
    }
    return <Skeleton label="Asking for the orders" rows={8} />
  }

  return (
    <Card title={orders ? `Orders (${orders.length}${query.hasNextPage ? '+' : ''})` : 'Orders'} {...freshness}>
      <Filters filters={filters} onFilters={onFilters} />
      {body()}
      {query.hasNextPage && (
        <div className="p-3 text-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Loading…' : 'Older orders'}
          </Button>
        </div>
      )}
      {asking && <CancelDialog order={asking} onClose={() => setAsking(null)} />}
    </Card>
  )
}

function Filters({ filters, onFilters }: Pick<OrdersCardProps, 'filters' | 'onFilters'>) {
  const { status = 'open', purpose, symbol } = filters
  return (
    <form aria-label="Filters" className="grid grid-cols-2 items-end gap-2 px-3 pb-2 md:flex" onSubmit={(event) => event.preventDefault()}>
      <SelectField label="Status" className="md:w-40" value={status} onChange={(event) => onFilters(cleaned({ ...filters, status: event.target.value as OrderFilters['status'] }))}>
        {views.map((view) => (
          <option key={view} value={view}>
            {viewWords[view]}
          </option>
        ))}
      </SelectField>
      <SelectField label="Purpose" className="md:w-36" value={purpose ?? ''} onChange={(event) => onFilters(cleaned({ ...filters, purpose: (event.target.value || undefined) as OrderFilters['purpose'] }))}>
        <option value="">All</option>
        {purposes.map((each) => (
          <option key={each} value={each}>
            {each.charAt(0) + each.slice(1).toLowerCase()}
          </option>
        ))}
      </SelectField>
      <SymbolPicker className="md:w-40" value={symbol ?? ''} onChoose={(next) => onFilters(cleaned({ ...filters, symbol: next }))} />
      {(symbol ?? purpose) && <Button onClick={() => onFilters(cleaned({ status }))}>Clear filters</Button>}
    </form>
  )
}

type Loose = { [Name in keyof OrderFilters]?: OrderFilters[Name] | undefined }

function cleaned(filters: Loose): OrderFilters {
  const kept = Object.entries(filters).filter(([name, value]) => value && !(name === 'status' && value === 'open'))
  return Object.fromEntries(kept)
}

function Nothing({ filters, onAll }: { filters: OrderFilters; onAll: () => void }) {
  const open = (filters.status ?? 'open') === 'open'
  return (
    <Empty title={open ? 'No open order' : 'No order fits these filters'}>
      {open ? <p>Protective orders of open positions and entries that are under way stand here.</p> : null}
      {filters.status !== 'all' && <Button onClick={onAll}>Show all orders</Button>}
    </Empty>
  )
}
