import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { operationOne, priceUpdate } from '@/testing/fixtures'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import type { Position } from '@/lib/api/types'
import { PositionsCard } from './PositionsCard'

function show(positions: readonly Position[] | Refusal, onSelect = vi.fn()) {
  const desk = createDesk()
  desk.server.on('GET /api/portfolio/positions/', () =>
    positions instanceof Refusal ? positions : { positions, as_of: '', venue_kind: 'SIM' },
  )
  renderOn(desk, <PositionsCard selected="BTCUSDC" onSelect={onSelect} />)
  return { ...desk, onSelect }
}

function speak(desk: ReturnType<typeof show>, part: Parameters<typeof priceUpdate>[0]) {
  act(() => {
    desk.feed.start()
    desk.line.newest.accept()
    desk.line.newest.say(priceUpdate(part))
  })
}

afterEach(() => void vi.useRealTimers())

describe('the positions', () => {
  it('show Operation #1 with the reference numbers', async () => {
    show([operationOne])
    const card = await screen.findByRole('article', { name: 'BTCUSDC long, operation 1' })
    const inside = within(card)
    expect(inside.getByTestId('pnl').textContent).toBe('+$0.13')
    expect(inside.getByTestId('pnl-percent').textContent).toBe('(+0.46%)')
    expect(inside.getByTestId('current').textContent).toBe('$89,245.00')
    expect(inside.getByTestId('stop').textContent).toContain('$87,061.16−2.45% awaylose $0.59')
    expect(inside.getByTestId('target').textContent).toContain('$92,391.44+3.53% to gogain $1.17')
    for (const figure of ['$88,837.92', '$29.32', '$29.45', '0.00033 BTC', '2.00']) expect(inside.getByText(figure)).toBeTruthy()
    expect(inside.getByRole('img', { name: 'The price stands 41% of the way from stop to target' })).toBeTruthy()
    expect(inside.getByTestId('unprotected').textContent).toBe(
      'No protective order at the exchange: the stop is only watched, not placed',
    )
  })

  it('move with the stream, without asking the server again', async () => {
    const desk = show([operationOne])
    await screen.findByTestId('pnl')
    speak(desk, { bid: '88000.00', ask: '88001.00', last: '88000.50' })
    expect(screen.getByTestId('pnl').textContent).toBe('−$0.28')
    expect(screen.getByTestId('current').textContent).toBe('$88,000.00')
    expect(desk.server.asked.filter((at) => at.includes('positions'))).toHaveLength(1)
  })

  it('are marked and kept, never emptied, when the server falls silent', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const desk = show([operationOne])
    await screen.findByTestId('pnl')
    desk.server.silent = true
    await act(() => vi.advanceTimersByTimeAsync(11_000))
    expect(screen.getByTestId('pnl').textContent).toBe('+$0.13')
    expect(screen.getByRole('article').dataset.stale).toBe('true')
    expect(screen.getAllByText(/stale/).length).toBeGreaterThan(0)
    expect(screen.queryByText('No open position')).toBeNull()
  })

  it('say what to do when there is none', async () => {
    show([])
    expect(await screen.findByText('No open position')).toBeTruthy()
    expect(screen.getByText('robson positions')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Look again' })).toBeTruthy()
  })

  it('say why they cannot be read, under which number, and try again', async () => {
    const desk = show(new Refusal(503, 'STORAGE_UNAVAILABLE', 'The journal cannot be read.'))
    expect(await screen.findByText('Your positions could not be read')).toBeTruthy()
    expect(screen.getByText(/The journal cannot be read/)).toBeTruthy()
    expect(screen.getByText('c-42')).toBeTruthy()
    desk.server.on('GET /api/portfolio/positions/', { positions: [operationOne], as_of: '', venue_kind: 'SIM' })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByTestId('pnl')).toBeTruthy()
  })

  it('show a dash where no price is known', async () => {
    const unpriced: Position = {
      ...operationOne,
      current_price: null,
      unrealized_pnl: null,
      unrealized_pnl_exact: null,
      unrealized_pnl_percent: null,
      distance_to_stop_percent: null,
      distance_to_target_percent: null,
      value: null,
      price_age_ms: null,
      stale: true,
    }
    show([unpriced])
    expect((await screen.findByTestId('pnl')).textContent).toBe('—')
    expect(screen.getByTestId('to-stop').textContent).toBe('—')
  })

  it('of a short are named so, and a protected one is not alarmed', async () => {
    const { onSelect } = show([{ ...operationOne, side: 'SELL', protection: 'AT_VENUE', symbol: 'ETHUSDC', loss_at_stop: '0.00' }])
    expect(await screen.findByText('SHORT')).toBeTruthy()
    expect(screen.queryByTestId('unprotected')).toBeNull()
    expect(screen.getByText('no loss left')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'ETHUSDC' }))
    expect(onSelect).toHaveBeenCalledWith('ETHUSDC')
  })
})
