import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Level } from '@/components/chart/drawing'
import { btcPrice, candles, priceUpdate } from '@/testing/fixtures'
import { drawn } from '@/testing/fakeDrawing'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { change, currentSettings, defaults } from '@/lib/settings'
import { ChartCard } from './ChartCard'

const levels: Level[] = [
  { kind: 'entry', price: '88837.92', label: 'Entry' },
  { kind: 'stop', price: '87061.16', label: 'Stop' },
  { kind: 'target', price: '92391.44', label: 'Target' },
]
const openTime = Date.parse('2026-01-02T03:00:00.000Z')

function show() {
  const desk = createDesk()
  desk.server.on('GET /api/market/klines/BTCUSDC/', () => ({
    symbol: 'BTCUSDC',
    interval: currentSettings().interval,
    source: 'binance',
    klines: candles(120, openTime),
  }))
  desk.server.on('GET /api/market/price/BTCUSDC/', btcPrice)
  renderOn(desk, <ChartCard symbol="BTCUSDC" levels={levels} />)
  return desk
}

afterEach(() => change(defaults))

describe('the chart', () => {
  it('draws more than a hundred candles with entry, stop and target, and tells them in words', async () => {
    show()
    const chart = await screen.findByRole('group', { name: 'Candlestick chart' })
    expect(drawn.bars).toHaveLength(120)
    expect(drawn.levels.map((level) => level.label)).toEqual(['Entry', 'Stop', 'Target'])
    expect(drawn.places).toBe(2)
    expect(chart.textContent).toContain('BTCUSDC, 120 candles of 15m')
    expect(chart.textContent).toContain('Stop line at 87061.16.')
    expect(screen.getByRole('link', { name: /TradingView/ })).toBeTruthy()
  })

  it('moves its last candle with each trade, without drawing all anew', async () => {
    const desk = show()
    await screen.findByRole('group', { name: 'Candlestick chart' })
    const before = drawn.bars
    act(() => {
      desk.feed.start()
      desk.line.newest.accept()
      desk.line.newest.say(priceUpdate({ last: '89777.00', venue_time_ms: openTime + 60_000 }))
    })
    expect(drawn.updated.at(-1)).toMatchObject({ open_time: openTime, close: '89777.00', high: '89777.00' })
    expect(drawn.bars).toBe(before)
    expect(screen.getByTestId('legend').textContent).toContain('C 89,777.00')
  })

  it('says what the volume counts once the market is known', async () => {
    const desk = show()
    expect((await screen.findByTestId('legend')).textContent).not.toContain('lots')
    desk.server.on('GET /api/symbols/', { symbols: [{ symbol: 'BTCUSDC', base_asset: 'BTC', contract_size: '100' }], total: 1, complete: true, source: 'sim' })
    await act(() => desk.queries.invalidateQueries({ queryKey: ['symbols'] }))
    await waitFor(() => expect(screen.getByTestId('legend').textContent).toMatch(/V [\d.]+K? lots/))
  })

  it('asks for another timeframe when its chip is pressed', async () => {
    const desk = show()
    await screen.findByTestId('legend')
    await userEvent.click(screen.getByRole('button', { name: '1h' }))
    expect(currentSettings().interval).toBe('1h')
    expect(desk.server.asked.filter((at) => at.includes('klines'))).toHaveLength(2)
    expect(screen.getByRole('button', { name: '1h' }).getAttribute('aria-pressed')).toBe('true')
  })

  it('is reset by its button and by Alt R', async () => {
    show()
    await screen.findByRole('group', { name: 'Candlestick chart' })
    await userEvent.click(screen.getByRole('button', { name: 'Reset' }))
    await userEvent.keyboard('{Alt>}r{/Alt}')
    expect(drawn.resets).toBe(2)
  })

  it('says why there are no candles', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/market/klines/BTCUSDC/', () => new Refusal(503, 'VENUE_UNREACHABLE', 'The exchange does not answer.'))
    renderOn(desk, <ChartCard symbol="BTCUSDC" levels={[]} />)
    expect(await screen.findByText('No candles for BTCUSDC')).toBeTruthy()
  })
})
