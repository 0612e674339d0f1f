import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { Order, Orders } from '@/lib/api/types'
import { useKeyedPost } from '@/lib/api/useAct'
import { useFallback } from '@/lib/stream/context'
import { orderQuery, type OrderFilters } from '../filters'
import { withNewest, withOlder } from '../pages'

interface Older {
  filters: OrderFilters
  cursor: string
}

/** The newest page is asked for again with each event of an order; what was read of older ones stays, and moves by events alone. */
export function useOrders(filters: OrderFilters) {
  const client = useClient()
  const queries = useQueryClient()
  const keyOf = (wanted: OrderFilters) => ['orders', orderQuery(wanted, null)]
  const page = (cursor: string | null, wanted = filters, signal?: AbortSignal) => client.get<Orders>(`/api/orders/?${orderQuery(wanted, cursor)}`, signal)
  const query = useQuery({
    queryKey: keyOf(filters),
    queryFn: async ({ signal }) => {
      const newest = await page(null, filters, signal)
      return withNewest(queries.getQueryData<Orders>(keyOf(filters)), newest)
    },
    refetchInterval: useFallback('orders'),
    placeholderData: keepPreviousData,
    meta: { what: 'the orders' },
  })
  const older = useMutation({
    mutationFn: ({ filters: wanted, cursor }: Older) => page(cursor, wanted),
    onSuccess: (answer, { filters: wanted, cursor }) => queries.setQueryData<Orders>(keyOf(wanted), (before) => before && withOlder(before, answer, cursor)),
  })
  const { data, isPlaceholderData } = query
  // What was asked for another filter says nothing of this list, nor does its place in that one.
  const mine = older.variables !== undefined && orderQuery(older.variables.filters, null) === orderQuery(filters, null)
  const cursor = isPlaceholderData ? null : (data?.next_cursor ?? null)
  const isFetchingNextPage = mine && older.isPending
  return {
    query,
    orders: data?.orders,
    pages: {
      hasNextPage: cursor !== null,
      isPending: query.isPending || isPlaceholderData,
      isError: query.isError,
      isFetching: query.isFetching || isFetchingNextPage,
      isFetchingNextPage,
      isFetchNextPageError: mine && older.isError,
      error: query.error ?? older.error,
      fetchNextPage: () => cursor !== null && older.mutate({ filters, cursor }),
      refetch: query.refetch,
    },
  }
}

export function useCancel() {
  const post = useKeyedPost()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => post<Order>(`/api/orders/${id}/cancel/`, {}),
    onSettled: () => {
      for (const what of ['orders', 'operations', 'positions']) void queries.invalidateQueries({ queryKey: [what] })
    },
  })
}
