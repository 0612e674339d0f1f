import { useEffect, useMemo, useState } from 'react'
import type { Bar } from '@/components/chart/drawing'
import type { Interval } from '@/lib/settings'
import { useFeed } from '@/lib/stream/context'
import { shownPrice } from '@/lib/stream/price'
import { barAfterTrade, withLiveBar } from './bars'

const none: readonly Bar[] = []

/** The server's candles with the forming one carried on by trades; `live` moves between two answers of the server. */
export function useLiveBar(symbol: string, interval: Interval, fetched: readonly Bar[] | undefined) {
  const feed = useFeed()
  const [live, setLive] = useState<{ of: string; bar: Bar } | undefined>()
  const of = `${symbol} ${interval}`
  const current = live?.of === of ? live.bar : undefined

  // The bars change with an answer of the server only, so that a tick does not hand the chart 500 candles again.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const bars = useMemo(() => (fetched ? withLiveBar(fetched, current) : none), [fetched])

  useEffect(() => {
    let newest = bars.at(-1)
    return feed.subscribe(() => {
      const price = feed.price(symbol)
      const moved = price && newest && barAfterTrade(newest, shownPrice(price), price.venueTimeMs, interval)
      if (!moved) return
      newest = moved
      setLive({ of, bar: moved })
    })
  }, [feed, bars, symbol, interval, of])

  return { bars, live: current ?? bars.at(-1) }
}
