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

/**
 * What was last answered, also while it is asked for again; else why there is nothing; else the shape of what comes. What
 * was answered to another question, such as of another time, is dimmed until this one is answered.
 */
export function Loaded<T>({ query, what, rows = 6, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    const { isPlaceholderData: ofAnother } = query
    return (
      <div aria-busy={ofAnother || undefined} className={ofAnother ? 'old flex min-h-0 min-w-0 flex-1 flex-col' : 'contents'}>
        {children(query.data)}
      </div>
    )
  }
  if (query.isError) {
    return <Failure what={`${what} could not be read`} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
  }
  return <Skeleton label={`Asking for: ${what}`} rows={rows} />
}
