// What the feed told, brought into the cache of answers: what it tells whole is put there, what it only tells of is asked
// for again. Pure but for the cache; once a frame.
import type { QueryClient } from '@tanstack/react-query'
import type { BotEvent, EmergencyStop, EmergencyStops, Operation, OperationDetail, Operations, Order, Orders, PendingSignals, RiskMetrics } from '@/lib/api/types'
import { mostEvents, type Activity } from '@/features/bots/api/events'
import { deskFrom } from '@/lib/bots/desk'
import { reconciled } from '@/lib/signals'
import type { Changes } from '@/lib/stream/feed'
import type { Channel, FeedEvent } from '@/lib/stream/protocol'

export type Key = readonly (string | number | null)[]

/** What may be old after a channel was told anew: events between may have been missed. */
const ofChannel: Partial<Record<Channel, readonly Key[]>> = {
  orders: [['orders'], ['operations']],
  operations: [['operations'], ['balance'], ['plan'], ['strategies']],
  alerts: [['risk']],
  pause_state: [['risk']],
  approvals: [['signals']],
  bots: [['bots', 'events'], ['bots', 'one'], ['bots', 'breakers'], ['bots', 'history'], ['emergency-stops']],
}

function ofOperation(id: unknown): Key[] {
  return typeof id === 'number' ? [['operations', 'one', id], ['operations', 'trades', id], ['operations', 'proof', id]] : []
}

/** A bot's event changes what was asked of that bot; its money only where it tells of money. */
function ofBotEvent({ type, position_id: id, bot }: BotEvent): Key[] {
  const keys: Key[] = id === null ? [] : [['bots', 'one', bot, id]]
  if (type.startsWith('breaker_')) keys.push(['bots', 'breakers'])
  if (type === 'funding_payment' || type === 'position_closed' || type === 'position_liquidated') keys.push(['bots', 'history'])
  if (type === 'position_closed' || type === 'position_liquidated' || type === 'position_opening') keys.push(['bots', 'positions'])
  if (type === 'config_changed') keys.push(['bots', 'config'])
  return keys
}

/** What is to be asked for again because of this event. */
export function outdatedBy({ type, data }: FeedEvent): Key[] {
  switch (type) {
    case 'position_closed':
      return typeof data.position_id === 'string' ? [['bots', 'positions']] : [['risk'], ['balance'], ['operations', 'page'], ['performance']]
    case 'position_update':
      return typeof data.position_id === 'string' ? [['bots', 'one', data.bot as string, data.position_id]] : []
    case 'bot_event':
      return ofBotEvent(data as unknown as BotEvent)
    case 'emergency_stop':
      return [['risk']]
    case 'pause_state_change':
    case 'alarms_update':
    case 'alert':
      return [['risk']]
    case 'external_orders_update':
      return [['orders']]
    case 'order_update':
      return [['orders'], ...ofOperation(data.operation_id)]
    case 'fill':
      return [['orders'], ['balance'], ['risk'], ...ofOperation(data.operation_id)]
    case 'operation_update': {
      const operation = data.operation as Operation
      return [['operations', 'page'], ['operations', 'of', operation.symbol], ['risk'], ...ofOperation(operation.id)]
    }
    case 'protection_change':
      return [['risk'], ...ofOperation(data.operation_id)]
    case 'proof_recorded':
      return ofOperation(data.operation_id)
    case 'movement':
      return [['balance'], ...ofOperation(data.operation_id)]
    case 'plan_update':
      return typeof data.plan_id === 'number' ? [['plan', data.plan_id]] : []
    case 'strategy_update':
      return [['strategies'], ['signal-policies']]
    case 'signal_update':
      return [['signals']]
    default:
      return []
  }
}

function putOrder(queries: QueryClient, order: Order): void {
  queries.setQueriesData<Orders>({ queryKey: ['orders'] }, (before) =>
    before?.orders.some((each) => each.client_order_id === order.client_order_id)
      ? { ...before, orders: before.orders.map((each) => (each.client_order_id === order.client_order_id ? order : each)) }
      : before,
  )
}

/** An event tells no price: the figures that move stay as they were until the next answer. */
function moved<T extends Operation>(before: T, operation: Operation): T {
  if (operation.status !== 'ACTIVE' || operation.unrealized_pnl !== null) return { ...before, ...operation }
  const { current_price, unrealized_pnl, unrealized_pnl_percent, stale } = before
  return { ...before, ...operation, current_price, unrealized_pnl, unrealized_pnl_percent, stale }
}

function putOperation(queries: QueryClient, operation: Operation): void {
  queries.setQueryData<OperationDetail>(['operations', 'one', operation.id], (before) => before && moved(before, operation))
  queries.setQueriesData<Operations>({ queryKey: ['operations', 'page'] }, (before) =>
    before?.operations.some(({ id }) => id === operation.id)
      ? { ...before, operations: before.operations.map((each) => (each.id === operation.id ? moved(each, operation) : each)) }
      : before,
  )
}

/** Newest first; each once. */
function putBotEvent(queries: QueryClient, event: BotEvent): void {
  queries.setQueryData<Activity>(['bots', 'events', event.bot], (before) =>
    !before || before.events.some(({ id }) => id === event.id) ? before : { ...before, events: [event, ...before.events].slice(0, mostEvents) },
  )
}

function putStop(queries: QueryClient, stop: EmergencyStop): void {
  queries.setQueryData<EmergencyStops>(['emergency-stops'], (before) => {
    const others = (before?.stops ?? []).filter(({ id }) => id !== stop.id)
    return { stops: [stop, ...others].sort((a, b) => b.id - a.id) }
  })
}

function put(queries: QueryClient, { type, data }: FeedEvent): void {
  if (type === 'order_update') putOrder(queries, data as unknown as Order)
  else if (type === 'bot_event') putBotEvent(queries, data as unknown as BotEvent)
  else if (type === 'emergency_stop') putStop(queries, data as unknown as EmergencyStop)
  else if (type === 'operation_update') putOperation(queries, data.operation as Operation)
}

const rows = new Set(['position_changed', 'position_closed'])

/** Spot positions move with every price; the picture of the bots is drawn anew only for what is theirs. */
const isOfBots = ({ type, data }: FeedEvent) => type === 'bot_update' || typeof data.position_id === 'string' || (type === 'pause_state_change' && typeof data.bot === 'string')
const channelsOfBots: readonly Channel[] = ['bots', 'positions', 'pause_state']

/** @param again asks for these answers again, sooner or later */
export function bring(queries: QueryClient, { state, events, told }: Changes, again: (keys: Key[]) => void): void {
  const has = (channel: Channel, ...types: string[]) => told.includes(channel) || events.some((event) => types.includes(event.type))
  if (state.positions && (told.includes('positions') || events.some(({ type }) => rows.has(type)))) {
    const positions = [...state.positions.values()].map((row) => row.position).sort((a, b) => a.id - b.id)
    queries.setQueryData(['positions'], { positions })
  }
  const desk = channelsOfBots.some((channel) => told.includes(channel)) || events.some(isOfBots) ? deskFrom(state) : null
  if (desk) queries.setQueryData(['bots', 'desk'], desk)
  if (state.stats && has('stats', 'stats_update')) queries.setQueryData(['summary'], state.stats)
  if (state.alerts && has('alerts', 'alarms_update')) {
    const alarms = [...state.alerts]
    const updatedAt = queries.getQueryState(['risk'])?.dataUpdatedAt ?? 0 // The other figures are as old as they were.
    queries.setQueryData<RiskMetrics>(['risk'], (before) => before && { ...before, alarms }, { updatedAt })
  }
  const { approvals } = state
  if (approvals && has('approvals', 'signal_update')) {
    queries.setQueryData<PendingSignals>(['signals', 'pending'], (before) => reconciled(before, approvals))
  }
  for (const event of events) put(queries, event)
  const keys = [...told.flatMap((channel) => ofChannel[channel] ?? []), ...events.flatMap(outdatedBy)]
  if (keys.length > 0) again(keys)
}
