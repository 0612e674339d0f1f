import type { ReactNode } from 'react'
import { useNamedPage } from '@/lib/pageTitle'

interface PageProps {
  title: string
  aside?: ReactNode
  /** Fills the window instead of growing with its content. */
  filled?: boolean
  children: ReactNode
}

/** A page of the desk: its heading, what can be done on it, its content. Its name goes to the tab. */
export function Page({ title, aside, filled = false, children }: PageProps) {
  useNamedPage(title)
  return (
    <div className={`flex min-w-0 flex-1 flex-col gap-2 p-2 md:gap-3 md:p-3 ${filled ? 'min-h-0' : ''}`}>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 px-1">
        <h1 className="text-lg font-semibold">{title}</h1>
        {aside && <div className="ml-auto flex flex-wrap items-center gap-2">{aside}</div>}
      </div>
      {children}
    </div>
  )
}
