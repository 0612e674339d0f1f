import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { detail, operation, proof, strategy } from '@/testing/desk'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn, type Desk } from '@/testing/render'
import type { Filters } from '../filters'
import { OperationsTable } from './OperationsTable'
import { OperationView } from './OperationView'

function Page({ onOpen }: { onOpen: (id: number) => void }) {
  const [filters, setFilters] = useState<Filters>({})
  return <OperationsTable filters={filters} onFilters={setFilters} onOpen={onOpen} />
}

function showTable(total: number, prepare: (desk: Desk) => void = () => undefined) {
  const desk = createDesk()
  const asked: string[] = []
  desk.server.on('GET /api/strategies/', { strategies: [strategy], templates: [] }).on('GET /api/operations/history/', ({ query }: { query: URLSearchParams }) => {
    asked.push(query.toString())
    const from = Number(query.get('cursor') ?? 0)
    const rows = Math.min(100, total - from)
    const operations = Array.from({ length: rows }, (_, index) => ({ ...operation, id: total - from - index }))
    return { operations, next_cursor: from + rows < total ? String(from + rows) : null, as_of: '', venue_kind: 'SIM' }
  })
  prepare(desk)
  const onOpen = vi.fn()
  renderOn(desk, <Page onOpen={onOpen} />)
  return { asked, onOpen }
}

describe('the operations table', () => {
  it('draws a handful of a hundred thousand rows, and asks for the pages around them only', async () => {
    const { asked } = showTable(100_000)
    expect(await screen.findByRole('link', { name: 'Operation 100000, BTCUSDC' })).toBeTruthy()
    await waitFor(() => expect(screen.getByTestId('history').dataset.known).toBe('300'))
    expect(screen.getAllByRole('row').length).toBeLessThan(40)
    expect(asked.length).toBeLessThanOrEqual(4)
  })

  it('shows figures with sign, percent and multiple of the risk', async () => {
    showTable(1)
    const row = await screen.findByRole('row', { name: /BTCUSDC/ })
    for (const text of ['−$6.54', '(−1.31%)', '−0.66', '$0.99']) expect(row.textContent).toContain(text)
  })

  it('opens a row', async () => {
    const { onOpen } = showTable(3)
    await userEvent.click(await screen.findByRole('link', { name: 'Operation 2, BTCUSDC' }))
    expect(onOpen).toHaveBeenCalledWith(2)
  })

  it('sorts at the server, says so to readers, and exports that very view', async () => {
    const { asked } = showTable(3)
    await screen.findByRole('link', { name: 'Operation 2, BTCUSDC' })
    await userEvent.selectOptions(screen.getByLabelText('Status'), 'CLOSED')
    await userEvent.click(screen.getByRole('button', { name: /P&L/ }))
    await waitFor(() => expect(asked.at(-1)).toContain('sort=-realized_pnl'))
    expect(asked.at(-1)).toContain('status=CLOSED')
    expect(screen.getByRole('columnheader', { name: /P&L/ }).getAttribute('aria-sort')).toBe('descending')
    expect(screen.getByRole('link', { name: 'Export CSV' }).getAttribute('href')).toBe('/api/operations/history/?status=CLOSED&sort=-realized_pnl&format=csv')
  })

  it('says what to do when nothing fits', async () => {
    showTable(0)
    expect(await screen.findByText('No operation yet')).toBeTruthy()
    await userEvent.selectOptions(screen.getByLabelText('Side'), 'SELL')
    expect(await screen.findByText('No operation fits these filters')).toBeTruthy()
  })

  it('is marked as old once it cannot be asked for again', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    let desk: Desk | undefined
    showTable(1, (given) => (desk = given))
    await screen.findByRole('link', { name: 'Operation 1, BTCUSDC' })
    expect(screen.queryByText(/^stale/)).toBeNull()
    desk!.server.silent = true
    await act(() => vi.advanceTimersByTimeAsync(12_000))
    expect(screen.getByText(/^stale/)).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Operation 1, BTCUSDC' })).toBeTruthy()
    vi.useRealTimers()
  })

  it('says why it cannot be read', async () => {
    showTable(1, (desk) => desk.server.on('GET /api/operations/history/', () => new Refusal(503, 'STORAGE_UNAVAILABLE', 'The journal cannot be read.')))
    expect(await screen.findByText('The operations could not be read')).toBeTruthy()
    expect(screen.getByText('c-42')).toBeTruthy()
  })
})

describe('an operation', () => {
  it('tells its whole life: figures, timeline, orders, fills, protection and proof', async () => {
    const desk = createDesk()
    const trade = {
      trade_id: 1, order_id: 31, client_order_id: 'rb-9-E1', purpose: 'ENTRY', symbol: 'BTCUSDC', side: 'BUY', price: '90000.00', quantity: '0.00555',
      quote_amount: '499.50', fee: '0.4995', fee_asset: 'USDC', fee_quote: '0.4995', is_maker: false, time: '2026-01-02T03:04:07.050Z', booked_at: '2026-01-02T03:04:07.060Z',
    }
    desk.server
      .on('GET /api/operations/9/', detail)
      .on('GET /api/operations/9/trades/', { operation_id: 9, trades: [trade] })
      .on('GET /api/operations/9/proof/', { operation_id: 9, proofs: [proof] })
    const chart = vi.fn(() => null)
    renderOn(desk, <OperationView id={9} actions={() => <p>actions</p>} chart={chart} />)
    expect((await screen.findByTestId('operation-pnl')).textContent).toContain('−$6.54(−1.31%)▼−0.66 R')
    expect(screen.getByText('The bid reached the stop')).toBeTruthy()
    expect(screen.getByRole('list', { name: 'Moves of the stop' }).textContent).toContain('Moved from 88,200.00 to 89,000.00')
    expect(within(screen.getByRole('region', { name: 'Orders of the operation' })).getByText('Filled', { selector: 'span' })).toBeTruthy()
    expect(await screen.findByRole('region', { name: 'Fills of the operation' })).toBeTruthy()
    const proved = await screen.findByTestId('proof')
    for (const text of ['by the server’s own watch', '+$1.00 (+0.001%)', '12.0 ms', '03:59:59.995']) expect(proved.textContent).toContain(text)
    expect(screen.queryByText('actions')).toBeNull()
    await waitFor(() => expect(JSON.stringify(chart.mock.lastCall)).toContain('"label":"Entry"'))
  })

  it('that is not there says so', async () => {
    renderOn(createDesk(), <OperationView id={12} actions={() => null} chart={() => null} />)
    expect(await screen.findByText('Operation 12 could not be read')).toBeTruthy()
  })
})
