import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { SelectField } from '@/components/Field'
import { SymbolPicker } from '@/components/SymbolPicker'
import type { Order, Role } from '@/lib/api/types'
import { usePolledFreshness } from '@/lib/freshness'
import { useOrders } from '../api/orders'
import { orderQuery, purposes, views, type OrderFilters } from '../filters'
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
  const { query, orders = [], pages } = useOrders(filters)
  const [asking, setAsking] = useState<Order | null>(null)
  const freshness = usePolledFreshness(query, false, 'orders')
  // Rows of the filter before, until those of this one are here.
  const other = query.isPlaceholderData
  return (
    <Card title={query.data && !other ? `Orders (${orders.length}${pages.hasNextPage ? '+' : ''})` : 'Orders'} {...freshness} className="min-h-96 flex-1 max-md:h-[calc(100dvh-11rem)] max-md:flex-none">
      <Filters filters={filters} onFilters={onFilters} />
      <div className={`flex min-h-0 flex-1 flex-col ${other ? 'old' : ''}`} aria-busy={other}>
        <OrderList
          orders={orders}
          pages={pages}
          filters={orderQuery(filters, null)}
          role={role}
          onCancel={setAsking}
          onOperation={onOperation}
          empty={<Nothing filters={filters} onAll={() => onFilters({ status: 'all' })} />}
        />
      </div>
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
