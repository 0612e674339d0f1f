import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { createDesk, renderOn } from '@/testing/render'
import { SymbolPicker } from './SymbolPicker'

const market = (symbol: string) => ({ symbol, base_asset: '', quote_asset: '', tick_size: '0.01', step_size: '1', min_quantity: '1', max_quantity: '1', min_notional: '1', watched: true, price: null, price_age_ms: null, stale: false, contract_size: '1', price_source: 'sim' })
const all = ['BTCUSDC', 'BTCUSDT', 'ETHBTC', 'ETHUSDC']

function show() {
  const desk = createDesk()
  let answer: () => void = () => undefined
  const store = { slow: false, answer: () => answer() }
  desk.server.on('GET /api/symbols/', async ({ query }) => {
    if (store.slow) await new Promise<void>((resolve) => (answer = resolve))
    const wanted = query.get('query') ?? ''
    return { symbols: all.filter((each) => each.includes(wanted)).map(market), total: 4, complete: true, source: 'sim' }
  })
  const onChoose = vi.fn()
  renderOn(desk, <SymbolPicker value="BNBUSDC" onChoose={onChoose} />)
  return { onChoose, store, input: screen.getByRole<HTMLInputElement>('combobox') }
}

describe('the picker of a market', () => {
  it('takes nothing from the list of what was typed before', async () => {
    const { onChoose, store, input } = show()
    await userEvent.click(input)
    await screen.findByRole('option', { name: 'BTCUSDC' })
    store.slow = true
    await userEvent.type(input, 'eth{Enter}', { skipClick: true })
    expect(onChoose).not.toHaveBeenCalled()
    await waitFor(() => expect(screen.getByRole('listbox').getAttribute('aria-busy')).toBe('true'))
    await new Promise((resolve) => setTimeout(resolve, 250))
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(onChoose).not.toHaveBeenCalled()
    store.answer()
    await waitFor(() => expect(screen.queryByRole('option', { name: 'BTCUSDC' })).toBeNull())
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('ETHBTC')
  })

  it('takes at once what is typed in full', async () => {
    const { onChoose, input } = show()
    await userEvent.click(input)
    await screen.findByRole('option', { name: 'ETHUSDC' })
    await userEvent.type(input, 'ethusdc{Enter}', { skipClick: true })
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('ETHUSDC')
  })

  it('is scrolled by a touch, and chosen from by a click', async () => {
    const { onChoose, input } = show()
    await userEvent.click(input)
    const option = await screen.findByRole('option', { name: 'BTCUSDT' })
    fireEvent.pointerDown(option, { pointerType: 'touch' })
    expect(onChoose).not.toHaveBeenCalled()
    await userEvent.click(option)
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('BTCUSDT')
    expect(input.getAttribute('aria-expanded')).toBe('false')
  })
})
