// The feed for components. A selector picks what a component shows; it renders again only when that differs.
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { Feed, FeedStatus } from './feed'
import type { LivePrice } from './price'
import type { Channel } from './protocol'

export const FeedContext = createContext<Feed | null>(null)

export function useFeed(): Feed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('no FeedContext above this component')
  return feed
}

/** @param select must answer a primitive or the same object for the same state of the feed */
export function useFromFeed<T>(select: (feed: Feed) => T): T {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => select(feed))
}

export function useFeedStatus(): FeedStatus {
  return useFromFeed((feed) => feed.read())
}

/** @param select must answer a primitive or the same object for the same price */
export function usePrice<T>(symbol: string, select: (price: LivePrice | undefined) => T): T {
  return useFromFeed((feed) => select(feed.price(symbol)))
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

/** Keeps these channels coming while the component is shown. */
export function useChannels(channels: readonly Channel[]): void {
  const feed = useFeed()
  const joined = channels.join(' ')
  useEffect(() => {
    const releases = joined.split(' ').filter(Boolean).map((channel) => feed.wantChannel(channel as Channel))
    return () => releases.forEach((release) => release())
  }, [feed, joined])
}

/** Whether the feed tells of every change of this channel now. */
export function useFollowed(channel: Channel): boolean {
  return useFromFeed((feed) => feed.follows(channel))
}

const fallbackMs = 5000

interface Asked {
  state: { status: string; fetchFailureCount: number }
}

/** How often REST is asked for what the feed tells of: never, unless the feed does not or the last answer failed. */
export function useFallback(channel: Channel): (query: Asked) => number | false {
  const followed = useFollowed(channel)
  return ({ state }) => (followed && state.status !== 'error' ? false : fallbackMs)
}
