import type { Position, Positions } from '../src/lib/api/types'
import { valueAt } from '../src/lib/positions/value'
import { expect, test } from './stack'

test('Operation #1 stands there with the numbers of the interface', async ({ desk }) => {
  const answer = await desk.request.get('/api/portfolio/positions/')
  const { positions } = (await answer.json()) as Positions
  const [one] = positions
  expect(one).toMatchObject({
    symbol: 'BTCUSDC',
    side: 'BUY',
    quantity: '0.00033',
    entry_price: '88837.92',
    stop_loss: '87061.16',
    take_profit: '92391.44',
    cost: '29.32',
    loss_at_stop: '0.59',
    gain_at_target: '1.17',
    reward_risk: '2.00',
  })
  const card = desk.getByRole('article', { name: 'BTCUSDC long, operation 1' })
  for (const text of ['$88,837.92', '0.00033 BTC', '$29.32', '$87,061.16', '$92,391.44', '$0.59', '$1.17', '2.00']) {
    await expect(card.getByText(text, { exact: true }).first()).toBeVisible()
  }
  // Its stop is placed at the exchange when the demo starts.
  await expect(card.getByTestId('protection')).toHaveAttribute('data-protection', 'AT_VENUE')
  await expect(desk.getByTestId('safety')).toContainText('Worst case $0.59')

  // The price moves while we look: what stands on the page must follow from the price that stands beside it.
  const shown = await card.evaluate((element) => {
    const text = (id: string) => element.querySelector(`[data-testid="${id}"]`)!.textContent
    return { current: text('current'), pnl: text('pnl'), toStop: text('to-stop'), toTarget: text('to-target') }
  })
  const bid = shown.current!.replace(/[$,]/g, '') as `${number}`
  const valued = valueAt(one as Position, { bid, ask: bid })
  const figure = (text: string | null) => (text ?? '').replace('−', '-').replace(/[$,%()+]/g, '')
  expect(figure(shown.toStop)).toBe(valued.distance_to_stop_percent)
  expect(figure(shown.toTarget)).toBe(valued.distance_to_target_percent)
  if (valued.unrealized_pnl !== '0.00' && valued.unrealized_pnl !== '-0.00') expect(figure(shown.pnl)).toBe(valued.unrealized_pnl)
})

test('the price lives: it changes, with bid, ask, spread, direction and a fresh age', async ({ desk }) => {
  await expect(desk.getByTestId('connection')).toHaveAttribute('data-state', 'live')
  const last = desk.getByTestId('last-price')
  await expect(last).toHaveText(/^\$\d{2,3},\d{3}\.\d{2}$/)
  const before = Number(await last.getAttribute('data-changes'))
  await expect.poll(async () => Number(await last.getAttribute('data-changes'))).toBeGreaterThan(before + 2)
  await expect(desk.getByTestId('spread')).toHaveText(/^\$\d+\.\d+ \(\d+\.\d{3}%\)$/)
  await expect(desk.getByText(/^(rising|falling)$/)).toHaveCount(1)
  await expect(desk).toHaveTitle(/^\(1\) [+−]?\$[\d.,]+ · Robson$/)
})

test('the chart has its candles, its three lines and each timeframe', async ({ desk }) => {
  const chart = desk.getByRole('group', { name: 'Candlestick chart' })
  await expect(chart.locator('canvas').first()).toBeVisible()
  await expect.poll(async () => Number(await desk.getByTestId('legend').getAttribute('data-candles'))).toBeGreaterThanOrEqual(100)
  for (const line of ['Entry line at 88837.92', 'Stop line at 87061.16', 'Target line at 92391.44']) {
    await expect(chart).toContainText(line)
  }
  for (const [key, interval] of [['1', '1m'], ['4', '1h'], ['6', '1d'], ['3', '15m']] as const) {
    await desk.keyboard.press(key)
    await expect(desk.getByRole('button', { name: interval, exact: true })).toHaveAttribute('aria-pressed', 'true')
    await expect(chart).toContainText(`candles of ${interval} `)
  }
  await expect(desk.getByRole('link', { name: /TradingView/ })).toBeVisible()
  await expect(desk.getByText(/closes in/)).toBeVisible()
})

test('the account adds up', async ({ desk }) => {
  await expect(desk.getByTestId('total-balance')).toHaveText(/^\$[\d,]+\.\d{2}$/)
  await expect(desk.getByText('10,000 USDC')).toBeVisible()
})

test('it can be worked by keys alone', async ({ desk }) => {
  await desk.keyboard.press('?')
  await expect(desk.getByRole('dialog', { name: 'Keys and help' })).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('dialog', { name: 'Keys and help' })).toBeHidden()
  await desk.keyboard.press('t')
  await expect(desk.locator('html')).toHaveAttribute('data-theme', 'light')
  await desk.reload()
  await expect(desk.locator('html')).toHaveAttribute('data-theme', 'light')
  await desk.keyboard.press('Tab')
  await expect(desk.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('positions, price and connection need no scrolling, and panes change at the bottom', async ({ desk }) => {
    for (const id of ['pnl', 'last-price', 'connection', 'level-bar']) await expect(desk.getByTestId(id)).toBeInViewport()
    expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    const small = await desk.evaluate(() =>
      [...document.querySelectorAll('button, nav a')]
        .map((element) => ({ text: element.textContent, height: element.getBoundingClientRect().height }))
        .filter(({ height }) => height > 0 && height < 44),
    )
    expect(small).toEqual([])
    await desk.getByRole('link', { name: 'Chart', exact: true }).click()
    await expect(desk.getByRole('group', { name: 'Candlestick chart' })).toBeInViewport()
    await desk.getByRole('button', { name: 'More' }).click()
    await desk.getByRole('link', { name: 'Account' }).click()
    await expect(desk.getByTestId('total-balance')).toBeInViewport()
  })
})
