import { useSyncExternalStore } from 'react'
import { useContact } from '@/lib/api/context'
import { useNow } from '@/lib/clock'
import { connectionView, type ConnectionView } from '@/lib/connection'
import { useFeed, useFeedStatus } from '@/lib/stream/context'

function onChange(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

export function useConnection(): ConnectionView {
  const deviceOnline = useSyncExternalStore(onChange, () => navigator.onLine)
  const contact = useContact()
  const feed = useFeed()
  const status = useFeedStatus()
  const now = useNow()
  return connectionView({ now, deviceOnline, contact, feed: status, heardAt: feed.heardAt(), oldest: feed.oldest() })
}
