import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { btcPrice, operationOne, priceUpdate } from '@/testing/fixtures'
import { feedDesk } from '@/testing/feedDesk'
import { catchUp, epoch, heartbeat, ordered, snapshot, state } from '@/testing/feedMessages'
import type { Changes } from './feed'

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)
const soon = () => vi.advanceTimersByTimeAsync(0)
const closed = (seq: number, prev: number, id = 1) => ordered('positions', 'position_closed', seq, prev, { position_id: id })

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(Date.parse('2026-01-02T03:04:06.000Z'))
})
afterEach(() => void vi.useRealTimers())

function started() {
  const desk = feedDesk()
  desk.feed.wantChannel('positions')
  desk.feed.want('BTCUSDC')
  desk.feed.start()
  return desk
}

function live() {
  const desk = started()
  desk.answer({ positions: { 1: operationOne } })
  return desk
}

describe('what is asked for', () => {
  it('is what components want, once for many of them, each kind in one message', async () => {
    const { feed, line } = started()
    feed.want('BTCUSDC')
    line.newest.accept()
    expect(line.newest.sent).toEqual([
      { action: 'subscribe', channels: ['positions'] },
      { action: 'subscribe', channels: ['prices'], symbols: ['BTCUSDC'] },
    ])
    feed.want('ETHUSDC')
    feed.want('SOLUSDC')
    feed.wantChannel('orders')
    await soon()
    expect(line.newest.sent.slice(2)).toEqual([
      { action: 'subscribe', channels: ['orders'] },
      { action: 'subscribe', channels: ['prices'], symbols: ['ETHUSDC', 'SOLUSDC'] },
    ])
  })

  it('is let go when nobody wants it any more, but not for a moment', async () => {
    const { feed, line } = live()
    const release = feed.want('ETHUSDC')
    const orders = feed.wantChannel('orders')
    await soon()
    release()
    release()
    orders()
    await seconds(1)
    const again = feed.want('ETHUSDC')
    await seconds(3)
    const said = line.newest.sent.length
    expect(line.newest.sent.at(-1)).toEqual({ action: 'unsubscribe', channels: ['orders'] })
    again()
    await seconds(4)
    expect(line.newest.sent.slice(said)).toEqual([{ action: 'unsubscribe', symbols: ['ETHUSDC'] }])
  })

  it('is at most what the server keeps for one line', async () => {
    const { feed, line } = feedDesk()
    for (let i = 0; i < 130; i += 1) feed.want(`S${i}`)
    feed.start()
    line.newest.accept()
    expect((line.newest.sent[0] as { symbols: string[] }).symbols).toHaveLength(100)
  })
})

describe('the line', () => {
  it('goes on where it broke off: by epoch and the highest number seen, within a second', async () => {
    const { line, feed, frame } = live()
    line.newest.say(closed(15, 0, 7))
    line.newest.say(heartbeat(40))
    frame()
    line.newest.hangUp()
    expect(feed.read().phase).toBe('reconnecting')
    await seconds(0.5)
    line.newest.accept()
    expect(line.newest.sent).toEqual([
      { action: 'subscribe', channels: ['positions'], last_seq: 40, epoch },
      { action: 'subscribe', channels: ['prices'], symbols: ['BTCUSDC'] },
    ])
    const seen: Changes[] = []
    feed.follow((changes) => seen.push(changes))
    line.newest.say(catchUp(40, 50, [closed(45, 15)], { more: true }))
    line.newest.say(catchUp(40, 50, [closed(50, 45, 9)]))
    frame()
    expect(seen[0]!.events.map(({ seq }) => seq)).toEqual([45, 50])
    expect(seen[0]!.resynced).toEqual([])
    expect(feed.state().positions!.size).toBe(0)
    expect(feed.read().phase).toBe('live')
  })

  it('begins with a channel that was not known when it broke off, and resumes the others', async () => {
    const { line, feed } = live()
    line.newest.hangUp()
    feed.wantChannel('orders')
    await seconds(0.5)
    line.newest.accept()
    expect(line.newest.sent.slice(0, 2)).toEqual([
      { action: 'subscribe', channels: ['positions'], last_seq: 10, epoch },
      { action: 'subscribe', channels: ['orders'] },
    ])
  })

  it('says when events may have been missed', async () => {
    const { line, feed, frame } = live()
    const seen: Changes[] = []
    feed.follow((changes) => seen.push(changes))
    line.newest.hangUp()
    await seconds(0.5)
    line.newest.accept()
    line.newest.say(snapshot(99, { positions: {} }, { resync: true }))
    frame()
    expect(seen[0]).toMatchObject({ resynced: ['positions'], told: ['positions'] })
  })

  it('begins anew when the server has another log', async () => {
    const { line, feed } = live()
    line.newest.say(state('positions', 'position_changed', 3, operationOne, epoch + 1))
    await soon()
    expect(line.sockets).toHaveLength(2)
    line.newest.accept()
    expect(line.newest.sent[0]).toEqual({ action: 'subscribe', channels: ['positions'] })
    expect(feed.follows('positions')).toBe(false)
  })

  it('drops what it cannot read and stays alive', () => {
    const { feed, line, frame } = live()
    line.newest.say('{"type":"price_update","data":{"symbol":"BTCUSDC"}}')
    line.newest.say('garbage')
    frame()
    expect(feed.price('BTCUSDC')).toBeUndefined()
    expect(feed.read().phase).toBe('live')
  })

  it('is quiet after stop, and the next one begins with nothing', async () => {
    const { feed, line, server, frame } = live()
    feed.stop()
    frame()
    await seconds(60)
    expect(line.sockets).toHaveLength(1)
    expect(server.polled).toEqual([])
    expect(feed.read().phase).toBe('idle')
    expect(feed.state()).toEqual({})
  })
})

describe('a hole', () => {
  it('is asked for, and nothing is shown out of order meanwhile', () => {
    const { line, feed, frame } = live()
    line.newest.say(closed(15, 13))
    frame()
    expect(line.newest.sent.at(-1)).toEqual({ action: 'subscribe', channels: ['positions'], last_seq: 10, epoch })
    expect(feed.state().positions!.size).toBe(1)
    expect(feed.follows('positions')).toBe(false)
    line.newest.say(catchUp(10, 15, [closed(13, 0, 5), closed(15, 13)]))
    frame()
    expect(feed.state().positions!.size).toBe(0)
    expect(feed.follows('positions')).toBe(true)
  })

  it('that stays is closed by a snapshot of the channel, and that failing by a new line', async () => {
    const { line } = live()
    line.newest.say(closed(15, 13))
    line.newest.say(catchUp(10, 15, [closed(15, 13)]))
    expect(line.newest.sent.at(-1)).toEqual({ action: 'subscribe', channels: ['positions'] })
    await seconds(7)
    expect(line.sockets).toHaveLength(2)
    line.newest.accept()
    expect(line.newest.sent[0]).toEqual({ action: 'subscribe', channels: ['positions'] })
  })
})

describe('what is handed to components', () => {
  it('is what came in one animation frame, the newest of each symbol', () => {
    const { feed, line, frame, frames } = live()
    let renders = 0
    feed.subscribe(() => (renders += 1))
    line.newest.say(priceUpdate({ last: '1', venue_time_ms: 1 }))
    line.newest.say(priceUpdate({ last: '3', venue_time_ms: 3 }))
    line.newest.say(priceUpdate({ last: '2', venue_time_ms: 2 }))
    line.newest.say(closed(11, 0))
    expect(frames).toHaveLength(1)
    expect(feed.state().positions!.size).toBe(1)
    frame()
    expect(renders).toBe(1)
    expect(feed.price('BTCUSDC')?.last).toBe('3')
    expect(feed.state().positions!.size).toBe(0)
  })

  it('is never more events than can wait', () => {
    const { feed, line } = live()
    const counts: number[] = []
    feed.follow(({ events }) => counts.push(events.length))
    for (let seq = 11; seq < 2100; seq += 1) line.newest.say(closed(seq, seq - 1, 5))
    expect(counts).toEqual([2001])
  })

  it('takes a REST answer in, and keeps the old price and its age when nobody confirms it', async () => {
    const { feed, frame } = live()
    feed.accept(btcPrice)
    frame()
    await seconds(9)
    const price = feed.price('BTCUSDC')!
    expect(Date.now() - price.confirmedAt).toBeGreaterThan(8000)
    expect(feed.oldest()).toBe(price)
  })

  it('tells of the exchange, and knows the clock of the server by the quickest message', () => {
    const { feed, line } = live()
    line.newest.say({ type: 'venue_status', channel: 'prices', timestamp: '', data: { state: 'down', reason: 'refused' } })
    expect(feed.read().venue).toMatchObject({ state: 'down', reason: 'refused' })
    line.newest.say(priceUpdate({ sent_us: (Date.now() + 3_599_990) * 1000 }))
    line.newest.say(priceUpdate({ sent_us: (Date.now() + 3_600_000) * 1000 }))
    expect(feed.serverNow() - Date.now()).toBe(3_600_000)
  })
})

describe('the ladder', () => {
  it('steps down to SSE after two failures and back up when the socket speaks', async () => {
    const { feed, line, streams, frame } = live()
    line.newest.hangUp()
    await seconds(0.5)
    line.newest.hangUp()
    expect(streams).toHaveLength(1)
    expect(Object.fromEntries(new URLSearchParams(streams[0]!.query))).toEqual({ channels: 'positions,prices', symbols: 'BTCUSDC', last_seq: '10', epoch: String(epoch) })
    streams[0]!.say(catchUp(10, 12, [closed(12, 0)]))
    frame()
    expect(feed.read().phase).toBe('sse')
    expect(feed.state().positions!.size).toBe(0)
    await seconds(2)
    line.newest.accept()
    line.newest.say(heartbeat(12))
    expect(feed.read().phase).toBe('live')
    expect(streams[0]!.closed).toBe(true)
  })

  it('does not wait for the socket’s turn when the server is back', async () => {
    const { line, streams, server } = live()
    for (let i = 0; i < 8; i += 1) {
      line.newest.hangUp()
      streams.at(-1)?.fail()
      await seconds(15)
    }
    server.messages = [heartbeat(10)]
    await soon()
    const before = line.sockets.length
    await seconds(2)
    expect(line.sockets.length).toBe(before + 1)
  })

  it('steps down to one question every two seconds when no stream can be had, and tries the streams again', async () => {
    const { feed, line, streams, server, frame } = live()
    server.messages = [snapshot(20, { positions: {} }), priceUpdate()]
    line.newest.hangUp()
    await seconds(0.5)
    line.newest.hangUp()
    streams[0]!.fail()
    await seconds(0.5)
    streams[1]!.fail()
    await soon()
    frame()
    expect(feed.read().phase).toBe('polling')
    expect(feed.price('BTCUSDC')?.last).toBe('89245.50')
    expect(feed.follows('positions')).toBe(true)
    expect(server.polled[0]).toContain('last_seq=10')
    const asked = server.polled.length
    await seconds(6)
    expect(server.polled.length - asked).toBe(3)
    expect(server.polled.at(-1)).toContain('last_seq=20')
    // The socket goes on failing; after half a minute SSE is tried once more.
    const failing = setInterval(() => line.newest.hangUp(), 1000)
    for (let i = 0; i < 70 && streams.length === 2; i += 1) await seconds(1)
    clearInterval(failing)
    expect(streams).toHaveLength(3)
    streams.at(-1)!.say(heartbeat(20))
    expect(feed.read().phase).toBe('sse')
    const polled = server.polled.length
    await seconds(4)
    expect(server.polled.length).toBe(polled)
  })

  it('asks the other ways anew when more is wanted', async () => {
    const { feed, line, streams } = live()
    line.newest.hangUp()
    await seconds(0.5)
    line.newest.hangUp()
    streams[0]!.say(heartbeat(10))
    feed.want('ETHUSDC')
    await vi.advanceTimersByTimeAsync(60)
    expect(streams).toHaveLength(2)
    expect(streams[1]!.query).toContain('ETHUSDC')
    feed.wantChannel('orders')
    await vi.advanceTimersByTimeAsync(60)
    expect(streams.at(-1)!.query).not.toContain('last_seq') // A channel that is not known needs its snapshot.
  })
})

describe('a device that slept', () => {
  it('is noticed within a second of waking, and reconnects at once', async () => {
    const { feed, line } = live()
    await seconds(1)
    vi.setSystemTime(Date.now() + 3_600_000)
    await seconds(1)
    expect(line.sockets).toHaveLength(2)
    expect(feed.read().phase).toBe('reconnecting')
    expect(Date.now() - feed.heardAt()!).toBeGreaterThan(3_600_000)
  })

  it('is not taken for one that sleeps when a hidden page has slow timers but hears its line', async () => {
    const { feed, line } = live()
    vi.setSystemTime(Date.now() + 60_000)
    line.newest.say(heartbeat(10))
    await seconds(1)
    feed.wake()
    expect(line.sockets).toHaveLength(1)
  })

  it('does not wait when its network is back', async () => {
    const { feed, line } = live()
    line.newest.hangUp()
    feed.wake()
    expect(line.sockets).toHaveLength(2)
  })
})

describe('the session', () => {
  it('is renewed before it ends, and the line told with a ticket', async () => {
    const { line, server } = live()
    line.newest.say({ type: 'token_refresh_required', timestamp: '', expires_at: '2026-01-02T03:08:00.000Z', refresh_url: '/api/v1/auth/refresh' })
    await soon()
    expect(server.tickets).toEqual([Date.parse('2026-01-02T03:08:00.000Z')])
    expect(line.newest.sent.at(-1)).toEqual({ action: 'refresh_token', token: 'ticket' })
  })

  it('that was refused is renewed once; when that helps the line goes on', async () => {
    const { line, server } = live()
    line.newest.hangUp(1008)
    await soon()
    expect(server.checks).toBe(1)
    expect(line.sockets).toHaveLength(2)
    line.newest.accept()
    line.newest.say(heartbeat(10))
    line.newest.hangUp(1008)
    await soon()
    expect(line.sockets).toHaveLength(3)
    expect(server.signedOut).toBe(0)
  })

  it('is over when it cannot be renewed', async () => {
    const { line, server } = live()
    server.session = 'over'
    line.newest.hangUp(1008)
    await seconds(60)
    expect(server.signedOut).toBe(1)
    expect(line.sockets).toHaveLength(1)
  })

  it('is over when the line is refused again though it was renewed', async () => {
    const { line, server } = live()
    line.newest.hangUp(1008)
    await soon()
    line.newest.hangUp(1008)
    await seconds(60)
    expect(server).toMatchObject({ checks: 1, signedOut: 1 })
    expect(line.sockets).toHaveLength(2)
  })

  it('is not over because the server does not answer', async () => {
    const { line, server } = live()
    server.session = 'silent'
    line.newest.hangUp(1008)
    await seconds(1)
    expect(server.signedOut).toBe(0)
    expect(line.sockets.length).toBeGreaterThan(1)
  })
})
