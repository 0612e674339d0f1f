import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { operationOne, priceData, priceUpdate } from '@/testing/fixtures'
import { ordered, state } from '@/testing/feedMessages'
import { parseMessage } from './protocol'

const read = (message: unknown) => parseMessage(JSON.stringify(message))

// A message that the contract gains is looked at here: what it changes on the page stands in channels.ts and feedToQueries.ts.
const looked = [
  'authenticated', 'token_refresh_required', 'snapshot', 'catch_up', 'heartbeat', 'unsubscribed', 'error',
  'position_closed', 'position_changed', 'position_update', 'pause_state_change', 'stats_update', 'order_update', 'fill', 'operation_update',
  'protection_change', 'plan_update', 'strategy_update', 'movement', 'proof_recorded', 'alert', 'alarms_update', 'external_orders_update',
  'equity_update', 'price_update', 'venue_status', 'bot_update', 'bot_event', 'emergency_stop', 'signal_update',
]

describe('what the server says', () => {
  it('is what the contract names', () => {
    const contract = readFileSync('../api/feed.yaml', 'utf8')
    const told = contract.slice(contract.indexOf('\n  tellFeed:'), contract.indexOf('\n  tellSse:'))
    const named = [...told.matchAll(/#\/channels\/feed\/messages\/(\w+)/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(looked.toSorted())
  })

  it('is read by its type', () => {
    expect(read(priceUpdate())).toEqual({ kind: 'price', data: priceData() })
    expect(read({ type: 'heartbeat', epoch: 7, seq: 3, timestamp: '' })).toEqual({ kind: 'heartbeat', epoch: 7, seq: 3 })
    expect(read({ type: 'venue_status', channel: 'prices', data: { state: 'silent', reason: 'no message' } })).toEqual({ kind: 'venue', state: 'silent', reason: 'no message' })
    expect(read({ type: 'token_refresh_required', expires_at: '2026-01-02T00:00:00.000Z' })).toEqual({ kind: 'refresh', expiresAt: Date.parse('2026-01-02T00:00:00.000Z') })
    expect(read({ type: 'error', code: 'UNKNOWN_SYMBOL', message: 'no' })).toMatchObject({ kind: 'error', code: 'UNKNOWN_SYMBOL' })
    expect(read({ type: 'authenticated' })).toMatchObject({ kind: 'answer' })
  })

  it('tells ordered from state messages', () => {
    expect(read(ordered('positions', 'position_closed', 5, 2, { position_id: 1 }))).toMatchObject({ seq: 5, prevSeq: 2, readable: true })
    expect(read(state('positions', 'position_changed', 6, operationOne))).toMatchObject({ seq: 6, prevSeq: null, readable: true })
  })

  it('keeps the place of an ordered message whose content it cannot read', () => {
    expect(read(ordered('positions', 'position_closed', 5, 2, { position_id: 'one' }))).toMatchObject({ seq: 5, readable: false })
    expect(read(ordered('orders', 'fill', 5, 2, null))).toMatchObject({ seq: 5, readable: false })
  })

  it('takes types that it does not know yet', () => {
    expect(read(ordered('bots', 'bot_started', 5, 0, { id: 'b' }))).toMatchObject({ type: 'bot_started', readable: true })
  })

  it('reads the channels of a snapshot that it knows', () => {
    const data = { positions: {}, stats: { currency: 'USDC' }, weather: {}, orders: [] }
    expect(read({ type: 'snapshot', epoch: 1, seq: 2, timestamp: '', resync: true, more: false, data })).toEqual({
      kind: 'snapshot',
      epoch: 1,
      seq: 2,
      resync: true,
      more: false,
      data: { positions: {}, stats: { currency: 'USDC' } },
    })
  })

  it.each([
    'no json',
    'null',
    '[]',
    '{"type":"news"}',
    '{"type":"venue_status","data":{"state":"sleepy"}}',
    '{"type":"venue_status"}',
    '{"type":"heartbeat","epoch":1,"seq":-1}',
    '{"type":"snapshot","epoch":1,"seq":2}',
    '{"type":"catch_up","epoch":1,"to_seq":2,"events":[{"type":"fill"}]}',
    JSON.stringify({ ...priceUpdate(), data: { ...priceData(), bid: 89245 } }),
    JSON.stringify(priceUpdate({ ask: '1e5' })),
    JSON.stringify({ ...priceUpdate(), data: { ...priceData(), sent_us: 'now' } }),
    JSON.stringify({ ...priceUpdate(), data: null }),
    JSON.stringify(ordered('positions', 'position_closed', 5, 5, { position_id: 1 })),
    JSON.stringify({ ...ordered('positions', 'position_closed', 5, 2, { position_id: 1 }), channel: 'weather' }),
  ])('is dropped when it has another shape: %s', (text) => {
    expect(parseMessage(text)).toBeNull()
  })

  it('may leave the last trade unknown', () => {
    expect(read(priceUpdate({ last: null }))).toMatchObject({ data: { last: null } })
  })
})
