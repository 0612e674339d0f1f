// What each channel amounts to: its state after a snapshot, and after one more message. Pure; a state is never changed,
// but replaced, so that a reader sees at once what stayed the same.
import type { Alarm, Operation, Order, PortfolioSummary, Position } from '../api/types'
import type { DecimalText } from '../decimal'
import type { Valuation } from '../positions/value'
import type { Channel, FeedEvent, Fields } from './protocol'

/** The figures of a position that move, as the server last told them. */
export interface PositionValue extends Valuation {
  readonly price_time: string | null
  readonly price_age_ms: number | null
  readonly stale: boolean
  /** By this device's clock. */
  readonly receivedAt: number
}

export interface PositionRow {
  readonly position: Position
  readonly receivedAt: number
  /** Newer than the row; null while the row itself is the newest. */
  readonly value: PositionValue | null
}

export interface PauseState {
  readonly paused: boolean
  readonly scope: string
  readonly reason: string | null
  readonly active_breakers: readonly string[]
  readonly by: string | null
  readonly at: string | null
}

export interface Equity {
  readonly currency: string
  readonly equity: DecimalText | null
  readonly stale: boolean
}

/** A channel that nobody asked for, or that has not answered yet, is undefined. */
export interface FeedState {
  readonly positions?: ReadonlyMap<number, PositionRow>
  readonly pause_state?: PauseState
  readonly stats?: PortfolioSummary
  readonly orders?: ReadonlyMap<string, Order>
  readonly operations?: ReadonlyMap<number, Operation>
  readonly alerts?: readonly Alarm[]
  readonly equity?: Equity
}

interface Reducer<Name extends keyof FeedState> {
  snapshot: (data: Fields, at: number) => NonNullable<FeedState[Name]> | undefined
  event: (state: NonNullable<FeedState[Name]> | undefined, event: FeedEvent, at: number) => NonNullable<FeedState[Name]> | undefined
}

function mapOf<Key, Value>(data: Fields, key: (value: Value) => Key | undefined): Map<Key, Value> {
  const map = new Map<Key, Value>()
  for (const value of Object.values(data) as Value[]) {
    const found = key(value)
    if (found !== undefined) map.set(found, value)
  }
  return map
}

function changed<Key, Value>(map: ReadonlyMap<Key, Value> | undefined, key: Key, value: Value | null): ReadonlyMap<Key, Value> {
  const next = new Map(map)
  if (value === null) next.delete(key)
  else next.set(key, value)
  return next
}

function valueOf(data: Fields, receivedAt: number): PositionValue {
  const told = data as unknown as Omit<PositionValue, 'receivedAt'>
  return {
    current_price: told.current_price,
    unrealized_pnl: told.unrealized_pnl,
    unrealized_pnl_exact: told.unrealized_pnl_exact,
    unrealized_pnl_percent: told.unrealized_pnl_percent,
    distance_to_stop_percent: told.distance_to_stop_percent,
    distance_to_target_percent: told.distance_to_target_percent,
    value: told.value,
    price_time: told.price_time,
    price_age_ms: told.price_age_ms,
    stale: told.stale,
    receivedAt,
  }
}

const positions: Reducer<'positions'> = {
  snapshot: (data, at) =>
    new Map([...mapOf<number, Position>(data, (position) => position?.id)].map(([id, position]) => [id, { position, receivedAt: at, value: null }])),
  event: (rows, { type, data }, at) => {
    if (type === 'position_closed') return changed(rows, data.position_id as number, null)
    if (type === 'position_changed') {
      const position = data as unknown as Position
      return changed(rows, position.id, { position, receivedAt: at, value: null })
    }
    const row = type === 'position_update' ? rows?.get(data.position_id as number) : undefined
    return row ? changed(rows, row.position.id, { ...row, value: valueOf(data, at) }) : rows
  },
}

const mayFill = new Set<Order['status']>(['PENDING', 'PARTIALLY_FILLED', 'UNKNOWN'])

/** All orders of other hands: those that are not among them have gone. */
function withExternal(known: ReadonlyMap<string, Order> | undefined, external: readonly Order[]): ReadonlyMap<string, Order> {
  const own = [...(known ?? [])].filter(([, order]) => order.origin !== 'external')
  return new Map([...own, ...external.map((order) => [order.client_order_id, order] as const)])
}

const orders: Reducer<'orders'> = {
  snapshot: (data) => mapOf<string, Order>(data, (order) => order?.client_order_id),
  event: (known, { type, data }) => {
    if (type === 'external_orders_update') return withExternal(known, data.orders as Order[])
    if (type !== 'order_update') return known
    const order = data as unknown as Order
    return changed(known, order.client_order_id, mayFill.has(order.status) ? order : null)
  },
}

const operations: Reducer<'operations'> = {
  snapshot: (data) => mapOf<number, Operation>(data, (operation) => operation?.id),
  event: (known, { type, data }) => {
    if (type !== 'operation_update') return known
    const operation = data.operation as Operation
    const open = operation.status === 'PLANNED' || operation.status === 'ACTIVE'
    return changed(known, operation.id, open ? operation : null)
  },
}

/** A channel with one object: the newest is all there is. Empty means that it is not known. */
function whole<T>(type: string): { snapshot: (data: Fields) => T | undefined; event: (state: T | undefined, event: FeedEvent) => T | undefined } {
  return {
    snapshot: (data) => (Object.keys(data).length > 0 ? (data as T) : undefined),
    event: (state, event) => (event.type === type ? (event.data as T) : state),
  }
}

const alerts: Reducer<'alerts'> = {
  snapshot: ({ alarms }) => (Array.isArray(alarms) ? (alarms as Alarm[]) : []),
  event: (alarms, { type, data }) => (type === 'alarms_update' ? (data.alarms as Alarm[]) : alarms),
}

const reducers = {
  positions,
  orders,
  operations,
  alerts,
  pause_state: whole<PauseState>('pause_state_change'),
  stats: whole<PortfolioSummary>('stats_update'),
  equity: whole<Equity>('equity_update'),
} as { [Name in keyof FeedState]-?: Reducer<Name> }

const reducerOf = (channel: Channel) => (reducers as Partial<Record<Channel, Reducer<keyof FeedState>>>)[channel]

export function afterSnapshot(state: FeedState, channel: Channel, data: Fields, at: number): FeedState {
  const reducer = reducerOf(channel)
  return reducer ? { ...state, [channel]: reducer.snapshot(data, at) } : state
}

export function afterEvent(state: FeedState, event: FeedEvent, at: number): FeedState {
  const reducer = reducerOf(event.channel)
  if (!reducer) return state
  const before = state[event.channel as keyof FeedState]
  const after = reducer.event(before, event, at)
  return after === before ? state : { ...state, [event.channel]: after }
}

export function without(state: FeedState, channel: Channel): FeedState {
  if (!(channel in state)) return state
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== channel))
}

/** State messages of one key replace each other; this names the key. */
export function keyOf({ type, data }: FeedEvent): string {
  const id = data.position_id ?? data.id
  return typeof id === 'number' ? `${id}` : type
}
