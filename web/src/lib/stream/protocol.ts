// What WS /ws/v1/feed, /api/v1/feed/sse and /api/v1/feed/poll say; the three speak the same messages. Text from
// outside: what does not have the promised shape is null. Ordered messages carry prev_seq, state messages do not.
import { isDecimal } from '../format'
import type { DecimalText } from '../decimal'

export const channelNames = ['positions', 'pause_state', 'stats', 'orders', 'operations', 'alerts', 'approvals', 'equity', 'prices', 'bots'] as const
export type Channel = (typeof channelNames)[number]

export type VenueState = 'connecting' | 'live' | 'silent' | 'down'
const venueStates: readonly string[] = ['connecting', 'live', 'silent', 'down'] satisfies VenueState[]

export type Fields = Record<string, unknown>

export interface PriceData {
  symbol: string
  /** The last trade; the best bid while no trade is known. */
  price: DecimalText
  bid: DecimalText
  ask: DecimalText
  last: DecimalText | null
  age_ms: number
  stale: boolean
  source: string
  venue_time_ms: number
  /** When its bytes reached Robson and when they left again, microseconds of Robson's clock. */
  received_us: number
  sent_us: number
  tick_size: DecimalText | null
}

/** One message of a channel. An unreadable one keeps its place in the row, so that it is known to be missing. */
export interface FeedEvent {
  kind: 'event'
  type: string
  channel: Channel
  epoch: number
  seq: number
  /** Of the ordered message before it in its channel; null of a state message. */
  prevSeq: number | null
  timestamp: string
  data: Fields
  readable: boolean
}

export interface Snapshot {
  kind: 'snapshot'
  epoch: number
  seq: number
  /** What was asked for could not be resumed: events may be missing between. */
  resync: boolean
  more: boolean
  data: Partial<Record<Channel, Fields>>
}

export interface CatchUp {
  kind: 'catch_up'
  epoch: number
  toSeq: number
  more: boolean
  events: FeedEvent[]
}

export type FeedMessage =
  | FeedEvent
  | Snapshot
  | CatchUp
  | { kind: 'heartbeat'; epoch: number; seq: number }
  | { kind: 'price'; data: PriceData }
  | { kind: 'venue'; state: VenueState; reason: string }
  | { kind: 'refresh'; expiresAt: number }
  | { kind: 'error'; code: string; message: string }
  | { kind: 'answer'; type: string }

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isChannel = (value: unknown): value is Channel => channelNames.includes(value as Channel)
const isText = (value: unknown): value is string => typeof value === 'string'
const decimalIn = (fields: Fields, name: string) => isText(fields[name]) && isDecimal(fields[name])

function isPrice(data: unknown): data is Fields {
  if (!isObject(data)) return false
  return (
    isText(data.symbol) &&
    decimalIn(data, 'bid') &&
    decimalIn(data, 'ask') &&
    (data.last === null || decimalIn(data, 'last')) &&
    ['age_ms', 'venue_time_ms', 'received_us', 'sent_us'].every((name) => Number.isFinite(data[name])) &&
    typeof data.stale === 'boolean' &&
    (data.tick_size == null || decimalIn(data, 'tick_size'))
  )
}

/** The two-legged position of a bot, which comes whole. */
const isHedge = (data: Fields) =>
  data.kind === 'hedge' && isText(data.position_id) && isText(data.bot) && isText(data.status) && decimalIn(data, 'total_pnl_usd') && decimalIn(data, 'deployed_usd')

/** What the page relies on in each message; further members are taken as the contract has them. */
const shapes: Record<string, (data: Fields) => boolean> = {
  position_changed: (data) => isCount(data.id) && isText(data.symbol) && decimalIn(data, 'quantity') && decimalIn(data, 'entry_price'),
  position_update: (data) => isHedge(data) || (isCount(data.position_id) && (data.current_price === null || decimalIn(data, 'current_price'))),
  position_closed: (data) => isCount(data.position_id) || (isText(data.position_id) && isText(data.bot)),
  pause_state_change: (data) => typeof data.paused === 'boolean',
  stats_update: (data) => isText(data.currency),
  equity_update: (data) => isText(data.currency),
  order_update: (data) => isText(data.client_order_id) && isText(data.status),
  external_orders_update: (data) => Array.isArray(data.orders) && data.orders.every((order) => isObject(order) && isText(order.client_order_id)),
  fill: (data) => isText(data.client_order_id),
  operation_update: (data) => isObject(data.operation) && isCount(data.operation.id) && isText(data.operation.symbol),
  alarms_update: (data) => Array.isArray(data.alarms),
  bot_update: (data) => isText(data.name) && isObject(data.runtime) && isText(data.runtime.state),
  bot_event: (data) => isCount(data.id) && isText(data.bot) && isText(data.text) && isText(data.type) && isText(data.at),
  signal_update: (data) =>
    isCount(data.id) && isText(data.instrument) && isText(data.status) && isText(data.created_at) && ['price', 'volume', 'confidence'].every((name) => decimalIn(data, name)),
  emergency_stop: (data) => isCount(data.id) && Array.isArray(data.bots),
}

function readEvent(fields: unknown): FeedEvent | null {
  if (!isObject(fields)) return null
  const { type, channel, epoch, seq, prev_seq: prevSeq, timestamp, data } = fields
  if (!isText(type) || !isChannel(channel) || !isCount(epoch) || !isCount(seq) || !isText(timestamp)) return null
  if (prevSeq !== undefined && (!isCount(prevSeq) || prevSeq >= seq)) return null
  const readable = isObject(data) && (shapes[type]?.(data) ?? true)
  return { kind: 'event', type, channel, epoch, seq, prevSeq: prevSeq ?? null, timestamp, data: isObject(data) ? data : {}, readable }
}

function readSnapshot({ epoch, seq, resync, more, data }: Fields): Snapshot | null {
  if (!isCount(epoch) || !isCount(seq) || !isObject(data)) return null
  const known = Object.entries(data).filter(([name, content]) => isChannel(name) && isObject(content))
  return { kind: 'snapshot', epoch, seq, resync: resync === true, more: more === true, data: Object.fromEntries(known) as Snapshot['data'] }
}

function readCatchUp({ epoch, to_seq: toSeq, more, events }: Fields): CatchUp | null {
  if (!isCount(epoch) || !isCount(toSeq) || !Array.isArray(events)) return null
  const read = events.map(readEvent)
  if (read.includes(null)) return null
  return { kind: 'catch_up', epoch, toSeq, more: more === true, events: read as FeedEvent[] }
}

export function readMessage(fields: unknown): FeedMessage | null {
  if (!isObject(fields)) return null
  switch (fields.type) {
    case 'snapshot':
      return readSnapshot(fields)
    case 'catch_up':
      return readCatchUp(fields)
    case 'heartbeat':
      return isCount(fields.epoch) && isCount(fields.seq) ? { kind: 'heartbeat', epoch: fields.epoch, seq: fields.seq } : null
    case 'price_update':
      return isPrice(fields.data) ? { kind: 'price', data: { tick_size: null, ...fields.data } as unknown as PriceData } : null
    case 'venue_status': {
      if (!isObject(fields.data) || !venueStates.includes(String(fields.data.state))) return null
      return { kind: 'venue', state: fields.data.state as VenueState, reason: String(fields.data.reason ?? '') }
    }
    case 'token_refresh_required':
      return { kind: 'refresh', expiresAt: Date.parse(String(fields.expires_at)) || 0 }
    case 'error':
      return { kind: 'error', code: String(fields.code), message: String(fields.message) }
    case 'authenticated':
    case 'unsubscribed':
      return { kind: 'answer', type: fields.type }
    default:
      return readEvent(fields)
  }
}

export function parseMessage(text: string): FeedMessage | null {
  try {
    return readMessage(JSON.parse(text))
  } catch {
    return null
  }
}
