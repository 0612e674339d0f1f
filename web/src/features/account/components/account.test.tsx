import { act, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { balance, summary } from '@/testing/fixtures'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import type { DecimalText } from '@/lib/decimal'
import { AccountCard } from './AccountCard'
import { BalancesCard } from './BalancesCard'

const figure = (label: string) => screen.getByText(label).parentElement!.querySelector('dd')!.textContent

function showAccount(answer: object, live: DecimalText | null = null) {
  const desk = createDesk()
  desk.server.on('GET /api/portfolio/summary/', () => answer)
  renderOn(desk, <AccountCard liveUnrealized={live} />)
  return desk
}

afterEach(() => void vi.useRealTimers())

describe('the account', () => {
  it('shows each figure of the summary', async () => {
    showAccount(summary)
    expect((await screen.findByTestId('total-balance')).textContent).toBe('$99,274.45')
    expect(figure('Available')).toBe('$10,000.00')
    expect(figure('In positions')).toBe('$29.45')
    expect(figure('Exposure')).toBe('0.03%')
    expect(figure('Unrealized P&L')).toBe('+$0.13')
    expect(figure('Realized P&L')).toBe('−$3.10')
    expect(figure('Total P&L')).toBe('−$2.97')
    expect(figure('Worst case')).toBe('$0.59')
  })

  it('agrees with the position cards between two answers', async () => {
    showAccount(summary, '5.5')
    await screen.findByTestId('total-balance')
    expect(figure('Unrealized P&L')).toBe('+$5.50')
    expect(figure('Total P&L')).toBe('+$2.40')
  })

  it('shows dashes for what is not known', async () => {
    showAccount({ ...summary, total_balance: null, unrealized_pnl: null, exposure_percent: null })
    expect((await screen.findByTestId('total-balance')).textContent).toBe('—')
    expect(figure('Total P&L')).toBe('—')
  })

  it('counts its age from the last answer that was not stale', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const desk = showAccount(summary)
    await screen.findByTestId('total-balance')
    desk.server.on('GET /api/portfolio/summary/', { ...summary, stale: true })
    await act(() => vi.advanceTimersByTimeAsync(8000))
    expect(Number(/stale (\d+) s/.exec(screen.getByText(/stale/).textContent)?.[1])).toBeGreaterThanOrEqual(7)
  })

  it('says why it cannot be read', async () => {
    showAccount(new Refusal(503, 'VENUE_UNREACHABLE', 'The exchange does not answer.'))
    expect(await screen.findByText('The account could not be read')).toBeTruthy()
  })
})

describe('the balances', () => {
  it('show what is held, what is bound in orders, and no value where no market tells one', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/account/balance/', balance)
    renderOn(desk, <BalancesCard />)
    expect(await screen.findByText('1.00033 BTC')).toBeTruthy()
    expect(screen.getByText('0.50033 BTC in orders')).toBeTruthy()
    expect(screen.getByText('$89,274.45')).toBeTruthy()
    expect(screen.getByTitle('No watched market tells its price').textContent).toBe('—')
  })

  it('of an empty account say so', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/account/balance/', { ...balance, balances: [] })
    renderOn(desk, <BalancesCard />)
    expect(await screen.findByText('The account holds nothing yet')).toBeTruthy()
  })
})
