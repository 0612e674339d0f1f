import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { Order, Orders } from '@/lib/api/types'
import { orderQuery, type OrderFilters } from '../filters'

const everyMs = 2000

/** Live while one looks at the first page; further pages are asked for one by one, and then all stand still. */
export function useOrders(filters: OrderFilters) {
  const client = useClient()
  return useInfiniteQuery({
    queryKey: ['orders', orderQuery(filters, null)],
    queryFn: ({ signal, pageParam }) => client.get<Orders>(`/api/orders/?${orderQuery(filters, pageParam)}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) <= 1 ? everyMs : false),
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
