import { useEffect, useRef, useState } from 'react'
import type { ConnectionState, ConnectionView } from '@/lib/connection'

const announceEveryMs = 10_000

/** The sentence above everything while the figures are not current. Spoken once a change, not once a second. */
export function ConnectionBanner({ view }: { view: ConnectionView }) {
  const spoken = useAnnouncement(view.state)
  return (
    <>
      <p className="sr-only" aria-live="assertive">
        {spoken}
      </p>
      {view.warning && (
        <p
          data-testid="connection-banner"
          className={`border-b px-4 py-1.5 text-sm font-medium ${
            view.state === 'offline' ? 'border-danger bg-card text-danger-ink' : 'border-warning bg-card text-warning-ink'
          }`}
        >
          {view.warning}
        </p>
      )}
    </>
  )
}

const words: Partial<Record<ConnectionState, string>> = {
  offline: 'Connection lost. The figures on this page are old.',
  stale: 'The exchange feed is silent. Prices on this page are old.',
  live: 'Prices are live again.',
}

function useAnnouncement(state: ConnectionState): string {
  const [spoken, setSpoken] = useState('')
  const last = useRef<{ state: ConnectionState; at: number }>({ state: 'live', at: -Infinity })
  useEffect(() => {
    const { state: before, at } = last.current
    const text = words[state]
    if (!text || state === before) return
    const wait = Math.max(0, at + announceEveryMs - Date.now())
    const timer = setTimeout(() => {
      last.current = { state, at: Date.now() }
      setSpoken(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [state])
  return spoken
}
