// A list of orders that is read in pages, newest first: how a page joins what is known. Pure.
import type { Orders } from '@/lib/api/types'

/** The newest page, and behind it what was read of older ones; alone where orders between the two are not known. */
export function withNewest(known: Orders | undefined, newest: Orders): Orders {
  const last = newest.orders.at(-1)?.client_order_id
  const at = known?.orders.findIndex(({ client_order_id: id }) => id === last) ?? -1
  if (!known || at < 0 || newest.next_cursor === null) return newest
  return { orders: [...newest.orders, ...known.orders.slice(at + 1)], next_cursor: known.next_cursor }
}

/** @param cursor where the older page was asked for; a list that has changed its end meanwhile stays as it is */
export function withOlder(known: Orders, older: Orders, cursor: string): Orders {
  if (known.next_cursor !== cursor) return known
  return { orders: [...known.orders, ...older.orders], next_cursor: older.next_cursor }
}
