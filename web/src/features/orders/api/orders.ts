import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { Order, Orders } from '@/lib/api/types'
import { useFallback } from '@/lib/stream/context'
import { orderQuery, type OrderFilters } from '../filters'

/** Asked for again with each event of an order; further pages are asked for one by one. */
export function useOrders(filters: OrderFilters) {
  const client = useClient()
  const refetchInterval = useFallback('orders')
  return useInfiniteQuery({
    queryKey: ['orders', orderQuery(filters, null)],
    queryFn: ({ signal, pageParam }) => client.get<Orders>(`/api/orders/?${orderQuery(filters, pageParam)}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval,
    placeholderData: keepPreviousData,
    meta: { what: 'the orders' },
  })
}

export function useCancel() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => client.post<Order>(`/api/orders/${id}/cancel/`, {}),
    onSettled: () => {
      for (const what of ['orders', 'operations', 'positions']) void queries.invalidateQueries({ queryKey: [what] })
    },
  })
}
