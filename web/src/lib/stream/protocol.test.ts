import { describe, expect, it } from 'vitest'
import { priceUpdate } from '@/testing/fixtures'
import { parseMessage } from './protocol'

describe('what the server says', () => {
  it('is read by its type', () => {
    expect(parseMessage(JSON.stringify(priceUpdate()))).toEqual(priceUpdate())
    expect(parseMessage('{"type":"heartbeat","timestamp":1}')).toEqual({ type: 'heartbeat', timestamp: 1 })
    expect(parseMessage('{"type":"venue_status","state":"silent","reason":"no message"}')).toEqual({
      type: 'venue_status',
      state: 'silent',
      reason: 'no message',
    })
  })

  it.each([
    'no json',
    'null',
    '[]',
    '{"type":"news"}',
    '{"type":"venue_status","state":"sleepy"}',
    JSON.stringify({ ...priceUpdate(), bid: 89245 }),
    JSON.stringify({ ...priceUpdate(), ask: '1e5' }),
    JSON.stringify({ ...priceUpdate(), age_ms: 'old' }),
    JSON.stringify({ ...priceUpdate(), symbol: undefined }),
  ])('is dropped when it has another shape: %s', (text) => {
    expect(parseMessage(text)).toBeNull()
  })

  it('may leave the last trade unknown', () => {
    expect(parseMessage(JSON.stringify(priceUpdate({ last: null })))).toMatchObject({ last: null })
  })
})
