import type { ReactNode } from 'react'
import { useNarrow } from '@/lib/useNarrow'

interface FilterFoldProps {
  /** How many are set. */
  count: number
  children: ReactNode
}

/** On a phone the filters are behind their name, so that the list has the room. */
export function FilterFold({ count, children }: FilterFoldProps) {
  if (!useNarrow()) return children
  return (
    <details className="pb-1">
      <summary className="min-h-11 content-center px-3">Filters and export{count > 0 && `, ${count} set`}</summary>
      {children}
    </details>
  )
}
