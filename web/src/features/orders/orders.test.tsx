import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { order } from '@/testing/desk'
import { createDesk, renderOn } from '@/testing/render'
import type { Order, Role } from '@/lib/api/types'
import { OrdersCard } from './components/OrdersCard'
import { orderQuery, readOrderFilters } from './filters'

const open: Order = { ...order, id: 40, client_order_id: 'rb-9-E2', status: 'PENDING', live: true, filled: '0', left: '0.00555', average_price: null, can_cancel: true }
const external: Order = { ...order, id: null, client_order_id: 'web_1', origin: 'external', operation_id: null, purpose: null, status: 'PENDING' }

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

  it('ask for what the address says', () => {
    expect(readOrderFilters({ status: 'UNKNOWN', purpose: 'STOP', symbol: 'btcusdc', junk: 1 })).toEqual({ status: 'UNKNOWN', purpose: 'STOP', symbol: 'BTCUSDC' })
    expect(orderQuery({}, null)).toBe('limit=100&status=open')
    expect(orderQuery({ status: 'all', symbol: 'BTCUSDC' }, 'c1')).toBe('limit=100&symbol=BTCUSDC&cursor=c1')
  })
})
