import { act, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { btcPrice, priceUpdate } from '@/testing/fixtures'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { PriceCard } from './PriceCard'

function show(price: object = btcPrice) {
  const desk = createDesk()
  desk.server.on('GET /api/market/price/BTCUSDC/', () => price)
  renderOn(desk, <PriceCard symbol="BTCUSDC" currency="USDC" />)
  return desk
}

describe('the price', () => {
  it('shows last, bid, ask and spread in the tick of the symbol', async () => {
    show()
    expect((await screen.findByTestId('last-price')).textContent).toBe('$89,245.50')
    expect(screen.getByText('89,245.00')).toBeTruthy()
    expect(screen.getByText('89,246.00')).toBeTruthy()
    expect(screen.getByTestId('spread').textContent).toBe('$1.00 (0.001%)')
  })

  it('shows which way it moved, in a word too, and flashes', async () => {
    const desk = show()
    await screen.findByTestId('last-price')
    act(() => {
      desk.feed.start()
      desk.line.newest.accept()
      desk.line.newest.say(priceUpdate({ last: '89245.60' }))
    })
    expect(screen.getByText('rising')).toBeTruthy()
    expect(screen.getByText('▲')).toBeTruthy()
    expect(screen.getByTestId('last-price').className).toContain('flash-up')
    act(() => desk.line.newest.say(priceUpdate({ last: '89245.10' })))
    expect(screen.getByText('falling')).toBeTruthy()
    expect(screen.getByTestId('last-price').textContent).toBe('$89,245.10')
  })

  it('is marked with its age once nobody confirms it', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    show()
    await screen.findByTestId('last-price')
    await act(() => vi.advanceTimersByTimeAsync(7000))
    expect(Number(/stale (\d+) s/.exec(screen.getByText(/stale/).textContent)?.[1])).toBeGreaterThanOrEqual(6)
    expect(screen.getByTestId('last-price').textContent).toBe('$89,245.50')
    vi.useRealTimers()
  })

  it('says why there is none', async () => {
    show(new Refusal(404, 'UNKNOWN_SYMBOL', 'The venue does not list BTCUSDC.'))
    expect(await screen.findByText('No price for BTCUSDC')).toBeTruthy()
    expect(screen.getByText(/does not list/)).toBeTruthy()
  })

  it('takes the best bid while no trade is known', async () => {
    show({ ...btcPrice, last: null })
    expect((await screen.findByTestId('last-price')).textContent).toBe('$89,245.00')
    expect(screen.getByTitle(/this is the best bid/)).toBeTruthy()
  })
})
