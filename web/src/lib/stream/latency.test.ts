import { describe, expect, it } from 'vitest'
import { feedDesk } from '@/testing/feedDesk'
import { priceData, priceUpdate } from '@/testing/fixtures'
import { LeastDelay, legs, timingOf } from './latency'
import { fromUpdate, mergePrice } from './price'

const timing = { venueTimeMs: 1000, receivedMs: 1030, sentMs: 1030.5, arrivedAt: 1235, paintedAt: 1247 }

describe('the way of a price', () => {
  it('adds up, with the device’s clock corrected', () => {
    // The quickest message seemed to take 202 ms; a round trip is 4 ms: the clock is 200 ms ahead.
    const found = legs(timing, 202, 4)
    expect(found).toMatchObject({ venueToRobson: 30, insideRobson: 0.5, onTheWay: 4.5, untilPainted: 12, clockAhead: 200, uncertainty: 2 })
    expect(found.total).toBeCloseTo(47)
  })

  it('knows a clock that is behind', () => {
    expect(legs(timing, -500, null).clockAhead).toBe(-500)
  })

  it('is not told of a price that was repeated because it did not change, nor of one that REST brought', () => {
    const price = mergePrice(undefined, fromUpdate(priceData({ received_us: 1_000_000, sent_us: 3_000_000 }), 0))
    expect(timingOf(price, 0)).toBeNull()
    expect(timingOf({ ...price, sent: null }, 0)).toBeNull()
    expect(timingOf({ ...price, sent: { receivedMs: 1, sentMs: 2, arrivedAt: 3 } }, 4)).toMatchObject({ paintedAt: 4 })
  })

  it('is measured for each frame that was painted', () => {
    const { feed, line, frame } = feedDesk()
    feed.want('BTCUSDC')
    feed.start()
    line.newest.accept()
    expect(feed.latency('BTCUSDC', 4)).toBeNull()
    line.newest.say(priceUpdate({ received_us: Date.now() * 1000 - 2000, sent_us: Date.now() * 1000 - 1000 }))
    frame()
    expect(feed.latency('BTCUSDC', 4)?.insideRobson).toBeCloseTo(1)
    feed.stop()
  })
})

describe('the least delay', () => {
  it('is that of this minute and the one before it', () => {
    const delay = new LeastDelay()
    expect(delay.read()).toBeNull()
    delay.note(0, 5)
    delay.note(1000, 1009)
    expect(delay.read()).toBe(5)
    delay.note(70_000, 70_008)
    expect(delay.read()).toBe(5)
    delay.note(140_000, 140_007)
    expect(delay.read()).toBe(7)
    delay.note(900_000, 900_050)
    expect(delay.read()).toBe(50)
  })
})
