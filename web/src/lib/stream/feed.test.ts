import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { btcPrice, priceUpdate } from '@/testing/fixtures'
import { FakeLine } from '@/testing/fakeSocket'
import type { Price } from '../api/types'
import { PriceFeed } from './feed'

function setUp() {
  const line = new FakeLine()
  const frames: (() => void)[] = []
  const price = { ...btcPrice, venue_time: '2026-01-02T03:04:06.000Z' }
  const rest = { down: false, asked: 0, price, unauthorised: 0 }
  const feed = new PriceFeed({
    connect: line.connect,
    fetchPrice: async (): Promise<Price> => {
      rest.asked += 1
      if (rest.down) throw new Error('down')
      return { ...rest.price }
    },
    onUnauthorised: () => (rest.unauthorised += 1),
    nextFrame: (run) => frames.push(run),
    random: () => 1,
  })
  const frame = () => frames.splice(0).forEach((run) => run())
  return { line, feed, rest, frame, frames }
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(Date.parse('2026-01-02T03:04:06.000Z'))
})
afterEach(() => void vi.useRealTimers())

describe('the feed', () => {
  it('subscribes to what is wanted, once for many readers, and again after a reconnect', () => {
    const { feed, line } = setUp()
    const release = feed.want('BTCUSDC')
    const other = feed.want('BTCUSDC')
    feed.start()
    line.newest.accept()
    expect(line.newest.sent).toEqual([{ action: 'subscribe', symbols: ['BTCUSDC'] }])
    feed.want('ETHUSDC')
    line.newest.hangUp()
    vi.advanceTimersByTime(500)
    line.newest.accept()
    expect(line.newest.sent).toEqual([{ action: 'subscribe', symbols: ['BTCUSDC', 'ETHUSDC'] }])
    release()
    release()
    expect(line.newest.sent).toHaveLength(1)
    other()
    expect(line.newest.sent.at(-1)).toEqual({ action: 'unsubscribe', symbols: ['BTCUSDC'] })
  })

  it('hands over the ticks of one frame together, the newest of each symbol', () => {
    const { feed, line, frame, frames } = setUp()
    let renders = 0
    feed.want('BTCUSDC')
    feed.start()
    line.newest.accept()
    line.newest.say({ type: 'venue_status', state: 'live', reason: '' })
    feed.subscribe(() => (renders += 1))
    line.newest.say(priceUpdate({ last: '1', venue_time_ms: 1 }))
    line.newest.say(priceUpdate({ last: '3', venue_time_ms: 3 }))
    line.newest.say(priceUpdate({ last: '2', venue_time_ms: 2 }))
    expect(frames).toHaveLength(1)
    frame()
    expect(renders).toBe(1)
    expect(feed.price('BTCUSDC')?.last).toBe('3')
  })

  it('drops what it cannot read and stays alive', () => {
    const { feed, line, frame } = setUp()
    feed.start()
    line.newest.accept()
    line.newest.say('{"type":"price_update","symbol":"BTCUSDC"}')
    line.newest.say('garbage')
    frame()
    expect(feed.price('BTCUSDC')).toBeUndefined()
    expect(feed.read().phase).toBe('live')
  })

  it('polls each second once the stream cannot be opened twice, until it is back', async () => {
    const { feed, line, rest, frame } = setUp()
    feed.want('BTCUSDC')
    feed.start()
    line.newest.hangUp()
    expect(feed.read().phase).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(500)
    line.newest.hangUp()
    expect(feed.read().phase).toBe('polling')
    rest.asked = 0
    await seconds(3)
    expect(rest.asked).toBe(3)
    frame()
    expect(feed.price('BTCUSDC')?.last).toBe('89245.50')
    line.newest.accept()
    line.newest.say({ type: 'heartbeat', timestamp: 1 })
    expect(feed.read().phase).toBe('live')
  })

  it('tries the stream at once when the server answers again', async () => {
    const { feed, line, rest } = setUp()
    feed.want('BTCUSDC')
    feed.start()
    rest.down = true
    for (let i = 0; i < 8; i++) {
      line.newest.hangUp()
      await seconds(4)
    }
    line.newest.hangUp()
    const before = line.sockets.length
    rest.down = false
    await seconds(1)
    expect(line.sockets.length).toBe(before + 1)
  })

  it('asks once by REST when the stream is quiet: quiet is not stale', async () => {
    const { feed, line, rest, frame } = setUp()
    feed.want('BTCUSDC')
    feed.start()
    line.newest.accept()
    line.newest.say(priceUpdate())
    frame()
    await seconds(3)
    expect(rest.asked).toBe(0)
    await seconds(1)
    expect(rest.asked).toBe(1)
    frame()
    expect(Date.now() - feed.price('BTCUSDC')!.confirmedAt).toBeLessThan(1000)
  })

  it('keeps the old price and its age when nobody confirms it', async () => {
    const { feed, line, rest, frame } = setUp()
    feed.want('BTCUSDC')
    feed.start()
    line.newest.accept()
    line.newest.say(priceUpdate())
    frame()
    rest.price = { ...rest.price, age_ms: 9000, stale: true }
    await seconds(9)
    frame()
    const price = feed.price('BTCUSDC')!
    expect(price).toMatchObject({ last: '89245.50', stale: true })
    expect(Date.now() - price.confirmedAt).toBeGreaterThan(8000)
    expect(feed.oldest()).toBe(price)
  })

  it('tells of the exchange and of a session that ended', () => {
    const { feed, line, rest } = setUp()
    feed.start()
    line.newest.accept()
    line.newest.say({ type: 'venue_status', state: 'down', reason: 'refused' })
    expect(feed.read().venue).toMatchObject({ state: 'down', reason: 'refused' })
    line.newest.hangUp(1008)
    expect(rest.unauthorised).toBe(1)
  })

  it('knows the clock of the server', () => {
    const { feed, line } = setUp()
    feed.start()
    line.newest.accept()
    line.newest.say(priceUpdate({ sent_ms: Date.now() + 3_600_000 }))
    expect(feed.serverNow() - Date.now()).toBe(3_600_000)
  })

  it('is quiet after stop', async () => {
    const { feed, line, rest } = setUp()
    feed.want('BTCUSDC')
    feed.start()
    feed.start()
    feed.stop()
    await seconds(30)
    expect(rest.asked).toBe(0)
    expect(line.sockets).toHaveLength(1)
    expect(feed.read().phase).toBe('idle')
  })
})
