import { describe, expect, it } from 'vitest'
import { delayBefore } from './backoff'

describe('the wait before an attempt', () => {
  it('is under a second first, then 1 s doubling to 30 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 40].map((attempt) => delayBefore(attempt, () => 1))).toEqual([500, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
    expect([0, 1, 2].map((attempt) => delayBefore(attempt, () => 0))).toEqual([250, 1000, 2000])
  })

  it('differs from page to page', () => {
    expect(delayBefore(5, () => 0.1)).not.toBe(delayBefore(5, () => 0.9))
  })
})
