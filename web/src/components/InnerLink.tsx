import type { MouseEvent, ReactNode } from 'react'

interface InnerLinkProps {
  href: string
  onOpen: () => void
  className?: string
  label?: string
  children: ReactNode
}

/** A link within the site: a plain click stays on the page, everything else is the browser's. */
export function InnerLink({ href, onOpen, className = '', label, children }: InnerLinkProps) {
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    onOpen()
  }
  return (
    <a href={href} onClick={onClick} className={className} aria-label={label}>
      {children}
    </a>
  )
}
