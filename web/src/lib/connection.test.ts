import { describe, expect, it } from 'vitest'
import { connectionView, type ConnectionFacts } from './connection'

const now = 100_000

function facts(part: Partial<ConnectionFacts> = {}): ConnectionFacts {
  return {
    now,
    deviceOnline: true,
    contact: { lastAnswerAt: now, silentSince: null, roundTripMs: 12 },
    feed: { phase: 'live', since: 0, venue: { state: 'live', reason: '', since: 0 } },
    heardAt: now - 300,
    oldest: { confirmedAt: now - 400, stale: false },
    ...part,
  }
}

const feed = (phase: ConnectionFacts['feed']['phase'], since = now - 3000) => ({ phase, since, venue: null })

describe('the connection in words', () => {
  it('is live with its round trip and without a warning', () => {
    expect(connectionView(facts())).toEqual({ state: 'live', label: 'Live', ageMs: null, roundTripMs: 12, warning: null })
  })

  it('blames the exchange while the server answers', () => {
    const view = connectionView(facts({ oldest: { confirmedAt: now - 12_000, stale: true } }))
    expect(view).toMatchObject({ state: 'stale', ageMs: 12_000 })
    expect(view.warning).toBe('Exchange feed silent for 12 s — prices below are old. The Robson server itself answers.')
  })

  it('says that the exchange is away when the server knows it', () => {
    const away = { phase: 'live' as const, since: 0, venue: { state: 'down' as const, reason: 'refused', since: now - 8000 } }
    expect(connectionView(facts({ feed: away, oldest: undefined })).warning).toContain('The exchange cannot be reached for 8 s')
  })

  it('does not warn while REST confirms the prices of an exchange whose stream is away', () => {
    const away = { phase: 'live' as const, since: 0, venue: { state: 'down' as const, reason: '', since: now - 8000 } }
    expect(connectionView(facts({ feed: away })).state).toBe('live')
  })

  it('blames the server when nothing answers', () => {
    const contact = { lastAnswerAt: now - 20_000, silentSince: now - 8000, roundTripMs: 3 }
    const view = connectionView(facts({ contact, feed: feed('polling') }))
    expect(view).toMatchObject({ state: 'offline', ageMs: 8000, roundTripMs: null })
    expect(view.warning).toContain('The Robson server has not answered for 8 s')
  })

  it('is not offline for one lost request while the stream speaks', () => {
    const contact = { lastAnswerAt: now, silentSince: now - 100, roundTripMs: 3 }
    expect(connectionView(facts({ contact })).state).toBe('live')
  })

  it('blames the device when it has no network', () => {
    expect(connectionView(facts({ deviceOnline: false, feed: feed('reconnecting') })).warning).toContain('This device is offline for 3 s')
  })

  it.each([
    ['sse', 'SSE'],
    ['polling', 'Polling'],
    ['reconnecting', 'Reconnecting'],
    ['connecting', 'Connecting'],
  ] as const)('names the phase %s', (phase, label) => {
    expect(connectionView(facts({ feed: feed(phase) })).label).toBe(label)
  })

  it('is stale at once when a device wakes that slept: the line has said nothing for longer than a heartbeat', () => {
    const slept = { heardAt: now - 3_600_000, oldest: undefined }
    for (const phase of ['live', 'reconnecting'] as const) {
      const view = connectionView(facts({ ...slept, feed: feed(phase) }))
      expect(view).toMatchObject({ state: 'stale', ageMs: 3_600_000 })
      expect(view.warning).toContain('Nothing was heard from Robson for 60 min')
    }
    expect(connectionView(facts({ heardAt: now - 6000, oldest: undefined })).state).toBe('live')
  })

  it('does not call the server well while its line is away', () => {
    const old = { confirmedAt: now - 6000, stale: false }
    expect(connectionView(facts({ oldest: old, feed: feed('reconnecting') })).warning).toContain('The line is being opened again')
  })

  it('is stale after five seconds even if nobody said so', () => {
    expect(connectionView(facts({ oldest: { confirmedAt: now - 5001, stale: false } })).state).toBe('stale')
    expect(connectionView(facts({ oldest: { confirmedAt: now - 5000, stale: false } })).state).toBe('live')
  })
})
