import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeLine } from '@/testing/fakeSocket'
import { ReconnectingSocket, silenceMs, suspectMs } from './socket'

function setUp() {
  const line = new FakeLine()
  const texts: string[] = []
  const codes: number[] = []
  const socket: ReconnectingSocket = new ReconnectingSocket({
    connect: line.connect,
    now: Date.now,
    random: () => 1,
    events: { opened: () => undefined, text: (text) => texts.push(text), closed: (code) => codes.push(code) },
  })
  return { line, texts, codes, socket }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a socket that keeps itself open', () => {
  it('comes back within a second after it was closed', () => {
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

  it('waits longer with each failure, never over 30 s', () => {
    const { line, socket } = setUp()
    socket.start()
    const waits: number[] = []
    for (let i = 0; i < 8; i += 1) {
      line.newest.hangUp()
      const [from, count] = [Date.now(), line.sockets.length]
      while (line.sockets.length === count) vi.advanceTimersByTime(100)
      waits.push(Date.now() - from)
    }
    expect(waits).toEqual([500, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  })

  it('does not come back within the second to a server that is full', () => {
    const { line, socket } = setUp()
    socket.start()
    line.newest.accept()
    line.newest.say('x')
    line.newest.hangUp(1013)
    vi.advanceTimersByTime(1999)
    expect(line.sockets).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(line.sockets).toHaveLength(2)
  })

  it('takes silence for a dead line and opens another one at once', () => {
    const { line, socket, codes } = setUp()
    socket.start()
    line.newest.accept()
    vi.advanceTimersByTime(silenceMs - 1)
    line.newest.say('heartbeat')
    vi.advanceTimersByTime(silenceMs - 1)
    expect(socket.phase).toBe('open')
    vi.advanceTimersByTime(1)
    expect(codes).toEqual([1006])
    expect(line.sockets[0]!.closed).toBe(true)
    expect(line.sockets).toHaveLength(2)
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
    for (let i = 0; i < 6; i += 1) {
      line.newest.hangUp()
      if (i < 5) vi.advanceTimersByTime(30_000)
    }
    const before = line.sockets.length
    socket.wake()
    expect(line.sockets).toHaveLength(before + 1)
  })

  it('does not trust a line that was silent while the device slept', () => {
    const { line, socket } = setUp()
    socket.start()
    line.newest.accept()
    vi.setSystemTime(Date.now() + suspectMs)
    socket.wake()
    expect(line.sockets).toHaveLength(1)
    vi.setSystemTime(Date.now() + 1)
    socket.wake()
    expect(line.sockets).toHaveLength(2)
    expect(socket.phase).toBe('connecting')
  })

  it('keeps what was said while it was away, and says it after it opened', () => {
    const { line, socket } = setUp()
    socket.start()
    socket.send('{"a":1}')
    line.newest.hangUp()
    socket.send('{"a":2}')
    vi.advanceTimersByTime(500)
    line.newest.accept()
    expect(line.newest.sent).toEqual([{ a: 1 }, { a: 2 }])
    socket.send('{"a":3}')
    expect(line.newest.sent).toHaveLength(3)
  })

  it('makes no attempt while it is held', () => {
    const { line, socket } = setUp()
    socket.start()
    socket.hold()
    socket.wake()
    socket.again()
    vi.advanceTimersByTime(60_000)
    expect(line.sockets).toHaveLength(1)
    socket.resume()
    expect(line.sockets).toHaveLength(2)
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
  })
})
