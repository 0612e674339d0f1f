import { useId, type ReactNode } from 'react'
import { Age } from './Age'
import { CardBoundary } from './CardBoundary'
import { InnerLink } from './InnerLink'

/** Where a card leads when it is opened. */
export interface CardLink {
  href: string
  onOpen: () => void
}

interface CardProps {
  title: string
  /** The title leads there. */
  opens?: CardLink | undefined
  /** What a reader sees beside the title. */
  aside?: ReactNode
  /** When what the card shows was last confirmed, by this device's clock. */
  confirmedAt?: number | null
  stale?: boolean
  className?: string
  children: ReactNode
}

/** A panel with its own error boundary: one that fails takes no other with it. */
export function Card({ title, opens, aside, confirmedAt = null, stale = false, className = '', children }: CardProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={`flex min-w-0 flex-col rounded-lg border border-line bg-card ${className}`}>
      <header className="flex min-h-9 items-center gap-2 px-3 pt-1.5">
        <h2 id={id} className="text-xs font-semibold tracking-wide text-muted uppercase">
          {opens ? (
            <InnerLink {...opens} className="rounded hover:text-text hover:underline">
              {title}
            </InnerLink>
          ) : (
            title
          )}
        </h2>
        <div className="ml-auto flex items-center gap-2 text-xs text-muted">
          {aside}
          <Age confirmedAt={confirmedAt} stale={stale} />
        </div>
      </header>
      <div data-stale={stale || undefined} className={`flex min-h-0 flex-1 flex-col ${stale ? 'old' : ''}`}>
        <CardBoundary what={title}>{children}</CardBoundary>
      </div>
    </section>
  )
}
