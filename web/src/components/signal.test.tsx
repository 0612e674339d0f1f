import { act, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useNow } from '@/lib/clock'
import { agoInWords } from '@/lib/maturity'
import { ConfidenceMeter } from './ConfidenceMeter'
import { SignalMaturity } from './SignalMaturity'

const created = new Date('2026-01-02T03:00:00.000Z')
const second = 1000
const minute = 60 * second

function Ticking() {
  return <SignalMaturity createdAt={created} currentTime={new Date(useNow())} />
}

const look = () => screen.getByTestId('maturity')

describe('the maturity of a signal', () => {
  afterEach(() => void vi.useRealTimers())

  it.each([
    [0, 'green', 'Fresh', 'just now'],
    [5 * minute - 1, 'green', 'Fresh', '4 minutes ago'],
    [5 * minute, 'yellow', 'Aging', '5 minutes ago'],
    [15 * minute - 1, 'yellow', 'Aging', '14 minutes ago'],
    [15 * minute, 'red', 'Stale', '15 minutes ago'],
    [-minute, 'green', 'Fresh', 'just now'],
  ])('at an age of %i ms is %s, %s and says %s', (age, colour, word, words) => {
    render(<SignalMaturity createdAt={created} currentTime={new Date(created.getTime() + age)} />)
    expect(look().dataset.colour).toBe(colour)
    expect(look().textContent).toContain(word)
    expect(look().textContent).toContain(words)
  })

  it('grows by itself, and turns at each border', () => {
    vi.useFakeTimers({ now: created.getTime() + 5 * minute - 2 * second })
    render(<Ticking />)
    act(() => void vi.advanceTimersByTime(second))
    expect(look().dataset.maturity).toBe('FRESH')
    act(() => void vi.advanceTimersByTime(second))
    expect(look().dataset.maturity).toBe('AGING')
    act(() => void vi.advanceTimersByTime(10 * minute - second))
    expect(look().dataset.maturity).toBe('AGING')
    act(() => void vi.advanceTimersByTime(second))
    expect(look().dataset.maturity).toBe('STALE')
  })

  it('counts in the unit that fits', () => {
    expect([1, 59, 60, 119, 3600, 47 * 3600, 48 * 3600].map((seconds) => agoInWords(seconds * second))).toEqual(['1 second ago', '59 seconds ago', '1 minute ago', '1 minute ago', '1 hour ago', '47 hours ago', '2 days ago'])
  })

  it('says that it is not confirmed while the line is silent', () => {
    render(<SignalMaturity createdAt={created} currentTime={new Date(created.getTime() + minute)} unsure />)
    expect(look().textContent).toContain('1 minute ago, unconfirmed')
  })
})

describe('the meter of confidence', () => {
  it.each([
    [0, 'red', '0%, low'],
    [39.99, 'red', '39.99%, low'],
    [40, 'yellow', '40%, medium'],
    [69.99, 'yellow', '69.99%, medium'],
    [70, 'green', '70%, high'],
    [100, 'green', '100%, high'],
  ])('%d is %s and reads %s', (confidence, colour, words) => {
    render(<ConfidenceMeter confidence={confidence} />)
    const meter = screen.getByRole('meter', { name: 'Confidence' })
    expect(screen.getByTestId('confidence').dataset.colour).toBe(colour)
    expect(meter.getAttribute('aria-valuetext')).toBe(words)
    expect(meter.getAttribute('aria-valuenow')).toBe(String(confidence))
    expect(screen.getByText(words.split(',')[0]!)).toBeTruthy()
  })

  it('never leaves its scale', () => {
    render(<ConfidenceMeter confidence={140} />)
    expect(screen.getByRole('meter').getAttribute('aria-valuenow')).toBe('100')
  })
})
