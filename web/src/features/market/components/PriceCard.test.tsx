import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
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

  it('tells how long its newest change took, leg by leg, when asked', async () => {
    const desk = show()
    await screen.findByTestId('last-price')
    await userEvent.click(screen.getByRole('button', { name: 'How long the price of BTCUSDC takes' }))
    expect(screen.getByTestId('latency').textContent).toContain('No change of this price has come over the feed yet')
    await userEvent.keyboard('{Escape}')
    const now = Date.now()
    act(() => {
      desk.feed.start()
      desk.line.newest.accept()
      desk.line.newest.say(priceUpdate({ last: '89250.00', venue_time_ms: now - 40, received_us: (now - 10) * 1000, sent_us: (now - 10) * 1000 + 300 }))
    })
    await userEvent.click(screen.getByRole('button', { name: 'How long the price of BTCUSDC takes' }))
    const legs = screen.getByTestId('latency').textContent
    expect(legs).toContain('Exchange → Robson30 ms')
    expect(legs).toContain('Inside Robson0.3 ms')
    expect(legs).toMatch(/All together\d+ ms/)
    expect(legs).toMatch(/This device’s clock (agrees with|is \d+ ms (ahead of|behind)) Robson’s/)
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
