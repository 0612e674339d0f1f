// What WS /ws/prices/ says (api/openapi.yaml). Text from outside: what does not have the promised shape is null.
import { isDecimal } from '../format'
import type { PriceUpdate } from '../api/types'

export type VenueState = 'connecting' | 'live' | 'silent' | 'down'

export type ServerMessage =
  | PriceUpdate
  | { type: 'venue_status'; state: VenueState; reason: string }
  | { type: 'subscribed' | 'unsubscribed'; symbols: string[] }
  | { type: 'heartbeat'; timestamp: number }
  | { type: 'error'; code: string; message: string; field?: string }

const venueStates: readonly string[] = ['connecting', 'live', 'silent', 'down']

type Fields = Record<string, unknown>

function isPriceUpdate(fields: Fields): boolean {
  const decimal = (name: string) => typeof fields[name] === 'string' && isDecimal(fields[name])
  const number = (name: string) => Number.isFinite(fields[name])
  return (
    typeof fields.symbol === 'string' &&
    decimal('bid') &&
    decimal('ask') &&
    (fields.last === null || decimal('last')) &&
    number('age_ms') &&
    number('venue_time_ms') &&
    number('sent_ms') &&
    typeof fields.stale === 'boolean'
  )
}

export function parseMessage(text: string): ServerMessage | null {
  let fields: Fields
  try {
    fields = JSON.parse(text) as Fields
  } catch {
    return null
  }
  switch (fields?.type) {
    case 'price_update':
      return isPriceUpdate(fields) ? (fields as unknown as PriceUpdate) : null
    case 'venue_status':
      if (!venueStates.includes(String(fields.state))) return null
      return { type: 'venue_status', state: fields.state as VenueState, reason: String(fields.reason ?? '') }
    case 'heartbeat':
    case 'subscribed':
    case 'unsubscribed':
    case 'error':
      return fields as unknown as ServerMessage
    default:
      return null
  }
}
