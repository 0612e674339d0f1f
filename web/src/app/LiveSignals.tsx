import { useEffect } from 'react'
import type { FeedSignal } from '@/lib/stream/channels'
import { useFeed } from '@/lib/stream/context'
import { quoteOf, share, writtenPrice } from '@/lib/format'
import { notify } from '@/lib/toasts'

/** Says, on every page, that a signal came: seen for some seconds, and read out politely. */
export function LiveSignals() {
  const feed = useFeed()
  useEffect(
    () =>
      feed.follow(({ state, events }) => {
        for (const { type, data } of events) {
          if (type !== 'signal_update') continue
          const signal = data as unknown as FeedSignal
          // It may have been decided within the same frame.
          if (signal.status === 'NEW' && state.approvals?.has(signal.id)) announce(signal)
        }
      }),
    [feed],
  )
  return null
}

function announce({ producer, side, instrument, price: at, confidence }: FeedSignal): void {
  notify({
    tone: 'info',
    title: `Signal of ${producer}: ${side} ${instrument}`,
    detail: `At ${writtenPrice(at, quoteOf(instrument))}, confidence ${share(confidence, { places: 0 })}. It waits on the Live page.`,
  })
}
