import { describe, expect, it } from 'vitest'
import { hedge, pausedBy, pause, unpaused, view } from '@/testing/bots'
import { ordered, snapshot, state } from '@/testing/feedMessages'
import { operationOne } from '@/testing/fixtures'
import { hedgeKey } from './channels'
import type { Channel, FeedEvent, Snapshot } from './protocol'
import { readMessage } from './protocol'
import { View } from './view'

const key = hedgeKey('default', hedge.position_id)
const event = (message: unknown) => readMessage(message) as FeedEvent

function told() {
  const known = new View()
  const data: Partial<Record<Channel, unknown>> = {
    positions: { 1: operationOne, [hedge.position_id]: hedge },
    pause_state: { paused: false, scope: 'all', reason: null, active_breakers: [], by: null, at: null, bots: { default: unpaused } },
    bots: { default: view },
  }
  known.snapshot(readMessage(snapshot(10, data)) as Snapshot, 7)
  return known
}

describe('what the feed tells of bots', () => {
  it('keeps spot and hedged positions of one channel apart', () => {
    const { state: known } = told()
    expect([...known.positions!.keys()]).toEqual([1])
    expect([...known.hedges!.keys()]).toEqual([key])
    expect(known.bots!.get('default')).toEqual({ view, receivedAt: 7 })
  })

  it('replaces a hedged position by its newest word, and leaves the spot rows the same objects', () => {
    const known = told()
    const spot = known.state.positions
    known.event(event(state('positions', 'position_update', 12, { ...hedge, total_pnl_usd: '50.00' })), 8)
    known.event(event(state('positions', 'position_update', 11, { ...hedge, total_pnl_usd: '1.00' })), 9)
    expect(known.state.hedges!.get(key)!.total_pnl_usd).toBe('50.00')
    expect(known.state.positions).toBe(spot)
  })

  it('takes a closed one away by its name, and none of the others', () => {
    const known = told()
    known.event(event(ordered('positions', 'position_closed', 11, 10, { position_id: hedge.position_id, bot: 'default', status: 'closed' })), 8)
    expect(known.state.hedges!.size).toBe(0)
    expect(known.state.positions!.size).toBe(1)
  })

  it('does not mix up two bots whose positions have one name', () => {
    const known = told()
    known.event(event(state('positions', 'position_update', 12, { ...hedge, bot: 'second', total_pnl_usd: '1.00' })), 8)
    known.event(event(state('positions', 'position_update', 11, { ...hedge, total_pnl_usd: '2.00' })), 9)
    expect([...known.state.hedges!.values()].map(({ bot, total_pnl_usd: profit }) => [bot, profit])).toEqual([
      ['default', '2.00'],
      ['second', '1.00'],
    ])
    known.event(event(ordered('positions', 'position_closed', 13, 10, { position_id: hedge.position_id, bot: 'second', status: 'closed' })), 10)
    expect([...known.state.hedges!.keys()]).toEqual([key])
  })

  it('keeps a stuck one: it is not closed', () => {
    const known = told()
    known.event(event(state('positions', 'position_update', 12, { ...hedge, status: 'stuck' })), 8)
    expect(known.state.hedges!.get(key)!.status).toBe('stuck')
  })

  it('does not take a bot’s pause for the desk’s', () => {
    const known = told()
    known.event(event(ordered('pause_state', 'pause_state_change', 11, 10, { bot: 'default', ...pausedBy(pause) })), 8)
    expect(known.state.bot_pauses!.get('default')!.paused).toBe(true)
    expect(known.state.pause_state!.paused).toBe(false)
  })

  it('replaces each bot’s view on its own', () => {
    const known = told()
    known.event(event(state('bots', 'bot_update', 12, { ...view, name: 'second' })), 8)
    known.event(event(state('bots', 'bot_update', 11, { ...view, runtime: { ...view.runtime, state: 'degraded' } })), 9)
    expect([...known.state.bots!.keys()]).toEqual(['default', 'second'])
    expect(known.state.bots!.get('default')!.view.runtime.state).toBe('degraded')
  })

  it.each([
    ['a hedge without its figures', 'positions', 'position_update', { kind: 'hedge', position_id: 'pos_1', bot: 'default', status: 'open' }],
    ['a figure that is no decimal', 'positions', 'position_update', { ...hedge, total_pnl_usd: 45.3 }],
    ['a bot without a state', 'bots', 'bot_update', { name: 'default', runtime: {} }],
  ] as const)('does not show %s', (_, channel, type, data) => {
    const known = told()
    const before = known.state
    known.event(event(state(channel, type, 12, data)), 8)
    expect(known.state).toBe(before)
  })

  it('passes over a message that it does not know', () => {
    const known = told()
    const before = known.state
    expect(known.event(event(ordered('bots', 'something_new', 11, 10, {})), 8).hole).toBeNull()
    expect(known.state).toBe(before)
  })

  it('forgets every part of a channel together', () => {
    const known = told()
    known.forget('positions')
    expect(known.state.hedges).toBeUndefined()
    expect(known.state.positions).toBeUndefined()
    expect(known.state.bots).toBeDefined()
  })
})
