import { useState } from 'react'
import { Button } from './Button'

interface CopyableProps {
  /** What it is, for the button's name. */
  what: string
  text: string
  className?: string
}

/** Text to take along: selected whole by a click, copied by a button where the browser lets a page do that. */
export function Copyable({ what, text, className = '' }: CopyableProps) {
  const [copied, setCopied] = useState<string | null>(null)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(null),
    )
  // A page that is not served over a secure origin has no clipboard.
  const offered = 'clipboard' in navigator
  return (
    <div className={`flex min-w-0 items-center gap-2 ${className}`}>
      <code className="num min-w-0 flex-1 rounded border border-line bg-page px-2 py-1.5 text-sm break-all whitespace-normal text-text select-all">{text}</code>
      {offered && (
        <Button aria-label={`Copy ${what}`} onClick={() => void copy()}>
          {copied === text ? '✓ Copied' : 'Copy'}
        </Button>
      )}
      <span role="status" className="sr-only">
        {copied === text ? `${what} copied` : ''}
      </span>
    </div>
  )
}
