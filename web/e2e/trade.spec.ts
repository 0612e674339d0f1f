// A trade from its first look to its proof, as a trader does it on the page, against the real server and the simulator.
import type { Page } from '@playwright/test'
import { expect, test } from './stack'

const capital = '2000'

async function plan(desk: Page): Promise<void> {
  await desk.goto('/trade?symbol=BTCUSDC&side=BUY')
  await desk.getByRole('textbox', { name: 'Capital' }).fill(capital)
  await expect(desk.getByTestId('proposal')).toBeVisible()
  await expect(desk.getByText(/Of \$2,000\.00|\$2,000\.00/).first()).toBeVisible()
  await desk.getByRole('button', { name: 'Plan', exact: true }).click()
  await expect(desk.getByTestId('plan')).toBeVisible()
}

async function validate(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: 'Validate' }).click()
  await expect(desk.getByTestId('report')).toHaveAttribute('data-status', /PASS|WARNING/)
}

test('execute stays shut with its reason until the plan is validated', async ({ desk }) => {
  await desk.goto('/trade?symbol=BTCUSDC&side=BUY')
  await expect(desk.getByRole('button', { name: 'Execute' })).toBeDisabled()
  await expect(desk.getByText('Execute waits: there is no plan yet.')).toBeVisible()
  await plan(desk)
  await expect(desk.getByRole('button', { name: 'Execute…' })).toBeDisabled()
  await expect(desk.getByTestId('blockers')).toContainText('Not validated yet')
  await validate(desk)
  await expect(desk.getByRole('button', { name: 'Execute…' })).toBeEnabled()

  // The plan stands in the address: a reload brings it back as it was.
  await desk.reload()
  await expect(desk.getByTestId('report')).toBeVisible()
  await desk.getByRole('button', { name: 'Dry run' }).click()
  await expect(desk.getByTestId('would-send')).toContainText('BUY limit')
  await expect(desk.getByTestId('plan')).toHaveAttribute('data-status', 'VALIDATED')
})

test('a short on a spot account fails validation with its reason', async ({ desk }) => {
  await desk.goto('/trade?symbol=BTCUSDC&side=SELL')
  await desk.getByRole('textbox', { name: 'Capital' }).fill(capital)
  await desk.getByRole('button', { name: 'Plan', exact: true }).click()
  await desk.getByRole('button', { name: 'Validate' }).click()
  await expect(desk.getByTestId('report')).toHaveAttribute('data-status', 'FAIL')
  await expect(desk.getByTestId('report')).toContainText('SHORT_NOT_SUPPORTED')
  await expect(desk.getByRole('button', { name: 'Execute…' })).toBeDisabled()
})

test('a trade: planned, validated, executed by keys alone, protected, its stop moved, half taken, closed, proven', async ({ desk }) => {
  test.setTimeout(180_000)
  await plan(desk)
  await validate(desk)

  // The dialog of execution, without a mouse.
  await desk.getByRole('button', { name: 'Execute…' }).focus()
  await desk.keyboard.press('Enter')
  const dialog = desk.getByRole('dialog', { name: 'Execute on SIM?' })
  await expect(dialog.getByTestId('effect')).toContainText('SIM: simulated exchange, no real money')
  await expect(dialog.getByRole('button', { name: 'Send to SIM' })).toBeDisabled()
  for (const tick of await dialog.getByRole('checkbox').all()) {
    await tick.focus()
    await desk.keyboard.press('Space')
  }
  await desk.keyboard.press('Tab')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await desk.keyboard.press('Tab')
  await expect(dialog.getByRole('button', { name: 'Send to SIM' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(dialog.getByTestId('outcome').or(desk.getByTestId('outcome'))).toHaveAttribute('data-outcome', 'filled', { timeout: 20_000 })
  await desk.getByRole('button', { name: /Show operation #/ }).click()

  await expect(desk).toHaveURL(/\/operations\/\d+$/)
  const id = /\d+$/.exec(desk.url())![0]
  await expect(desk.getByText('Stop at the exchange').first()).toBeVisible()
  await expect(desk.getByRole('region', { name: 'Fills of the operation' })).toContainText('entry')

  const held = (await (await desk.request.get(`/api/operations/${id}/`)).json()) as { initial_stop: string; stop_price: string; entry_price: string; held: string }
  const half = (Number(held.initial_stop) + (Number(held.entry_price) - Number(held.initial_stop)) / 2).toFixed(2)
  await desk.getByRole('button', { name: 'Move stop' }).click()
  await desk.getByLabel('New stop').fill((Number(held.initial_stop) - 100).toFixed(2))
  await expect(desk.getByText(/Wider than the first stop/)).toBeVisible()
  await desk.getByLabel('New stop').fill(half)
  await desk.getByRole('button', { name: 'Move the stop' }).click()
  await expect(desk.getByTestId('done')).toBeVisible()
  await desk.getByTestId('done').getByRole('button', { name: 'Close' }).click()
  await expect(desk.getByRole('list', { name: 'Moves of the stop' })).toContainText('Moved from', { timeout: 20_000 })

  await desk.getByRole('button', { name: 'Take part' }).click()
  await desk.getByRole('button', { name: '50 %' }).click()
  await desk.getByRole('button', { name: 'Take this part' }).click()
  await expect(desk.getByTestId('done')).toBeVisible()
  await desk.getByTestId('done').getByRole('button', { name: 'Close' }).click()
  await expect
    .poll(async () => Number(((await (await desk.request.get(`/api/operations/${id}/`)).json()) as { held: string }).held), { timeout: 20_000 })
    .toBeLessThan(Number(held.held))
  await expect(desk.getByText('Stop at the exchange').first()).toBeVisible()

  await desk.getByRole('group', { name: /Actions on BTCUSDC/ }).getByRole('button', { name: 'Close' }).click()
  await desk.getByRole('button', { name: 'Close the position' }).click()
  await expect(desk.getByText('realized, after fees')).toBeVisible({ timeout: 20_000 })
  await expect(desk.getByText(`BTCUSDC #${id} closed`)).toBeVisible()
  await expect(desk.getByTestId('proof').first()).toContainText('By hand')
  await expect(desk.getByTestId('proof').first()).toContainText('Exchange answers')

  await desk.goto('/operations?status=CLOSED&symbol=BTCUSDC')
  await expect(desk.getByRole('link', { name: `Operation ${id}, BTCUSDC` })).toBeVisible()
})

test('the filters of the history stand in the address and survive a reload; the CSV is that very view', async ({ desk }) => {
  await desk.goto('/operations')
  await desk.getByLabel('Status').selectOption('CLOSED')
  await desk.getByLabel('Symbol').fill('ETHUSDC')
  await expect(desk).toHaveURL(/symbol=ETHUSDC/)
  await desk.getByRole('button', { name: 'P&L' }).click()
  await expect(desk).toHaveURL(/sort=-realized_pnl/)
  await desk.reload()
  await expect(desk.getByLabel('Status')).toHaveValue('CLOSED')
  await expect(desk.getByLabel('Symbol')).toHaveValue('ETHUSDC')
  await expect(desk.getByRole('columnheader', { name: 'P&L' })).toHaveAttribute('aria-sort', 'descending')
  const rows = desk.getByRole('link', { name: /, ETHUSDC$/ })
  await expect(rows.first()).toBeVisible()
  const csv = await desk.request.get((await desk.getByRole('link', { name: 'Export CSV' }).getAttribute('href'))!)
  expect(csv.headers()['content-type']).toContain('text/csv')
  expect((await csv.text()).trim().split('\n')).toHaveLength((await rows.count()) + 1)
})

test('the kill switch stops execution from any page, and says so', async ({ desk }) => {
  await plan(desk)
  await validate(desk)
  await desk.getByRole('button', { name: 'Stop entries' }).click()
  await desk.getByRole('button', { name: 'Stop entries now' }).click()
  await expect(desk.getByTestId('blockers')).toContainText('The kill switch is on')
  await expect(desk.getByRole('button', { name: 'Execute…' })).toBeDisabled()
  await desk.goto('/risk')
  await desk.getByRole('button', { name: 'Allow entries…' }).click()
  await desk.getByRole('button', { name: 'Allow entries', exact: true }).click()
  await expect(desk.getByText('Entries are allowed. Stops and exits work in any case.')).toBeVisible()
})

test('a strategy is changed with its version, and a wrong figure is named at its field', async ({ desk }) => {
  await desk.goto('/settings')
  await desk.getByRole('button', { name: 'Edit' }).nth(1).click()
  const risk = desk.getByLabel('Risk for each trade, %')
  await risk.fill('5')
  await desk.getByRole('button', { name: /Save as version/ }).click()
  await expect(risk).toHaveAttribute('aria-invalid', 'true')
  await risk.fill('0.4')
  await desk.getByRole('button', { name: /Save as version/ }).click()
  await expect(desk.getByText(/saved as version/)).toBeVisible()
  await desk.getByRole('button', { name: 'History' }).nth(1).click()
  await expect(desk.getByText(/Risk for each trade, %: .* → 0\.4/)).toBeVisible()
})

test('pages are reached by keys', async ({ desk }) => {
  for (const [key, heading] of [['o', 'Operations'], ['w', 'Orders'], ['r', 'Risk'], ['s', 'Settings'], ['c', 'Charts'], ['t', 'Trade'], ['v', 'Live'], ['n', 'Signals'], ['f', 'Performance'], ['e', 'Report']] as const) {
    await desk.keyboard.press('g')
    await desk.keyboard.press(key)
    await expect(desk.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await expect(desk).toHaveTitle(new RegExp(`${heading}.* · Robson$`))
  }
})

test('a chart of another market has its own candles, and older ones come as one scrolls', async ({ desk }) => {
  await desk.goto('/charts')
  await desk.getByRole('combobox', { name: 'Market' }).click()
  await desk.getByRole('combobox', { name: 'Market' }).fill('ETH')
  await desk.getByRole('option', { name: /ETHUSDC/ }).click()
  await expect(desk).toHaveURL(/symbol=ETHUSDC/)
  const legend = desk.getByTestId('legend')
  await expect(desk.getByRole('group', { name: 'Candlestick chart' })).toContainText('ETHUSDC')
  const before = Number(await legend.getAttribute('data-candles'))
  const box = (await desk.getByTestId('chart').boundingBox())!
  for (let i = 0; i < 8; i += 1) {
    await desk.mouse.move(box.x + 200, box.y + 200)
    await desk.mouse.down()
    await desk.mouse.move(box.x + box.width - 150, box.y + 200, { steps: 4 })
    await desk.mouse.up()
  }
  await expect(desk.getByRole('button', { name: /Jump to now/ })).toBeVisible()
  await expect.poll(async () => Number(await legend.getAttribute('data-candles'))).toBeGreaterThan(before)
})
