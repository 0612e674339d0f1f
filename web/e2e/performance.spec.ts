// Performance and the day's report over the demo's book, against the real server.
import { seriousViolations } from './access'
import { expect, test } from './stack'

test('the performance shows each figure, and a dash where there is none, as the server has it', async ({ desk }) => {
  await desk.goto('/performance?window=all&zone=utc')
  await expect(desk.getByRole('region', { name: 'Closed trades', exact: true })).toBeVisible()
  const told = (await (await desk.request.get('/api/analytics/performance/?window=all&tz=UTC')).json()) as { trades: number; wins: number; profit_factor: string | null; sharpe: string | null }
  const shown = (name: string) => desk.locator('dl > div').filter({ has: desk.getByRole('button', { name, exact: true }) }).locator('dd').first()
  await expect(shown('Trades')).toContainText(`${told.trades} (${told.wins} won`)
  if (told.profit_factor === null) await expect(shown('Profit factor')).toHaveText('—')
  else await expect(shown('Profit factor')).toHaveText(/^\d/)
  if (told.sharpe === null) await expect(shown('Sharpe')).toHaveText('—')
  else await expect(shown('Sharpe')).toHaveText(/^[−\d]/)
  await desk.getByRole('button', { name: 'Profit factor' }).focus()
  await expect(desk.getByRole('tooltip')).toContainText('All gains ÷ all losses')
})

test('window and groups stand in the address, and the export is that very view', async ({ desk }) => {
  await desk.goto('/performance')
  await desk.getByRole('group', { name: 'Window' }).getByRole('button', { name: 'All' }).click()
  await expect(desk).toHaveURL(/window=all/)
  await desk.getByRole('group', { name: 'Group by' }).getByRole('button', { name: 'Symbol' }).click()
  await expect(desk).toHaveURL(/by=symbol/)
  await desk.reload()
  const table = desk.getByRole('region', { name: 'Trades by symbol' })
  await expect(table).toBeVisible()
  const rows = await table.getByRole('row').count()
  const csv = await desk.request.get((await desk.getByRole('link', { name: 'CSV', exact: true }).getAttribute('href'))!)
  expect(csv.headers()['content-type']).toContain('text/csv')
  expect((await csv.text()).trim().split('\n')).toHaveLength(rows)
})

test('the map of days is walked by arrow keys', async ({ desk }) => {
  await desk.goto('/performance?window=30d')
  const cell = desk.getByRole('grid', { name: /P&L by day/ }).locator('[tabindex="0"]')
  await expect(cell).toHaveCount(1)
  const date = await cell.getAttribute('data-date')
  await cell.focus()
  await desk.keyboard.press('ArrowLeft')
  const weekBefore = new Date(Date.parse(date!) - 7 * 86_400_000).toISOString().slice(0, 10)
  await expect(desk.locator(`[data-date="${weekBefore}"]`)).toBeFocused()
  await expect(desk.getByTestId('day')).toContainText(weekBefore)
})

test('the curve moves with the prices', async ({ desk }) => {
  await desk.goto('/dashboard')
  const equity = desk.getByTestId('equity')
  await expect(equity).toContainText('$')
  const first = await equity.innerText()
  await expect.poll(() => equity.innerText(), { timeout: 30_000 }).not.toBe(first)
})

test('the report of a day is read, turned to the day before, and printed without what is around it', async ({ desk }) => {
  await desk.goto('/report?zone=utc')
  const report = desk.getByTestId('report-day')
  await expect(report).toHaveAttribute('data-final', 'false')
  for (const name of ['Since midnight', 'Since yesterday’s close', 'Overnight']) await expect(desk.getByRole('region', { name })).toBeVisible()
  const today = (await report.getAttribute('data-date'))!
  await desk.getByRole('button', { name: 'The day before' }).click()
  const before = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)
  await expect(report).toHaveAttribute('data-date', before)
  await expect(report).toHaveAttribute('data-final', 'true')
  await expect(desk).toHaveURL(new RegExp(`date=${before}`))
  const csv = await desk.request.get((await desk.getByRole('link', { name: 'CSV' }).getAttribute('href'))!)
  expect(csv.headers()['content-type']).toContain('text/csv')

  await desk.emulateMedia({ media: 'print' })
  await expect(desk.getByRole('heading', { level: 1, name: `Report of ${before}` })).toBeVisible()
  await expect(desk.getByRole('navigation', { name: 'Pages' })).toBeHidden()
  await expect(desk.getByRole('button', { name: 'Emergency stop' })).toBeHidden()
  await expect(desk.getByRole('form', { name: 'Day and hours' })).toBeHidden()
  expect(await desk.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor)).toContain('rgb(255, 255, 255)')
})

test('page views and web vitals are told, and nothing of the person', async ({ desk }) => {
  const told: unknown[] = []
  desk.on('request', (request) => {
    if (request.url().endsWith('/api/v1/telemetry')) told.push(request.postDataJSON())
  })
  const answered = desk.waitForResponse((response) => response.url().endsWith('/api/v1/telemetry'), { timeout: 30_000 })
  await desk.goto('/performance')
  expect((await answered).status()).toBe(204)
  expect(JSON.stringify(told)).toMatch(/^\[\{"page_views":\[\{"page":"[a-z]+"\}/)
  expect(JSON.stringify(told)).not.toContain('admin')
})

for (const theme of ['dark', 'light']) {
  for (const width of [1440, 390]) {
    test(`performance and report keep WCAG and their width, ${theme}, ${width}`, async ({ desk }) => {
      test.setTimeout(180_000)
      await desk.setViewportSize({ width, height: 900 })
      await desk.addInitScript((value) => localStorage.setItem('robson.settings', JSON.stringify({ theme: value })), theme)
      const found: string[] = []
      for (const path of ['/performance', '/performance?window=365d', '/report']) {
        await desk.goto(path)
        await expect(desk.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(desk.locator('.skeleton')).toHaveCount(0, { timeout: 60_000 })
        found.push(...(await seriousViolations(desk)).map((text) => `${path}: ${text}`))
        if ((await desk.evaluate(() => document.documentElement.scrollWidth)) > width) found.push(`${path}: wider than the window`)
      }
      expect(found).toEqual([])
    })
  }
}
