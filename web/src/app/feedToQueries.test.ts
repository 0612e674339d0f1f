import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it, vi } from 'vitest'
import { detail, operation, order, risk } from '@/testing/desk'
import { ordered, state } from '@/testing/feedMessages'
import { operationOne, summary } from '@/testing/fixtures'
import type { FeedState } from '@/lib/stream/channels'
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
        [['orders', 'open'], { pages: [{ orders: [order] }], pageParams: [null] }],
        [['operations', 'one', 9], detail],
        [['operations', 'page', '', null], { operations: [operation] }],
      ],
    )
    expect(get('orders', 'open')).toMatchObject({ pages: [{ orders: [{ status: 'CANCELLED' }] }] })
    expect(get('operations', 'one', 9)).toMatchObject({ stop_price: '89500.00', timeline: detail.timeline })
    expect(get('operations', 'page', '', null)).toEqual({ operations: [moved] })
  })

  it.each([
    ['pause_state_change', { paused: true }, 'pause_state', ['risk']],
    ['fill', { client_order_id: 'a', operation_id: 9 }, 'orders', ['orders', 'balance', 'risk', 'operations']],
    ['protection_change', { operation_id: 9 }, 'operations', ['risk', 'operations']],
    ['movement', { asset: 'USDC', operation_id: null }, 'operations', ['balance']],
    ['plan_update', { plan_id: 7 }, 'operations', ['plan']],
    ['strategy_update', { strategy_id: 1 }, 'operations', ['strategies']],
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
