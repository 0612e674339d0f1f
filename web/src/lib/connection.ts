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
  /** The oldest price on the page: when it was confirmed, and whether the server itself calls it stale. */
  oldest: { confirmedAt: number; stale: boolean } | undefined
}

export type ConnectionState = 'connecting' | 'live' | 'polling' | 'reconnecting' | 'stale' | 'offline'

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

function stale(facts: ConnectionFacts, ageMs: number): ConnectionView {
  const { venue } = facts.feed
  const told = venue && venue.state !== 'live'
  const who = told && venue.state === 'down' ? 'The exchange cannot be reached' : 'Exchange feed silent'
  return {
    state: 'stale',
    label: 'Stale',
    ageMs,
    roundTripMs: facts.contact.roundTripMs,
    warning: `${who} for ${age(Math.max(ageMs, 1000))} — prices below are old. The Robson server itself answers.`,
  }
}

export function connectionView(facts: ConnectionFacts): ConnectionView {
  const { now, feed, contact, oldest } = facts
  const heard = feed.phase === 'live'
  if (!facts.deviceOnline && !heard) return offline(facts)
  if (contact.silentSince !== null && !heard) return offline(facts)

  const ageMs = oldest ? now - oldest.confirmedAt : null
  const old = oldest !== undefined && (oldest.stale || ageMs! > staleAfterMs)
  const venueAway = feed.venue !== null && (feed.venue.state === 'silent' || feed.venue.state === 'down')
  // A venue whose stream is away but whose prices are confirmed by REST is not stale: what counts is the figures' age.
  if (old || (venueAway && !oldest)) return stale(facts, ageMs ?? now - feed.venue!.since)

  const well = { ageMs: null, roundTripMs: contact.roundTripMs, warning: null }
  if (heard) return { ...well, state: 'live', label: 'Live' }
  if (feed.phase === 'polling') return { ...well, state: 'polling', label: 'Polling' }
  if (feed.phase === 'reconnecting') return { ...well, state: 'reconnecting', label: 'Reconnecting', ageMs: now - feed.since }
  return { ...well, state: 'connecting', label: 'Connecting' }
}
