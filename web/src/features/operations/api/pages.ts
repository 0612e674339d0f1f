// The history in pages. The server hands out a cursor to the next page only, so each page's cursor is remembered; of
// the pages themselves only those around what is looked at are kept, however far one scrolls.
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useClient } from '@/lib/api/context'
import type { Operation, Operations } from '@/lib/api/types'
import type { Polled } from '@/lib/freshness'
import { useFallback } from '@/lib/stream/context'
import { queryOf, type Filters } from '../filters'

export const pageRows = 100
const around = 2

export interface HistoryRows {
  /** Rows known to exist: those of every page that was reached. */
  count: number
  /** undefined while its page is on the way. */
  row: (index: number) => Operation | undefined
  /** When that row was answered. */
  answeredAt: (index: number) => number
  /** Whether there are more beyond `count`. */
  more: boolean
  pending: boolean
  error: unknown
  fetching: boolean
  /** Of the pages around what is looked at, as old as their oldest. */
  polled: Polled
  refetch: () => void
}

interface Reached {
  filters: string
  /** cursors[i] leads to page i. */
  cursors: (string | null)[]
  /** Rows of the last page that was reached. */
  lastRows: number
  more: boolean
}

const start = (filters: string): Reached => ({ filters, cursors: [null], lastRows: 0, more: true })

/** @param firstRow the first row in view @param lastRow the last row in view */
export function useHistoryRows(filters: Filters, firstRow: number, lastRow: number): HistoryRows {
  const client = useClient()
  const queries = useQueryClient()
  const fallback = useFallback('operations')
  const asked = queryOf(filters)
  const [kept, setReached] = useState<Reached>(() => start(asked))
  const reached = kept.filters === asked ? kept : start(asked)

  const lastPage = reached.cursors.length - 1
  const from = Math.min(lastPage, Math.max(0, Math.floor(firstRow / pageRows) - around))
  const to = Math.max(from, Math.min(lastPage, Math.floor(lastRow / pageRows) + around))
  const wanted = reached.cursors.slice(from, to + 1)

  const pages = useQueries({
    queries: wanted.map((cursor, index) => ({
      queryKey: ['operations', 'page', asked, cursor] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.get<Operations>(
          `/api/operations/history/?${queryOf(filters, { limit: String(pageRows), ...(cursor !== null && { cursor }) })}`,
          signal,
        ),
      // Without the feed only the top moves by itself.
      refetchInterval: from + index === 0 && firstRow < pageRows ? fallback : (false as const),
      gcTime: 0,
      meta: { what: 'the operations' },
    })),
  })

  const answers = pages.map((page) => page.data)
  useEffect(() => {
    setReached((before) => advance(before.filters === asked ? before : start(asked), from, answers))
    // Each answer is the same object until another one comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked, from, ...padded(answers)])

  const answered = pages.filter((page) => page.data !== undefined)
  const last = pages.at(-1)
  return {
    count: lastPage * pageRows + reached.lastRows,
    row: (index) => answers[Math.floor(index / pageRows) - from]?.operations[index % pageRows],
    answeredAt: (index) => pages[Math.floor(index / pageRows) - from]?.dataUpdatedAt ?? 0,
    more: reached.more,
    pending: lastPage === 0 && answers[0] === undefined,
    error: pages.find((page) => page.isError)?.error ?? null,
    fetching: last?.isFetching ?? false,
    polled: {
      dataUpdatedAt: answered.length > 0 ? Math.min(...answered.map((page) => page.dataUpdatedAt)) : 0,
      isError: answered.some((page) => page.isError),
      failureCount: Math.max(0, ...answered.map((page) => page.failureCount)),
    },
    refetch: () => void queries.refetchQueries({ queryKey: ['operations', 'page', asked] }),
  }
}

/** An effect's list of dependencies has one length. */
function padded(answers: readonly (Operations | undefined)[]): (Operations | undefined)[] {
  return Array.from({ length: 2 * around + 4 }, (_, index) => answers[index])
}

/** What is known of the pages after these answers. When the first page changed its end, the deeper cursors are void. */
export function advance(before: Reached, from: number, answers: readonly (Operations | undefined)[]): Reached {
  let after = before
  answers.forEach((answer, index) => {
    if (!answer) return
    const page = from + index
    const known = after.cursors[page + 1]
    if (answer.next_cursor === null) {
      if (after.cursors.length !== page + 1 || after.lastRows !== answer.operations.length || after.more) {
        after = { ...after, cursors: after.cursors.slice(0, page + 1), lastRows: answer.operations.length, more: false }
      }
    } else if (known !== answer.next_cursor) {
      after = { ...after, cursors: [...after.cursors.slice(0, page + 1), answer.next_cursor], lastRows: 0, more: true }
    }
  })
  return after
}
