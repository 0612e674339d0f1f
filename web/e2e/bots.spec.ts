// The control center over a real bot: watched, paused, stopped; while it is there and while it is not.
import type { Locator, Page } from '@playwright/test'
import { seriousViolations } from './access'
import { password, Programs } from './programs'
import { expect, signIn, test as base, type Robson } from './stack'

const test = base.extend<object, { robson: Robson }>({
  robson: [
    async ({}, provide) => {
      const programs = await Programs.start({ withBot: true })
      await provide({ url: programs.url, user: 'admin', password, programs })
      await programs.end()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

test.describe.configure({ mode: 'serial' })

const holdMs = 3300
const opensWithinMs = 60_000

/** Opens a position unless one stands, and answers its name. */
async function position(desk: Page): Promise<string> {
  const list = async () => {
    const answer = await desk.request.get('/api/v1/positions?decimals=string')
    const { positions } = (await answer.json()) as { positions: { position_id: string; status: string }[] }
    return positions.find(({ status }) => status === 'open')?.position_id ?? null
  }
  if ((await list()) === null) {
    const asked = await desk.request.post('/api/v1/positions', {
      data: { asset: 'SOL', size_usd: '5000', leverage: '3', reason: 'End to end' },
      headers: { 'Idempotency-Key': `e2e-${Date.now()}`, Origin: new URL(desk.url()).origin },
    })
    expect(asked.status()).toBe(202)
  }
  await expect.poll(list, { timeout: opensWithinMs }).not.toBeNull()
  return (await list())!
}

async function give(dialog: Locator, reason: string): Promise<void> {
  await dialog.getByLabel('Reason').fill(reason)
}

test('the first page has the bot at a glance, beside what is held directly', async ({ desk }) => {
  const id = await position(desk)
  await expect(desk.getByTestId('safety')).toContainText('1 bot running')
  await expect(desk.getByRole('group', { name: 'Status of default' })).toContainText('RUNNING')
  const link = desk.getByRole('link', { name: `Position ${id}, SOL` })
  await expect(link).toBeVisible()
  await expect(desk.getByRole('article', { name: 'BTCUSDC long, operation 1' })).toBeVisible()
  await link.click()
  await expect(desk).toHaveURL(`/positions/${id}?bot=default`)
  await expect(desk.getByTestId('hedge-pnl')).toContainText('$')
  await expect(desk.getByRole('meter', { name: 'Health factor' })).toHaveAttribute('aria-valuetext', /%/)
  await expect(desk.getByRole('row', { name: /^Funding/ })).toBeVisible()
})

test('every position stands in one list; its filters are in the address', async ({ desk }) => {
  const id = await position(desk)
  await desk.goto('/positions')
  await expect(desk.getByRole('link', { name: 'Operation 1, BTCUSDC' })).toBeVisible()
  await desk.getByRole('button', { name: 'Hedge', exact: true }).click()
  await expect(desk).toHaveURL(/kind=hedge/)
  await expect(desk.getByRole('link', { name: 'Operation 1, BTCUSDC' })).toHaveCount(0)
  const [file] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('button', { name: 'Export CSV' }).click()])
  expect(file.suggestedFilename()).toBe('positions.csv')
  await desk.getByRole('link', { name: new RegExp(id) }).click()
  await expect(desk).toHaveURL(new RegExp(`/positions/${id}`))
  await desk.goto('/positions/1')
  await expect(desk).toHaveURL('/operations/1')
})

test('entry is paused and resumed with a reason, and the activity says so', async ({ desk }) => {
  const panel = desk.getByTestId('control-panel')
  await panel.getByRole('button', { name: 'Pause entry' }).click()
  await give(desk.getByRole('dialog'), 'Manual maintenance')
  await desk.getByRole('dialog').getByRole('button', { name: 'Pause entry' }).click()
  await expect(panel).toContainText('Manual maintenance')
  await expect(desk.getByTestId('safety')).toContainText('entry paused (Manual maintenance)')
  await panel.getByRole('button', { name: 'Resume' }).click()
  await give(desk.getByRole('dialog'), 'Maintenance is over')
  await desk.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
  await expect(panel).toContainText('Nothing is paused')
  await expect(desk.getByRole('region', { name: 'Recent activity' }).getByRole('listitem').first()).toBeVisible()
})

test('an operator may pause entry, and is shown why not all', async ({ desk, browser, robson }) => {
  const made = await desk.request.post('/api/v1/users', {
    data: { username: 'olga', role: 'operator', password: 'end to end 2718' },
    headers: { 'Idempotency-Key': 'e2e-olga', Origin: robson.url },
  })
  expect([201, 409]).toContain(made.status())
  const context = await browser.newContext({ baseURL: robson.url })
  const page = await context.newPage()
  await page.goto('/')
  await signIn(page, { ...robson, user: 'olga', password: 'end to end 2718' })
  const panel = page.getByTestId('control-panel')
  await expect(panel.getByRole('button', { name: 'Pause entry' })).toBeEnabled()
  await expect(panel.getByRole('button', { name: 'Pause all' })).toBeDisabled()
  await expect(panel).toContainText('this needs the role admin')
  await page.getByTestId('emergency-header').click()
  await expect(page.getByRole('dialog')).toContainText('You are signed in as operator; this needs the role admin')
  await context.close()
})

test('the bot dies: its positions stay, marked with their age; it comes back by itself', async ({ desk, robson }) => {
  test.setTimeout(180_000)
  const id = await position(desk)
  await desk.goto('/')
  await expect(desk.getByRole('link', { name: `Position ${id}, SOL` })).toBeVisible()
  await robson.programs!.stopBot()
  await expect(desk.getByTestId('presence')).toBeVisible({ timeout: 30_000 })
  await expect(desk.getByTestId('presence')).toHaveAttribute('data-state', 'unavailable')
  await expect(desk.getByRole('link', { name: `Position ${id}, SOL` })).toBeVisible()
  await expect(desk.getByText('No hedged position')).toHaveCount(0)
  await expect(desk.getByTestId('safety')).toHaveAttribute('data-level', 'danger')
  expect(await seriousViolations(desk)).toEqual([])
  await desk.goto(`/positions/${id}?bot=default`)
  await expect(desk.getByTestId('hedge-pnl')).toContainText('$')
  await desk.goto('/positions')
  await expect(desk.getByText(/^stale/).first()).toBeVisible()
  await robson.programs!.startBot()
  await expect.poll(async () => (await desk.request.get('/api/v1/positions')).status(), { timeout: 60_000 }).toBe(200)
  await desk.goto('/')
  await expect(desk.getByTestId('presence')).toHaveCount(0, { timeout: 60_000 })
  await expect(desk.getByRole('link', { name: `Position ${id}, SOL` })).toBeVisible()
})

const sizes = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
]

for (const { name, width, height } of sizes) {
  for (const theme of ['dark', 'light']) {
    test(`the pages keep WCAG and the width of the window: ${theme}, ${name}`, async ({ desk }) => {
      test.setTimeout(180_000)
      const id = await position(desk)
      await desk.setViewportSize({ width, height })
      await desk.addInitScript((value) => localStorage.setItem('robson.settings', JSON.stringify({ theme: value })), theme)
      const found: string[] = []
      for (const path of ['/', '/positions', `/positions/${id}?bot=default`, '/analytics']) {
        await desk.goto(path)
        await expect(desk.getByRole('heading', { level: 1 })).toBeAttached()
        await expect(desk.locator('.skeleton')).toHaveCount(0, { timeout: 60_000 })
        found.push(...(await seriousViolations(desk)).map((text) => `${path}: ${text}`))
        if ((await desk.evaluate(() => document.documentElement.scrollWidth)) > width) found.push(`${path}: wider than the window`)
      }
      expect(found).toEqual([])
    })
  }
}

test('by keys alone: everything is halted in two actions, seen, and resumed', async ({ desk }) => {
  await desk.goto('/orders')
  await desk.getByTestId('emergency-header').focus()
  await desk.keyboard.press('Enter')
  const dialog = desk.getByRole('dialog', { name: 'Emergency stop' })
  await expect(dialog.getByTestId('stop-effects')).toContainText('Pauses 1 bot (default) and turns the kill switch on')
  await dialog.getByLabel('Reason').focus()
  await desk.keyboard.type('The venue misbehaves')
  const hold = dialog.getByRole('button', { name: /Hold 3 s|Keep holding/ })
  await hold.focus()
  await desk.keyboard.down('Space')
  await desk.waitForTimeout(holdMs / 3)
  await desk.keyboard.up('Space')
  await desk.waitForTimeout(holdMs)
  await expect(desk.getByTestId('stop-banner')).toHaveCount(0)
  await desk.keyboard.down('Space')
  await desk.waitForTimeout(holdMs)
  await desk.keyboard.up('Space')
  await expect(dialog).toContainText('CONFIRMED: paused')
  await dialog.getByRole('button', { name: 'Back to the page' }).focus()
  await desk.keyboard.press('Enter')
  const banner = desk.getByTestId('stop-banner')
  await expect(banner).toContainText('The venue misbehaves')
  await desk.goto('/risk')
  await expect(banner).toBeVisible()
  expect(await seriousViolations(desk)).toEqual([])
  await banner.getByRole('button', { name: 'I have seen it' }).focus()
  await desk.keyboard.press('Enter')
  await expect(banner).toHaveCount(0)
  await desk.goto('/')
  await desk.getByTestId('control-panel').getByRole('button', { name: 'Resume' }).focus()
  await desk.keyboard.press('Enter')
  await give(desk.getByRole('dialog'), 'It was a test')
  await desk.keyboard.press('Enter')
  await expect(desk.getByTestId('control-panel')).toContainText('Nothing is paused')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('status, switches and positions come first; flatten wants the word, then closes everything', async ({ desk }) => {
    test.setTimeout(180_000)
    const id = await position(desk)
    await desk.goto('/')
    await expect(desk.getByTestId('control-panel')).toBeInViewport()
    expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await desk.goto(`/positions/${id}?bot=default`)
    await desk.getByTestId('emergency-bar').click()
    const dialog = desk.getByRole('dialog', { name: 'Emergency stop' })
    await dialog.getByLabel(/Halt and flatten/).check()
    await expect(dialog.getByTestId('stop-effects')).toContainText(/Closes \d+ positions? worth \$/)
    await give(dialog, 'Leaving everything')
    const hold = dialog.getByRole('button', { name: /Hold 3 s|Keep holding/ })
    await expect(hold).toBeDisabled()
    await dialog.getByLabel(/Type FLATTEN/).fill('FLATTEN')
    await hold.hover()
    await desk.mouse.down()
    await desk.waitForTimeout(holdMs)
    await desk.mouse.up()
    await expect(dialog).toContainText('CONFIRMED', { timeout: 30_000 })
    await dialog.getByRole('button', { name: 'Back to the page' }).click()
    await expect(desk.getByTestId('stop-banner')).toContainText('every position closed', { timeout: opensWithinMs })
    await desk.getByTestId('stop-banner').getByRole('button', { name: 'I have seen it' }).click()
  })
})
