// What the page can say about its own eyes and ears, in words. Pure: everything comes in, a view goes out.
import { age } from './format'
import { staleAfterMs } from './stream/price'
import type { Contact } from './api/contact'
import type { FeedStatus } from './stream/feed'

export interface ConnectionFacts {
  now: number
  deviceOnline: boolean
  contact: Contact
  feed: FeedStatus
  /** When the feed last spoke, whichever way; null before its first word. */
  heardAt: number | null
  /** The oldest price on the page: when it was confirmed, and whether the server itself calls it stale. */
  oldest: { confirmedAt: number; stale: boolean } | undefined
}

export type ConnectionState = 'connecting' | 'live' | 'sse' | 'polling' | 'reconnecting' | 'stale' | 'offline'

export interface ConnectionView {
  state: ConnectionState
  /** One word for the pill. */
  label: string
  /** Age beside it; null while all is well. */
  ageMs: number | null
  roundTripMs: number | null
  /** A sentence when the figures below cannot be trusted to be current, else null. */
  warning: string | null
}

function offline(facts: ConnectionFacts): ConnectionView {
  const since = facts.contact.silentSince ?? facts.feed.since
  const ageMs = facts.now - since
  const who = facts.deviceOnline ? 'The Robson server has not answered' : 'This device is offline'
  return {
    state: 'offline',
    label: 'Offline',
    ageMs,
    roundTripMs: null,
    warning: `${who} for ${age(Math.max(ageMs, 1000))}. Everything below is as it was then; nothing was closed or changed by this.`,
  }
}

/** A heartbeat comes after five quiet seconds. */
const quietMs = 7000

function stale(facts: ConnectionFacts, ageMs: number): ConnectionView {
  const { venue, phase } = facts.feed
  const time = age(Math.max(ageMs, 1000))
  const view = { state: 'stale', label: 'Stale', ageMs, roundTripMs: facts.contact.roundTripMs } as const
  if (!speaking(phase) || isQuiet(facts)) {
    return { ...view, warning: `Nothing was heard from Robson for ${time}: the figures below are old. The line is being opened again.` }
  }
  const told = venue && venue.state !== 'live'
  const who = told && venue.state === 'down' ? 'The exchange cannot be reached' : 'Exchange feed silent'
  return { ...view, warning: `${who} for ${time} — prices below are old. The Robson server itself answers.` }
}

function isQuiet({ heardAt, now }: ConnectionFacts): boolean {
  return heardAt !== null && now - heardAt > quietMs
}

function speaking(phase: FeedStatus['phase']): boolean {
  return phase === 'live' || phase === 'sse' || phase === 'polling'
}

export function connectionView(facts: ConnectionFacts): ConnectionView {
  const { now, feed, contact, oldest } = facts
  const heard = feed.phase === 'live' || feed.phase === 'sse'
  if (!facts.deviceOnline && !heard) return offline(facts)
  if (contact.silentSince !== null && !heard) return offline(facts)

  const ageMs = oldest ? now - oldest.confirmedAt : null
  const old = oldest !== undefined && (oldest.stale || ageMs! > staleAfterMs)
  const venueAway = feed.venue !== null && (feed.venue.state === 'silent' || feed.venue.state === 'down')
  // A venue whose stream is away but whose prices are confirmed by REST is not stale: what counts is the figures' age.
  if (old || (venueAway && !oldest)) return stale(facts, ageMs ?? now - feed.venue!.since)
  // A device that slept: what stands here is as old as the line's last word.
  if (isQuiet(facts)) return stale(facts, now - facts.heardAt!)

  const well = { ageMs: null, roundTripMs: contact.roundTripMs, warning: null }
  if (feed.phase === 'live') return { ...well, state: 'live', label: 'Live' }
  if (feed.phase === 'sse') return { ...well, state: 'sse', label: 'SSE' }
  if (feed.phase === 'polling') return { ...well, state: 'polling', label: 'Polling', ageMs: facts.heardAt && now - facts.heardAt }
  if (feed.phase === 'reconnecting') return { ...well, state: 'reconnecting', label: 'Reconnecting', ageMs: now - feed.since }
  return { ...well, state: 'connecting', label: 'Connecting' }
}
