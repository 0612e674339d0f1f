import { describe, expect, it } from 'vitest'
import { operationOne } from '@/testing/fixtures'
import { operation, order } from '@/testing/desk'
import * as feed from '@/testing/feedMessages'
import { readMessage, type CatchUp, type FeedEvent, type Snapshot } from './protocol'
import { View } from './view'

const now = 1000
const event = (message: unknown) => readMessage(message) as FeedEvent
const page = (message: unknown) => readMessage(message) as Snapshot
const missed = (message: unknown) => readMessage(message) as CatchUp

const closed = (seq: number, prev: number, id = 1) => event(feed.ordered('positions', 'position_closed', seq, prev, { position_id: id, symbol: 'BTCUSDC', reason: 'STOP' }))
const changed = (seq: number, id = 1, quantity = '1') => event(feed.state('positions', 'position_changed', seq, { ...operationOne, id, quantity }))
const valued = (seq: number, id = 1, pnl = '5.00') => event(feed.state('positions', 'position_update', seq, { position_id: id, current_price: '90000.00', unrealized_pnl: pnl, price_age_ms: 10, stale: false }))

function begun(seq = 10): View {
  const view = new View()
  view.snapshot(page(feed.snapshot(seq, { positions: { 1: operationOne }, orders: {} })), now)
  return view
}

describe('the view of the feed', () => {
  it('begins with a snapshot, whose pages are taken together', () => {
    const view = new View()
    expect(view.snapshot(page(feed.snapshot(10, { positions: { 1: operationOne } }, { more: true })), now).begun).toEqual([])
    expect(view.state.positions).toBeUndefined()
    const outcome = view.snapshot(page(feed.snapshot(10, { positions: { 2: { ...operationOne, id: 2 } }, stats: { currency: 'USDC' } })), now)
    expect(outcome.begun).toEqual(['positions', 'stats'])
    expect([...view.state.positions!.keys()]).toEqual([1, 2])
    expect(view.state.stats).toEqual({ currency: 'USDC' })
    expect(view.resume()).toEqual({ epoch: feed.epoch, last_seq: 10 })
  })

  it('does not mix the pages of a snapshot that broke off with those of the next one', () => {
    const view = new View()
    view.snapshot(page(feed.snapshot(10, { positions: { 1: operationOne } }, { more: true })), now)
    view.lineBroke()
    view.snapshot(page(feed.snapshot(10, { positions: { 2: { ...operationOne, id: 2 } } })), now)
    expect([...view.state.positions!.keys()]).toEqual([2])
  })

  it('knows what is empty from what is unknown', () => {
    const view = begun()
    expect(view.state.orders?.size).toBe(0)
    expect(view.state.operations).toBeUndefined()
  })

  it('carries a row on by its values, and takes the row of a newer one whole', () => {
    const view = begun()
    view.event(valued(11), now + 5)
    expect(view.state.positions!.get(1)).toMatchObject({ position: operationOne, value: { unrealized_pnl: '5.00', receivedAt: now + 5 } })
    view.event(changed(12, 1, '2'), now + 6)
    expect(view.state.positions!.get(1)).toMatchObject({ position: { quantity: '2' }, value: null, receivedAt: now + 6 })
    view.event(valued(13, 7), now)
    expect(view.state.positions!.has(7)).toBe(false)
  })

  it('leaves what did not change the same object', () => {
    const view = begun()
    const before = view.state
    view.event(valued(11), now)
    expect(view.state.orders).toBe(before.orders)
    expect(view.state).not.toBe(before)
  })

  it('removes what has closed', () => {
    const view = begun()
    expect(view.event(closed(11, 0), now).events).toHaveLength(1)
    expect(view.state.positions!.size).toBe(0)
  })

  it('applies no message twice and none that the snapshot contains', () => {
    const view = begun()
    expect(view.event(closed(9, 8), now).events).toEqual([])
    expect(view.event(changed(10), now).events).toEqual([])
    view.event(closed(11, 10, 5), now)
    expect(view.event(closed(11, 10, 5), now)).toMatchObject({ events: [], hole: null })
    view.event(changed(12), now)
    expect(view.event(valued(12), now).events).toEqual([])
  })

  it('ignores a channel whose snapshot is still on the way', () => {
    const view = begun()
    expect(view.event(event(feed.ordered('operations', 'operation_update', 11, 3, { operation })), now)).toMatchObject({ events: [], hole: null })
  })

  it('notices a hole by prev_seq, stands still there, and says so once', () => {
    const view = begun()
    view.event(closed(11, 9, 5), now)
    expect(view.event(closed(15, 13, 1), now).hole).toEqual({ channel: 'positions', after: 11 })
    expect(view.event(closed(16, 15, 1), now).hole).toBeNull()
    expect(view.state.positions!.has(1)).toBe(true)
    // Other channels go on; a reconnect would begin where the hole is.
    const other = view.event(event(feed.ordered('orders', 'order_update', 17, 4, { ...order, status: 'PENDING' })), now)
    expect(other.events).toHaveLength(1)
    expect(view.resume()).toMatchObject({ last_seq: 11 })
  })

  it('is repaired by what it missed, each message once', () => {
    const view = begun()
    view.event(closed(11, 9, 5), now)
    view.event(closed(15, 13, 1), now)
    const outcome = view.catchUp(missed(feed.catchUp(11, 15, [
      feed.ordered('positions', 'position_closed', 11, 9, { position_id: 5 }),
      feed.ordered('positions', 'position_closed', 13, 11, { position_id: 6 }),
      feed.ordered('positions', 'position_closed', 15, 13, { position_id: 1 }),
    ])), now)
    expect(outcome.events.map((each) => each.seq)).toEqual([13, 15])
    expect(view.state.positions!.size).toBe(0)
    expect(view.broken).toBe(false)
    expect(view.resume()).toMatchObject({ last_seq: 15 })
  })

  it('says so when what it was told does not fill the hole', () => {
    const view = begun()
    view.event(closed(15, 13, 1), now)
    const outcome = view.catchUp(missed(feed.catchUp(10, 15, [feed.ordered('positions', 'position_closed', 15, 13, { position_id: 1 })])), now)
    expect(outcome.hole).toEqual({ channel: 'positions', after: 10 })
  })

  it('treats an ordered message that cannot be read as missing', () => {
    const view = begun()
    expect(view.event(event(feed.ordered('positions', 'position_closed', 11, 9, { position_id: 'x' })), now).hole).toEqual({ channel: 'positions', after: 10 })
  })

  it('goes on from the last message of a page, not from the end of the answer, when the line breaks between pages', () => {
    const view = begun()
    view.catchUp(missed(feed.catchUp(10, 90, [feed.ordered('positions', 'position_closed', 40, 0, { position_id: 5 })], { more: true })), now)
    expect(view.resume()).toMatchObject({ last_seq: 40 })
    view.catchUp(missed(feed.catchUp(10, 90, [])), now)
    expect(view.resume()).toMatchObject({ last_seq: 90 })
  })

  it('resumes from the newest number that it saw, a heartbeat’s too', () => {
    const view = begun()
    view.heartbeat(feed.epoch, 50)
    expect(view.resume()).toMatchObject({ last_seq: 50 })
  })

  it('is told when events may be missing: a snapshot of what was known', () => {
    const view = begun()
    expect(view.snapshot(page(feed.snapshot(99, { positions: {}, operations: {} }, { resync: true })), now)).toMatchObject({ resynced: ['positions'], begun: ['operations'] })
    expect(view.state.positions!.size).toBe(0)
  })

  it('does not take messages of another log', () => {
    const view = begun()
    expect(view.event(event(feed.state('positions', 'position_changed', 11, operationOne, feed.epoch + 1)), now).foreign).toBe(true)
    expect(view.heartbeat(feed.epoch + 1, 1).foreign).toBe(true)
    expect(view.catchUp(missed(feed.catchUp(10, 11, [], { epoch: feed.epoch + 1 })), now).foreign).toBe(true)
    view.snapshot(page(feed.snapshot(3, { positions: {} }, { epoch: feed.epoch + 1 })), now)
    expect(view.resume()).toEqual({ epoch: feed.epoch + 1, last_seq: 3 })
    expect(view.state.orders).toBeUndefined()
  })

  it('takes the orders of other hands as a whole', () => {
    const view = begun()
    const own = { ...order, client_order_id: 'own', status: 'PENDING' }
    const theirs = (id: string) => ({ ...order, client_order_id: id, origin: 'external', status: 'PENDING' })
    view.event(event(feed.ordered('orders', 'order_update', 11, 0, own)), now)
    view.event(event(feed.state('orders', 'external_orders_update', 12, { orders: [theirs('a'), theirs('b')] })), now)
    view.event(event(feed.state('orders', 'external_orders_update', 13, { orders: [theirs('b')] })), now)
    expect([...view.state.orders!.keys()]).toEqual(['own', 'b'])
  })

  it('keeps live orders and open operations only', () => {
    const view = new View()
    view.snapshot(page(feed.snapshot(1, { orders: {}, operations: {} })), now)
    view.event(event(feed.ordered('orders', 'order_update', 2, 0, { ...order, live: true, status: 'PENDING' })), now)
    expect(view.state.orders!.size).toBe(1)
    view.event(event(feed.ordered('orders', 'order_update', 3, 2, order)), now)
    expect(view.state.orders!.size).toBe(0)
    view.event(event(feed.ordered('operations', 'operation_update', 4, 0, { what: 'opened', operation: { ...operation, status: 'ACTIVE' } })), now)
    expect(view.state.operations!.size).toBe(1)
    view.event(event(feed.ordered('operations', 'operation_update', 5, 4, { what: 'closed', operation })), now)
    expect(view.state.operations!.size).toBe(0)
  })
})
