import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from './Failure'
import { Skeleton } from './Skeleton'

interface LoadedProps<T> {
  query: UseQueryResult<T>
  /** In the sentence "… could not be read". */
  what: string
  rows?: number
  children: (data: T) => ReactNode
}

/** What was last answered, also while it is asked for again; else why there is nothing; else the shape of what comes. */
export function Loaded<T>({ query, what, rows = 6, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) {
    return <Failure what={`${what} could not be read`} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
  }
  return <Skeleton label={`Asking for: ${what}`} rows={rows} />
}
