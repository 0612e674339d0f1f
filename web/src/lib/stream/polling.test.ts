import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from '../api/error'
import { Polling } from './polling'

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function polling() {
  const server = { asked: 0, refusal: null as ApiError | null }
  const way = new Polling({
    ask: async () => {
      server.asked += 1
      if (server.refusal) throw server.refusal
      return []
    },
    query: () => '',
    answered: () => {},
    failed: () => {},
    now: Date.now,
  })
  way.start()
  return { way, server }
}

it('asks at most half as often as a viewer may', async () => {
  const { way, server } = polling()
  await seconds(59)
  expect(server.asked).toBeLessThanOrEqual(50)
  way.stop()
})

it('asks nothing for as long as the server wants to be left alone', async () => {
  const { way, server } = polling()
  await seconds(3)
  server.refusal = new ApiError('problem', 'Too many requests.', 429, 'TOO_MANY_REQUESTS', null, 40)
  await seconds(1)
  const { asked } = server
  way.again()
  way.stop()
  way.start()
  await seconds(39)
  expect(server.asked).toBe(asked)
  server.refusal = null
  await seconds(4)
  expect(server.asked).toBeGreaterThan(asked)
  way.stop()
})
