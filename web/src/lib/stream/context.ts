// The feed for components. A selector picks what a component shows; it renders again only when that differs.
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { FeedStatus, PriceFeed } from './feed'
import type { LivePrice } from './price'

export const FeedContext = createContext<PriceFeed | null>(null)

export function useFeed(): PriceFeed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('no FeedContext above this component')
  return feed
}

export function useFeedStatus(): FeedStatus {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, feed.read)
}

/** @param select must answer a primitive or the same object for the same price */
export function usePrice<T>(symbol: string, select: (price: LivePrice | undefined) => T): T {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => select(feed.price(symbol)))
}

/** Keeps these symbols streaming while the component is shown. */
export function useWanted(symbols: readonly string[]): void {
  const feed = useFeed()
  const joined = symbols.join(' ')
  useEffect(() => {
    const releases = joined.split(' ').filter(Boolean).map((symbol) => feed.want(symbol))
    return () => releases.forEach((release) => release())
  }, [feed, joined])
}
