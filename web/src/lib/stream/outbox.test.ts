import { describe, expect, it } from 'vitest'
import { keptForMs, mostKept, Outbox } from './outbox'

describe('what is said while the line is away', () => {
  it('is kept in order and said once', () => {
    const outbox = new Outbox(() => 0)
    outbox.keep('a')
    outbox.keep('b')
    expect(outbox.take()).toEqual(['a', 'b'])
    expect(outbox.take()).toEqual([])
  })

  it('is bounded: the oldest gives way', () => {
    const outbox = new Outbox(() => 0)
    for (let i = 0; i < mostKept + 3; i += 1) outbox.keep(String(i))
    const texts = outbox.take()
    expect(texts).toHaveLength(mostKept)
    expect(texts[0]).toBe('3')
  })

  it('is dropped when it has become worthless', () => {
    let now = 0
    const outbox = new Outbox(() => now)
    outbox.keep('ticket')
    now = keptForMs + 1
    outbox.keep('fresh')
    expect(outbox.take()).toEqual(['fresh'])
  })
})
