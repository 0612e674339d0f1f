import { describe, expect, it } from 'vitest'
import { isOverdue } from './freshness'

const at = (failureCount: number) => ({ dataUpdatedAt: 1000, isError: false, failureCount })

describe('a polled answer', () => {
  it('is not old between two questions', () => {
    expect(isOverdue(at(0), 1000 + 6000)).toBe(false)
  })
  it('is old when the next answer is overdue', () => {
    expect(isOverdue(at(0), 1000 + 10_001)).toBe(true)
  })
  it('is old after five seconds once a question failed', () => {
    expect(isOverdue(at(1), 1000 + 5001)).toBe(true)
    expect(isOverdue(at(1), 1000 + 4000)).toBe(false)
  })
  it('is not old before it ever came', () => {
    expect(isOverdue({ dataUpdatedAt: 0, isError: true, failureCount: 3 }, 99_000)).toBe(false)
  })
})
