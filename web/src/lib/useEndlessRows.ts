import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'

/** The next page is asked for when so few rows are left below. */
const ahead = 20

/** What is used of a query that is read in pages. */
export interface Pages {
  hasNextPage: boolean
  isPending: boolean
  isError: boolean
  isFetching: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  error: unknown
  fetchNextPage: () => unknown
  refetch: () => unknown
}

/**
 * A long list in a box that scrolls: only what is in view is drawn, and the next page comes before its first row does.
 * It begins at the top again when `filters` is another one.
 */
export function useEndlessRows({ hasNextPage, isFetching, isFetchNextPageError, fetchNextPage }: Pages, count: number, height: number, filters: unknown) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count, getScrollElement: () => box.current, estimateSize: () => height, overscan: 10 })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  const needed = hasNextPage && !isFetching && !isFetchNextPageError && last >= count - ahead

  useEffect(() => {
    if (needed) void fetchNextPage()
  }, [needed, fetchNextPage])
  useEffect(() => void box.current?.scrollTo?.(0, 0), [filters])
  // A window that is made narrow has rows of another height.
  useEffect(() => virtual.measure(), [virtual, height])
  return { box, items, size: virtual.getTotalSize() }
}
