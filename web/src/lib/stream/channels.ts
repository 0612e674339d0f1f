// What each channel amounts to: its state after a snapshot, and after one more message. Pure; a state is never changed,
// but replaced, so that a reader sees at once what stayed the same.
import type { Alarm, BotPauseState, BotPosition, BotRuntime, BotStats, Chains, DecisionWord, Operation, Order, PortfolioSummary, Position, Side, SignalStatus } from '../api/types'
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

/** What everyone of the client may see of a signal (FeedSignal of api/feed.yaml). */
export interface FeedSignal {
  readonly id: number
  readonly producer_id: string
  readonly producer: string
  readonly external_id: string
  readonly instrument: string
  readonly side: Side
  readonly price: DecimalText
  readonly volume: DecimalText
  readonly confidence: DecimalText
  readonly status: SignalStatus
  readonly created_at: string
  readonly expires_at: string
  readonly decision: DecisionWord | null
  readonly reason: string | null
  readonly decided_by: string | null
  readonly decided_at: string | null
  readonly plan_id: number | null
}

/** How a bot is, as far as the server knows. */
export interface BotView {
  readonly name: string
  readonly runtime: BotRuntime
  /** null while it never told them. */
  readonly stats: BotStats | null
  readonly chains: Chains | null
}

export interface BotRow {
  readonly view: BotView
  /** By this device's clock: what the view calls its age grows from here. */
  readonly receivedAt: number
}

/** A channel that nobody asked for, or that has not answered yet, is undefined. */
export interface FeedState {
  /** The spot ones. */
  readonly positions?: ReadonlyMap<number, PositionRow>
  /** The bots' two-legged ones, of the same channel, by `hedgeKey`. */
  readonly hedges?: ReadonlyMap<string, BotPosition>
  readonly pause_state?: PauseState
  /** Of the same channel, by bot. */
  readonly bot_pauses?: ReadonlyMap<string, BotPauseState>
  readonly bots?: ReadonlyMap<string, BotRow>
  readonly stats?: PortfolioSummary
  readonly orders?: ReadonlyMap<string, Order>
  readonly operations?: ReadonlyMap<number, Operation>
  readonly alerts?: readonly Alarm[]
  readonly equity?: Equity
  /** Signals that wait for a decision. */
  readonly approvals?: ReadonlyMap<number, FeedSignal>
}

/** One part of the state, told by one channel; a channel may tell several. */
interface Reducer<Name extends keyof FeedState> {
  channel: Channel
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

const isHedge = (value: { kind?: unknown } | null | undefined) => value?.kind === 'hedge'

const positions: Reducer<'positions'> = {
  channel: 'positions',
  snapshot: (data, at) =>
    new Map([...mapOf<number, Position>(data, (position) => (isHedge(position) ? undefined : position?.id))].map(([id, position]) => [id, { position, receivedAt: at, value: null }])),
  event: (rows, { type, data }, at) => {
    if (isHedge(data) || typeof data.position_id === 'string') return rows
    if (type === 'position_closed') return changed(rows, data.position_id as number, null)
    if (type === 'position_changed') {
      const position = data as unknown as Position
      return changed(rows, position.id, { position, receivedAt: at, value: null })
    }
    const row = type === 'position_update' ? rows?.get(data.position_id as number) : undefined
    return row ? changed(rows, row.position.id, { ...row, value: valueOf(data, at) }) : rows
  },
}

/** Two bots may each have a position of one name. */
export function hedgeKey(bot: string, id: string): string {
  return `${bot}:${id}`
}

const ended = new Set<BotPosition['status']>(['closed', 'liquidated'])

const hedges: Reducer<'hedges'> = {
  channel: 'positions',
  snapshot: (data) => mapOf<string, BotPosition>(data, (position) => (isHedge(position) && !ended.has(position.status) ? hedgeKey(position.bot, position.position_id) : undefined)),
  event: (rows, { type, data }) => {
    if (type === 'position_closed' && typeof data.position_id === 'string') return changed(rows, hedgeKey(data.bot as string, data.position_id), null)
    if (!isHedge(data)) return rows
    const position = data as unknown as BotPosition
    return changed(rows, hedgeKey(position.bot, position.position_id), ended.has(position.status) ? null : position)
  },
}

const mayFill = new Set<Order['status']>(['PENDING', 'PARTIALLY_FILLED', 'UNKNOWN'])

/** All orders of other hands: those that are not among them have gone. */
function withExternal(known: ReadonlyMap<string, Order> | undefined, external: readonly Order[]): ReadonlyMap<string, Order> {
  const own = [...(known ?? [])].filter(([, order]) => order.origin !== 'external')
  return new Map([...own, ...external.map((order) => [order.client_order_id, order] as const)])
}

const orders: Reducer<'orders'> = {
  channel: 'orders',
  snapshot: (data) => mapOf<string, Order>(data, (order) => order?.client_order_id),
  event: (known, { type, data }) => {
    if (type === 'external_orders_update') return withExternal(known, data.orders as Order[])
    if (type !== 'order_update') return known
    const order = data as unknown as Order
    return changed(known, order.client_order_id, mayFill.has(order.status) ? order : null)
  },
}

const operations: Reducer<'operations'> = {
  channel: 'operations',
  snapshot: (data) => mapOf<number, Operation>(data, (operation) => operation?.id),
  event: (known, { type, data }) => {
    if (type !== 'operation_update') return known
    const operation = data.operation as Operation
    const open = operation.status === 'PLANNED' || operation.status === 'ACTIVE'
    return changed(known, operation.id, open ? operation : null)
  },
}

const approvals: Reducer<'approvals'> = {
  channel: 'approvals',
  snapshot: (data) => mapOf<number, FeedSignal>(data, (signal) => (signal?.status === 'NEW' ? signal.id : undefined)),
  event: (waiting, { type, data }) => {
    if (type !== 'signal_update') return waiting
    const signal = data as unknown as FeedSignal
    return changed(waiting, signal.id, signal.status === 'NEW' ? signal : null)
  },
}

/** A channel with one object: the newest is all there is. Empty means that it is not known. */
function whole<Name extends 'stats' | 'equity'>(channel: Channel, type: string): Reducer<Name> {
  return {
    channel,
    snapshot: (data) => (Object.keys(data).length > 0 ? (data as NonNullable<FeedState[Name]>) : undefined),
    event: (state, event) => (event.type === type ? (event.data as NonNullable<FeedState[Name]>) : state),
  }
}

/** The desk's own pause; those of bots carry the bot's name. */
const pauseState: Reducer<'pause_state'> = {
  channel: 'pause_state',
  snapshot: (data) => ('paused' in data ? (data as unknown as PauseState) : undefined),
  event: (state, { type, data }) => (type === 'pause_state_change' && data.bot === undefined ? (data as unknown as PauseState) : state),
}

const botPauses: Reducer<'bot_pauses'> = {
  channel: 'pause_state',
  snapshot: ({ bots }) => new Map(Object.entries((bots ?? {}) as Record<string, BotPauseState>)),
  event: (pauses, { type, data }) =>
    type === 'pause_state_change' && typeof data.bot === 'string' ? changed(pauses, data.bot, data as unknown as BotPauseState) : pauses,
}

const bots: Reducer<'bots'> = {
  channel: 'bots',
  snapshot: (data, at) => new Map([...mapOf<string, BotView>(data, (view) => view?.name)].map(([name, view]) => [name, { view, receivedAt: at }])),
  event: (rows, { type, data }, at) => {
    if (type !== 'bot_update') return rows
    const view = data as unknown as BotView
    return changed(rows, view.name, { view, receivedAt: at })
  },
}

const alerts: Reducer<'alerts'> = {
  channel: 'alerts',
  snapshot: ({ alarms }) => (Array.isArray(alarms) ? (alarms as Alarm[]) : []),
  event: (alarms, { type, data }) => (type === 'alarms_update' ? (data.alarms as Alarm[]) : alarms),
}

const reducers: { [Name in keyof FeedState]-?: Reducer<Name> } = {
  positions,
  hedges,
  orders,
  operations,
  alerts,
  approvals,
  bots,
  pause_state: pauseState,
  bot_pauses: botPauses,
  stats: whole<'stats'>('stats', 'stats_update'),
  equity: whole<'equity'>('equity', 'equity_update'),
}

type Part = keyof FeedState
const partsOf = (channel: Channel) => (Object.entries(reducers) as [Part, Reducer<Part>][]).filter(([, reducer]) => reducer.channel === channel)

export function afterSnapshot(state: FeedState, channel: Channel, data: Fields, at: number): FeedState {
  const parts = partsOf(channel)
  if (parts.length === 0) return state
  return { ...state, ...Object.fromEntries(parts.map(([part, reducer]) => [part, reducer.snapshot(data, at)])) }
}

export function afterEvent(state: FeedState, event: FeedEvent, at: number): FeedState {
  let next = state
  for (const [part, reducer] of partsOf(event.channel)) {
    const before = state[part]
    const after = reducer.event(before, event, at)
    if (after !== before) next = { ...next, [part]: after }
  }
  return next
}

export function without(state: FeedState, channel: Channel): FeedState {
  const dropped = new Set<string>(partsOf(channel).map(([part]) => part))
  if (!Object.keys(state).some((part) => dropped.has(part))) return state
  return Object.fromEntries(Object.entries(state).filter(([part]) => !dropped.has(part)))
}

/** State messages of one key replace each other; this names the key. */
export function keyOf({ type, data }: FeedEvent): string {
  if (typeof data.position_id === 'string') return hedgeKey(data.bot as string, data.position_id)
  const id = data.position_id ?? data.id ?? (type === 'bot_update' ? data.name : undefined)
  return typeof id === 'number' || typeof id === 'string' ? `${id}` : type
}
