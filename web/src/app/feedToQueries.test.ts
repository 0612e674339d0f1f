import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it, vi } from 'vitest'
import { detail, operation, order, risk } from '@/testing/desk'
import { ordered, state } from '@/testing/feedMessages'
import { hedge, stop, unpaused, view } from '@/testing/bots'
import { operationOne, summary } from '@/testing/fixtures'
import { fed, signal } from '@/testing/signals'
import { afterEvent, afterSnapshot, type FeedState } from '@/lib/stream/channels'
import type { Changes } from '@/lib/stream/feed'
import { readMessage, type Channel, type FeedEvent } from '@/lib/stream/protocol'
import { bring, outdatedBy, type Key } from './feedToQueries'
import { Refetches } from './refetches'

const event = (type: string, data: unknown, channel: Channel = 'operations') => readMessage(ordered(channel, type, 5, 0, data)) as FeedEvent

function brought(part: Partial<Changes>, held: [Key, unknown][] = []) {
  const queries = new QueryClient()
  for (const [key, data] of held) queries.setQueryData(key, data)
  const again: Key[] = []
  bring(queries, { state: {}, events: [], told: [], resynced: [], ...part }, (keys) => again.push(...keys))
  return { get: (...key: Key) => queries.getQueryData<never>(key), again }
}

const told: FeedState = {
  positions: new Map([[1, { position: operationOne, receivedAt: 0, value: null }]]),
  stats: summary,
  alerts: [{ code: 'STALE_PRICE', severity: 'warning', text: 'old', operation_id: null, since: null }],
}

describe('what the feed tells', () => {
  it('stands in the cache, without a question', () => {
    const { get } = brought({ state: told, told: ['positions', 'stats', 'alerts'] }, [[['risk'], risk]])
    expect(get('positions')).toEqual({ positions: [operationOne] })
    expect(get('summary')).toBe(summary)
    expect(get('risk')).toMatchObject({ alarms: told.alerts, worst_case: risk.worst_case })
  })

  it('leaves the rows alone when only their figures moved', () => {
    const value = readMessage(state('positions', 'position_update', 6, { position_id: 1, current_price: null })) as FeedEvent
    const { get, again } = brought({ state: told, events: [value] })
    expect(get('positions')).toBeUndefined()
    expect(again).toEqual([])
  })

  it('puts an order and an operation into the answers that hold them', () => {
    const moved = { ...operation, stop_price: '89500.00' }
    const { get } = brought(
      { events: [event('order_update', { ...order, status: 'CANCELLED' }, 'orders'), event('operation_update', { what: 'stop_moved', operation: moved })] },
      [
        [['orders', 'open'], { orders: [order], next_cursor: null }],
        [['operations', 'one', 9], detail],
        [['operations', 'page', '', null], { operations: [operation] }],
      ],
    )
    expect(get('orders', 'open')).toMatchObject({ orders: [{ status: 'CANCELLED' }] })
    expect(get('operations', 'one', 9)).toMatchObject({ stop_price: '89500.00', timeline: detail.timeline })
    expect(get('operations', 'page', '', null)).toEqual({ operations: [moved] })
  })

  it.each([
    ['pause_state_change', { paused: true }, 'pause_state', ['risk']],
    ['fill', { client_order_id: 'a', operation_id: 9 }, 'orders', ['orders', 'balance', 'risk', 'operations']],
    ['protection_change', { operation_id: 9 }, 'operations', ['risk', 'operations']],
    ['movement', { asset: 'USDC', operation_id: null }, 'operations', ['balance']],
    ['plan_update', { plan_id: 7 }, 'operations', ['plan']],
    ['strategy_update', { strategy_id: 1 }, 'operations', ['strategies', 'signal-policies']],
    ['signal_update', { id: 7 }, 'approvals', ['signals']],
    ['something_new', {}, 'operations', []],
  ] as const)('%s makes old what it changes', (type, data, channel, names) => {
    expect([...new Set(outdatedBy(event(type, data, channel)).map(([name]) => name))]).toEqual(names)
  })

  it('makes old what may have been missed when a channel is told anew', () => {
    expect(brought({ told: ['orders', 'pause_state'], resynced: ['orders'] }).again).toEqual([['orders'], ['operations'], ['risk']])
  })
})

describe('asking again', () => {
  it('is done at once, and in a burst not more than a few times a second', () => {
    vi.useFakeTimers()
    const asked: unknown[] = []
    const refetches = new Refetches({ invalidateQueries: async (filters) => void asked.push(filters?.queryKey) })
    for (let i = 0; i < 10; i += 1) {
      refetches.ask([['orders']])
      vi.advanceTimersByTime(50)
    }
    expect(asked.length).toBe(2)
    vi.advanceTimersByTime(1000)
    expect(asked.length).toBe(3)
    refetches.stop()
    vi.useRealTimers()
  })
})

describe('what the feed tells of bots', () => {
  const row = { view, receivedAt: 0 }
  const told: FeedState = { positions: new Map(), hedges: new Map([[hedge.position_id, hedge]]), bots: new Map([['default', row]]), bot_pauses: new Map([['default', unpaused]]) }
  const botEvent = { id: 9, bot: 'default', at: '2026-01-02T03:04:05.000Z', type: 'funding_payment', severity: 'info', position_id: hedge.position_id, asset: 'SOL', text: 'Funding received', data: {} }

  it('is one picture in the cache', () => {
    const { get } = brought({ state: told, told: ['bots'] })
    expect(get('bots', 'desk')).toMatchObject([{ name: 'default', positions: [hedge], pauses: unpaused }])
  })

  it('is not drawn anew for a price of a spot position', () => {
    const value = readMessage(state('positions', 'position_update', 6, { position_id: 1, current_price: null })) as FeedEvent
    expect(brought({ state: told, events: [value] }).get('bots', 'desk')).toBeUndefined()
  })

  it('a hedge that moved has its own page asked for again', () => {
    const moved = readMessage(state('positions', 'position_update', 6, hedge)) as FeedEvent
    const { get, again } = brought({ state: told, events: [moved] })
    expect(get('bots', 'desk')).toBeDefined()
    expect(again).toEqual([['bots', 'one', 'default', hedge.position_id]])
  })

  it('puts what a bot did at the top of the activity, once', () => {
    const held: [Key, unknown][] = [[['bots', 'events', 'default'], { events: [{ ...botEvent, id: 8 }], hours: 1 }]]
    const twice = [event('bot_event', botEvent, 'bots'), event('bot_event', botEvent, 'bots')]
    const { get, again } = brought({ state: told, events: twice }, held)
    expect(get('bots', 'events', 'default')).toMatchObject({ events: [{ id: 9 }, { id: 8 }], hours: 1 })
    expect(again).toContainEqual(['bots', 'history'])
  })

  it('replaces an emergency stop by its newest word', () => {
    const confirmed = { ...stop, success: true }
    const { get } = brought({ state: told, events: [event('emergency_stop', confirmed, 'bots')] }, [[['emergency-stops'], { stops: [stop, { ...stop, id: 0 }] }]])
    expect(get('emergency-stops')).toEqual({ stops: [confirmed, { ...stop, id: 0 }] })
  })
})

describe('what the feed tells of signals', () => {
  const [three, seven] = [signal(3, { blocked_by: 'POLICY_COOLDOWN' }, 4), signal(7)]
  const waits: FeedState = { approvals: new Map([three, seven].map((each) => [each.id, fed(each)])) }
  const came = event('signal_update', fed(seven), 'approvals')

  it('adds one that came, with what is known of the others, and asks for the rest', () => {
    const { get, again } = brought({ state: waits, events: [came] }, [[['signals', 'pending'], { signals: [three], as_of: '2026-01-02T03:04:05.000Z' }]])
    expect(get('signals', 'pending')).toMatchObject({ signals: [three, { id: 7, distance_percent: null, stop_loss: null }], as_of: '2026-01-02T03:04:05.000Z' })
    expect(again).toEqual([['signals']])
  })

  it('takes away one that was decided, wherever that was', () => {
    const decided = event('signal_update', fed(seven, { status: 'REJECTED', decision: 'rejected', decided_by: 'ben' }), 'approvals')
    const { get } = brought({ state: { approvals: new Map([[3, fed(three)]]) }, events: [decided] }, [[['signals', 'pending'], { signals: [three, seven], as_of: '' }]])
    expect(get('signals', 'pending')).toMatchObject({ signals: [three] })
  })

  it('does not bring back one that REST has seen decided before the feed', () => {
    const { get } = brought({ state: waits, events: [came] }, [[['signals', 'pending'], { signals: [seven], as_of: new Date().toISOString() }]])
    expect(get('signals', 'pending')).toMatchObject({ signals: [{ id: 7 }] })
  })

  it('is whole after a snapshot, also where nothing was asked before', () => {
    expect(brought({ state: waits, told: ['approvals'] }).get('signals', 'pending')).toMatchObject({ signals: [{ id: 3 }, { id: 7 }] })
  })

  it('is kept in the state of the channel, until it waits no more', () => {
    const known = afterSnapshot({}, 'approvals', { 3: fed(three), 4: fed(signal(4), { status: 'EXPIRED' }) }, 0)
    expect([...known.approvals!.keys()]).toEqual([3])
    const two = afterEvent(known, came, 0)
    expect([...two.approvals!.keys()]).toEqual([3, 7])
    expect([...afterEvent(two, event('signal_update', fed(three, { status: 'EXPIRED' }), 'approvals'), 0).approvals!.keys()]).toEqual([7])
  })

  it('with a figure that is none is not read', () => {
    expect(event('signal_update', { ...fed(seven), price: 'many' }, 'approvals').readable).toBe(false)
  })
})
