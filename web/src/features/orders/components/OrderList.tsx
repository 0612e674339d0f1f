import type { ReactNode } from 'react'
import { EndlessTable } from '@/components/EndlessTable'
import type { Order } from '@/lib/api/types'
import type { Pages } from '@/lib/useEndlessRows'
import { columns, OrderCard, orderGrid, OrderRow, type OrderActs } from './OrderRow'

interface OrderListProps extends OrderActs {
  orders: readonly Order[]
  pages: Pages
  /** The list begins at the top again when this is another one. */
  filters: unknown
  empty: ReactNode
}

/** Rows on a desk, cards on a phone. */
export function OrderList({ orders, pages, filters, empty, ...acts }: OrderListProps) {
  return (
    <EndlessTable
      query={pages}
      rows={orders}
      name={{ one: 'order', many: 'orders' }}
      label="Orders"
      columns={columns}
      grid={orderGrid}
      minWidth="80rem"
      height={{ row: 48, card: 156 }}
      keyOf={(order) => order.client_order_id}
      render={(order, narrow) => (narrow ? <OrderCard order={order} {...acts} /> : <OrderRow order={order} {...acts} />)}
      filters={filters}
      onClear={undefined}
      empty={empty}
    />
  )
}
