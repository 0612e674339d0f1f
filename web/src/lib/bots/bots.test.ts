import { describe, expect, it } from 'vitest'
import { away, bot, hedge, status, stats, unpaused, view } from '@/testing/bots'
import { FakeServer } from '@/testing/fakeServer'
import { createDesk } from '@/testing/render'
import { exactly } from '../api/exact'
import { botIn, chosen, deskFrom, hedgeIdIn, isCurrent, knownAt } from './desk'
import { lastKnown } from './lastKnown'
import { botDeskQuery } from './useBotDesk'

const row = (part: object = {}) => ({ view: { ...view, runtime: { ...view.runtime, ...part } }, receivedAt: 5000 })

describe('the picture of the bots', () => {
  it('is not there until every channel of it has told', () => {
    expect(deskFrom({ bots: new Map([['default', row()]]), hedges: new Map() })).toBeNull()
  })

  it('says that positions are not known where the bot never told them, not that there are none', () => {
    const state = { bots: new Map([['default', row({ age_ms: null })]]), hedges: new Map(), bot_pauses: new Map() }
    expect(deskFrom(state)![0]!.positions).toBeNull()
    expect(deskFrom({ ...state, bots: new Map([['default', row()]]) })![0]!.positions).toEqual([])
  })

  it('gives each bot its own positions, the default bot first', () => {
    const other = { ...hedge, position_id: 'pos_2', bot: 'alpha' }
    const desk = deskFrom({
      bots: new Map([
        ['alpha', { ...row(), view: { ...view, name: 'alpha' } }],
        ['default', row()],
      ]),
      hedges: new Map([hedge, other].map((each) => [each.position_id, each])),
      bot_pauses: new Map([['default', unpaused]]),
    })!
    expect(desk.map(({ name, positions, pauses }) => [name, positions!.map((each) => each.position_id), pauses?.paused])).toEqual([
      ['default', [hedge.position_id], false],
      ['alpha', ['pos_2'], undefined],
    ])
  })

  it('shows the bot of the address, else the default one', () => {
    const bots = [{ name: 'alpha' }, { name: 'default' }]
    expect(chosen(bots, 'alpha')!.name).toBe('alpha')
    expect(chosen(bots, 'gone')!.name).toBe('default')
    expect(chosen([], 'alpha')).toBeUndefined()
  })

  it('counts the age from when it was told', () => {
    expect(knownAt({ ...bot(), receivedAt: 5000 })).toBe(4000)
    expect(knownAt(bot({}, { age_ms: null }))).toBeNull()
  })

  it.each(['unavailable', 'recovering', 'starting', 'shutdown'] as const)('does not take what is known of a bot that is %s for what is', (state) => {
    expect(isCurrent(bot({ receivedAt: 5000 }, { state }), 5000)).toBe(false)
  })

  it('is not of now any more once nothing was heard for longer than its figures are good', () => {
    const told = bot({ receivedAt: 5000 }, { age_ms: 1000 })
    expect([5000, 10_000, 10_001].map((now) => isCurrent(told, now))).toEqual([true, true, false])
    expect(isCurrent(bot({ receivedAt: 5000 }, { age_ms: 7000 }), 5000)).toBe(false)
    expect(isCurrent(bot({ receivedAt: 5000 }, { age_ms: null }), 5000)).toBe(false)
  })

  it('reads names from an address, and nothing else', () => {
    expect([botIn('alpha-1'), botIn(7), botIn('../x'), botIn('')]).toEqual(['alpha-1', '7', undefined, undefined])
    expect([hedgeIdIn('pos_1'), hedgeIdIn('12'), hedgeIdIn('a/b')]).toEqual(['pos_1', undefined, undefined])
  })

  it('is put together from REST, each figure asked for as a string', async () => {
    const asked: string[] = []
    const server = new FakeServer()
      .on('GET /api/v1/bots', ({ query }) => {
        asked.push(query.toString())
        return { bots: [{ name: 'default' }] }
      })
      .on('GET /api/v1/status', status)
      .on('GET /api/v1/stats', stats)
      .on('GET /api/v1/positions', ({ query }) => {
        asked.push(query.toString())
        return { positions: [hedge] }
      })
    const { client, feed, queries } = createDesk(server)
    const [found] = await queries.fetchQuery(botDeskQuery(client, feed))
    expect(found).toMatchObject({ name: 'default', positions: [hedge], stats, pauses: unpaused })
    expect(asked).toEqual(['decimals=string', 'bot=default&decimals=string'])
  })
})

describe('a bot that is away', () => {
  const asks = (document: object) => {
    const server = new FakeServer()
    const answer = async () => new Response(JSON.stringify(document), { status: 503, headers: { 'Content-Type': 'application/problem+json' } })
    const { client } = createDesk(Object.assign(server, { fetch: answer }))
    return lastKnown(client.get<{ positions: unknown[] }>('/api/v1/positions'))
  }

  it('is answered for with what was last known, marked with its time', async () => {
    expect(await asks(away({ positions: [hedge] }))).toEqual({
      data: { positions: [hedge] },
      away: { message: 'Trading bot is starting up or recovering', cachedAt: '2026-01-02T03:00:00.000Z', retryAfter: 5, correlationId: 'c-42' },
    })
  })

  it('of which nothing is known has no data', async () => {
    expect((await asks(away(null))).data).toBeNull()
  })

  it('is not what every 503 means', async () => {
    const other = Object.fromEntries(Object.entries(away(null)).filter(([name]) => name !== 'cached_data'))
    await expect(asks({ ...other, code: 'STORAGE_FAILED' })).rejects.toMatchObject({ status: 503, code: 'STORAGE_FAILED' })
  })
})

describe('an address', () => {
  it('leaves out what is not set', () => {
    expect(exactly('/x', { bot: 'a b', days: 7, position_id: undefined, q: '' })).toBe('/x?bot=a+b&days=7&decimals=string')
  })
})
