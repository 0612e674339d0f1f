// The signals that wait, put together of what REST answered and what the feed told since. Pure.
import type { PendingSignals, Signal } from './api/types'
import type { FeedSignal } from './stream/channels'
import type { Feed } from './stream/feed'
import { maturityOf } from './maturity'

/** The feed tells neither the producer's wishes nor what the policy says nor the market's units: unknown until REST has answered. */
function fromFeed(told: FeedSignal, now: number): Signal {
  const ageMs = Math.max(0, now - Date.parse(told.created_at))
  return {
    id: told.id,
    producer_id: told.producer_id,
    producer: told.producer,
    external_id: told.external_id,
    instrument: told.instrument,
    side: told.side,
    price: told.price,
    volume: told.volume,
    confidence: told.confidence,
    stop_loss: null,
    take_profit: null,
    payload: null,
    status: told.status,
    created_at: told.created_at,
    expires_at: told.expires_at,
    age_seconds: Math.floor(ageMs / 1000),
    maturity: maturityOf(ageMs),
    distance_percent: null,
    blocked_by: null,
    summary: '',
    approval: null,
    base_asset: '',
    contract_size: '1',
  }
}

/**
 * Which wait is the feed's word; what else is known of them stays. Oldest first.
 * What REST no longer had, though it is older than its answer, has been decided: the feed is about to say so.
 */
export function reconciled(known: PendingSignals | undefined, waiting: ReadonlyMap<number, FeedSignal>, now = Date.now()): PendingSignals {
  const byId = new Map(known?.signals.map((signal) => [signal.id, signal]))
  const waits = (told: FeedSignal) => !known || byId.has(told.id) || told.created_at >= known.as_of
  const signals = [...waiting.values()].filter(waits).map((told) => byId.get(told.id) ?? fromFeed(told, now))
  signals.sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id - b.id)
  return { signals, as_of: known?.as_of ?? new Date(now).toISOString() }
}

/** Those that the feed knows of; null while it does not follow. */
export function waitingOf(feed: Feed): ReadonlyMap<number, FeedSignal> | null {
  return feed.follows('approvals') ? (feed.state().approvals ?? null) : null
}
