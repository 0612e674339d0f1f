import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeLine } from '@/testing/fakeSocket'
import { delayBefore, ReconnectingSocket, silenceMs } from './socket'

function setUp() {
  const line = new FakeLine()
  const texts: string[] = []
  const codes: number[] = []
  const socket = new ReconnectingSocket({
    connect: line.connect,
    random: () => 1,
    events: { opened: () => undefined, text: (text) => texts.push(text), closed: (code) => codes.push(code) },
  })
  return { line, texts, codes, socket }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the delay before an attempt', () => {
  it('is under a second at first, grows, and never passes 4 s, so that recovery stays under 5 s', () => {
    expect(delayBefore(0, () => 1)).toBeLessThan(1000)
    expect(delayBefore(3, () => 0)).toBe(2000)
    for (let attempt = 0; attempt < 50; attempt++) expect(delayBefore(attempt, () => 1)).toBeLessThanOrEqual(4000)
  })

  it('is spread, so that many pages do not return at once', () => {
    expect(delayBefore(2, () => 0)).not.toBe(delayBefore(2, () => 0.5))
  })
})

describe('a socket that keeps itself open', () => {
  it('comes back by itself after it was closed', () => {
    const { line, socket, codes } = setUp()
    socket.start()
    line.newest.accept()
    line.newest.say('hello')
    line.newest.hangUp(1001)
    expect(codes).toEqual([1001])
    vi.advanceTimersByTime(500)
    expect(line.sockets).toHaveLength(2)
    line.newest.accept()
    expect(socket.phase).toBe('open')
  })

  it('takes silence for a dead line', () => {
    const { line, socket } = setUp()
    socket.start()
    line.newest.accept()
    vi.advanceTimersByTime(silenceMs - 1)
    line.newest.say('heartbeat')
    vi.advanceTimersByTime(silenceMs - 1)
    expect(socket.phase).toBe('open')
    vi.advanceTimersByTime(1)
    expect(socket.phase).toBe('waiting')
    expect(line.sockets[0]!.closed).toBe(true)
  })

  it('gives up an attempt that never opens', () => {
    const { line, socket } = setUp()
    socket.start()
    vi.advanceTimersByTime(4000)
    expect(socket.phase).toBe('waiting')
    expect(socket.failures).toBe(1)
    expect(line.newest.closed).toBe(true)
  })

  it('forgets failures with the first message, not with the open line', () => {
    const { line, socket } = setUp()
    socket.start()
    line.newest.hangUp()
    vi.advanceTimersByTime(500)
    line.newest.accept()
    expect(socket.failures).toBe(1)
    line.newest.say('x')
    expect(socket.failures).toBe(0)
  })

  it('does not wait for its timer when the device wakes', () => {
    const { line, socket } = setUp()
    socket.start()
    for (let i = 0; i < 6; i++) {
      line.newest.hangUp()
      if (i < 5) vi.advanceTimersByTime(4000)
    }
    const before = line.sockets.length
    socket.wake()
    expect(line.sockets).toHaveLength(before + 1)
  })

  it('notices at once that it slept through the silence', () => {
    const { line, socket } = setUp()
    socket.start()
    line.newest.accept()
    vi.setSystemTime(Date.now() + silenceMs + 1)
    socket.wake()
    expect(socket.phase).toBe('waiting')
  })

  it('stays closed after stop, and hears nothing more of the old line', () => {
    const { line, socket, texts } = setUp()
    socket.start()
    const old = line.newest
    old.accept()
    socket.stop()
    old.say('late')
    vi.advanceTimersByTime(60_000)
    expect(line.sockets).toHaveLength(1)
    expect(texts).toEqual([])
    expect(socket.send('x')).toBe(false)
  })
})
