import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { Toaster } from './Toaster'
import { notify } from '@/lib/toasts'

describe('a toast', () => {
  it('is said once, and can be dismissed', async () => {
    render(<Toaster />)
    act(() => {
      notify({ tone: 'failure', title: 'Could not refresh your positions', detail: 'Slow down.', correlationId: 'c-42' })
      notify({ tone: 'failure', title: 'Could not refresh your positions' })
    })
    expect(screen.getAllByText('Could not refresh your positions')).toHaveLength(1)
    expect(screen.getByText('c-42')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: /Dismiss/ }))
    expect(screen.queryByText('Slow down.')).toBeNull()
  })

  it('leaves by itself', () => {
    vi.useFakeTimers()
    render(<Toaster />)
    act(() => notify({ tone: 'good', title: 'Prices are current again' }))
    act(() => void vi.advanceTimersByTime(5001))
    expect(screen.queryByText('Prices are current again')).toBeNull()
    vi.useRealTimers()
  })
})
