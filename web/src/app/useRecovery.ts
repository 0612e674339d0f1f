import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ConnectionState } from '@/lib/connection'
import { useFeed } from '@/lib/stream/context'
import { notify } from '@/lib/toasts'

const broken = new Set<ConnectionState>(['offline', 'stale'])

/** Starts the feed, wakes it with the device, and asks for everything anew once what was lost is back. */
export function useRecovery(state: ConnectionState): void {
  const feed = useFeed()
  const queries = useQueryClient()
  const before = useRef(state)

  useEffect(() => {
    feed.start()
    const onVisible = () => document.visibilityState === 'visible' && feed.wake()
    window.addEventListener('online', feed.wake)
    window.addEventListener('pageshow', onVisible)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      window.removeEventListener('online', feed.wake)
      window.removeEventListener('pageshow', onVisible)
      document.removeEventListener('visibilitychange', onVisible)
      feed.stop()
    }
  }, [feed])

  useEffect(() => {
    if (broken.has(before.current) && (state === 'live' || state === 'polling')) {
      void queries.invalidateQueries()
      notify({ tone: 'good', title: 'Prices are current again' })
    }
    before.current = state
  }, [state, queries])
}
