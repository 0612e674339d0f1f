// The feed for as long as somebody is signed in: started, woken with the device, and brought into the cache of answers.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ConnectionState } from '@/lib/connection'
import { useChannels, useFeed } from '@/lib/stream/context'
import type { Channel } from '@/lib/stream/protocol'
import { notify } from '@/lib/toasts'
import { bring } from './feedToQueries'
import { Refetches } from './refetches'

/** What the frame around every page shows, and what makes answers old on any of them. */
const channels: readonly Channel[] = ['positions', 'stats', 'pause_state', 'alerts', 'orders', 'operations', 'bots', 'approvals']

const broken = new Set<ConnectionState>(['offline', 'stale'])
const current = new Set<ConnectionState>(['live', 'sse', 'polling'])

export function useLiveFeed(state: ConnectionState): void {
  const feed = useFeed()
  const queries = useQueryClient()
  useChannels(channels)

  useEffect(() => {
    const refetches = new Refetches(queries)
    const unfollow = feed.follow((changes) => bring(queries, changes, refetches.ask))
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
      unfollow()
      refetches.stop()
    }
  }, [feed, queries])

  // What the feed does not tell of may have been asked for in vain meanwhile.
  const before = useRef(state)
  useEffect(() => {
    if (broken.has(before.current) && current.has(state)) {
      void queries.invalidateQueries()
      notify({ tone: 'good', title: 'Prices are current again' })
    }
    before.current = state
  }, [state, queries])
}
