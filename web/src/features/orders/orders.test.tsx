import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { order } from '@/testing/desk'
import { createDesk, renderOn } from '@/testing/render'
import type { Order, Role } from '@/lib/api/types'
import { OrdersCard } from './components/OrdersCard'
import { orderQuery, readOrderFilters, type OrderFilters } from './filters'
import { withNewest, withOlder } from './pages'

const open: Order = { ...order, id: 40, client_order_id: 'rb-9-E2', status: 'PENDING', live: true, filled: '0', left: '0.00555', average_price: null, can_cancel: true }
const external: Order = { ...order, id: null, client_order_id: 'web_1', origin: 'external', operation_id: null, purpose: null, status: 'PENDING' }

/** So many finished ones from the one at this place on, newest first. */
const rows = (from: number, count: number): Order[] => Array.from({ length: count }, (_, at) => ({ ...order, id: 1000 - from - at, client_order_id: `rb-${1000 - from - at}` }))

function show(orders: Order[], role: Role = 'operator') {
  const desk = createDesk()
  desk.server
    .on('GET /api/symbols/', { symbols: [], total: 0, complete: true, source: 'binance' })
    .on('GET /api/orders/', { orders, next_cursor: null })
    .on('POST /api/orders/40/cancel/', { ...open, status: 'CANCELLED', can_cancel: false })
  const onFilters = vi.fn()
  renderOn(desk, <OrdersCard filters={{}} role={role} onFilters={onFilters} onOperation={vi.fn()} />)
  return { onFilters, asked: desk.server.asked }
}

describe('the orders', () => {
  it('mark what is not ours, and leave it alone', async () => {
    show([external])
    const row = await screen.findByTestId('order')
    expect(within(row).getByText('external')).toBeTruthy()
    expect(within(row).queryByRole('button')).toBeNull()
  })

  it('are cancelled only after a question that names the effect', async () => {
    const { asked } = show([open])
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel…' }))
    expect(screen.getByRole('dialog').textContent).toContain('BUY 0.00555 BTC at $90,270.00 (BTCUSDC)')
    expect(asked).not.toContain('POST /api/orders/40/cancel/')
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the order' }))
    expect(await screen.findByText(/Cancelled: 0 BTC of 0.00555 BTC filled/)).toBeTruthy()
  })

  it('count lots where one trades in lots', async () => {
    show([{ ...open, symbol: 'XAUUSD', quantity: '0.11', left: '0.1', filled: '0.01', base_asset: 'XAU', contract_size: '100' }])
    const row = await screen.findByTestId('order')
    expect(row.textContent).toContain('0.11 lots (11\u00a0XAU)')
    await userEvent.click(within(row).getByRole('button', { name: 'Cancel…' }))
    expect(screen.getByRole('dialog').textContent).toContain('BUY 0.1 lots (10\u00a0XAU) at $90,270.00 (XAUUSD)')
  })

  it('are not a viewer’s to cancel', async () => {
    show([open], 'viewer')
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Cancel…' })).disabled).toBe(true)
  })

  it('say that none is open, and lead to all', async () => {
    const { onFilters } = show([])
    await userEvent.click(await screen.findByRole('button', { name: 'Show all orders' }))
    expect(onFilters).toHaveBeenCalledWith({ status: 'all' })
  })

  it('of a long list are drawn where they are in view, and only the newest page is asked for again', async () => {
    const desk = createDesk()
    const asked: (string | null)[] = []
    desk.server.on('GET /api/symbols/', { symbols: [], total: 0, complete: true, source: 'sim' }).on('GET /api/orders/', ({ query }) => {
      asked.push(query.get('cursor'))
      const from = Number(query.get('cursor') ?? 0)
      return { orders: rows(from, 100), next_cursor: from < 400 ? String(from + 100) : null }
    })
    renderOn(desk, <OrdersCard filters={{ status: 'all' }} role={'operator' as Role} onFilters={vi.fn()} onOperation={vi.fn()} />)
    expect((await screen.findAllByTestId('order')).length).toBeLessThan(60)
    const box = screen.getByRole('region', { name: 'List of orders' })
    act(() => {
      box.scrollTop = 48 * 95
      box.dispatchEvent(new Event('scroll'))
    })
    expect(await screen.findByText('Orders (200+)')).toBeTruthy()
    expect(asked).toEqual([null, '100'])
    await act(() => desk.queries.invalidateQueries({ queryKey: ['orders'] }))
    expect(asked).toEqual([null, '100', null])
    expect(screen.getByText('Orders (200+)')).toBeTruthy()
  })

  it('of another filter are marked until those that were asked for are here', async () => {
    const desk = createDesk()
    let answer: () => void = () => undefined
    desk.server.on('GET /api/symbols/', { symbols: [], total: 0, complete: true, source: 'sim' }).on('GET /api/orders/', async ({ query }) => {
      if (query.get('status') !== 'FILLED') return { orders: [open], next_cursor: null }
      await new Promise<void>((resolve) => (answer = resolve))
      return { orders: [order], next_cursor: null }
    })
    function Page() {
      const [filters, setFilters] = useState<OrderFilters>({})
      return <OrdersCard filters={filters} role={'operator' as Role} onFilters={setFilters} onOperation={vi.fn()} />
    }
    renderOn(desk, <Page />)
    expect((await screen.findByTestId('order')).closest('[aria-busy=true]')).toBeNull()
    await userEvent.selectOptions(screen.getByLabelText('Status'), 'Filled')
    expect(screen.getByTestId('order').closest('[aria-busy=true].old')).toBeTruthy()
    act(() => answer())
    await waitFor(() => expect(screen.getByTestId('order').closest('[aria-busy=true]')).toBeNull())
  })

  it('say how long ago while they are open, and when once they are done', async () => {
    show([{ ...open, updated_at: new Date(Date.now() - 5 * 60_000 * 2).toISOString() }, { ...order, updated_at: '2026-01-02T03:04:05.000Z' }])
    const [first, second] = await screen.findAllByTestId('order')
    expect(first!.textContent).toContain('10 min')
    expect(second!.textContent).toContain('2026-01-02 03:04:05')
  })

  it('of older pages stay behind the newest one, and are dropped where some between are not known', () => {
    const known = { orders: rows(0, 4), next_cursor: 'c4' }
    const ids = (list: { orders: Order[] }) => list.orders.map(({ id }) => id)
    const fresh = { orders: [{ ...order, id: 2000, client_order_id: 'new' }, ...rows(0, 1)], next_cursor: 'c1' }
    expect(ids(withNewest(known, fresh))).toEqual([2000, 1000, 999, 998, 997])
    expect(withNewest(known, fresh).next_cursor).toBe('c4')
    // One that is no longer among the newest has left the list.
    expect(ids(withNewest(known, { orders: rows(1, 2), next_cursor: 'c3' }))).toEqual([999, 998, 997])
    expect(ids(withNewest(known, { orders: rows(-9, 3), next_cursor: 'c' }))).toEqual([1009, 1008, 1007])
    expect(withNewest(known, { orders: [], next_cursor: null }).orders).toEqual([])
    expect(ids(withOlder(known, { orders: rows(4, 1), next_cursor: null }, 'c4'))).toEqual([1000, 999, 998, 997, 996])
    expect(withOlder(known, { orders: rows(9, 1), next_cursor: null }, 'c9')).toBe(known)
  })

  it('ask for what the address says', () => {
    expect(readOrderFilters({ status: 'UNKNOWN', purpose: 'STOP', symbol: 'btcusdc', junk: 1 })).toEqual({ status: 'UNKNOWN', purpose: 'STOP', symbol: 'BTCUSDC' })
    expect(orderQuery({}, null)).toBe('limit=100&status=open')
    expect(orderQuery({ status: 'all', symbol: 'BTCUSDC' }, 'c1')).toBe('limit=100&symbol=BTCUSDC&cursor=c1')
  })
})
