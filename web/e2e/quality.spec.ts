import type { Page } from '@playwright/test'
import { seriousViolations } from './access'
import { expect, test } from './stack'

const sizes = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
]

const withTheme = (page: Page, theme: string) =>
  page.addInitScript((value) => localStorage.setItem('robson.settings', JSON.stringify({ theme: value })), theme)

const pages = ['/dashboard', '/signals', '/performance', '/report', '/positions', '/analytics', '/trade', '/operations', '/operations/1', '/operations/10', '/orders', '/risk', '/settings?strategy=1', '/settings?section=signals', '/settings?section=bots', '/settings?section=users', '/settings?section=keys', '/settings?section=account', '/logs', '/charts']

for (const { name, width, height } of sizes) {
  for (const theme of ['dark', 'light']) {
    test.describe(`${theme}, ${name}`, () => {
      test.use({ viewport: { width, height } })

      test('the sign-in page keeps WCAG', async ({ page }) => {
        await withTheme(page, theme)
        await page.goto('/login')
        await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
        expect(await seriousViolations(page)).toEqual([])
      })

      test('the dashboard keeps WCAG', async ({ desk }) => {
        await withTheme(desk, theme)
        await desk.reload()
        await expect(desk.getByTestId('pnl')).toBeVisible()
        await expect(desk.locator('html')).toHaveAttribute('data-theme', theme)
        if (name === 'desktop') await expect(desk.locator('canvas').first()).toBeVisible()
        expect(await seriousViolations(desk)).toEqual([])
        if (process.env.ROBSON_SCREENSHOTS) {
          await desk.waitForTimeout(2000)
          await desk.screenshot({ path: `${process.env.ROBSON_SCREENSHOTS}/dashboard-${theme}-${width}.png` })
        }
      })

      test('every page of the desk keeps WCAG and the width of the window', async ({ desk }) => {
        test.setTimeout(600_000)
        await withTheme(desk, theme)
        const found: string[] = []
        for (const path of pages) {
          await desk.goto(path)
          await expect(desk.getByRole('heading', { level: 1 })).toBeVisible()
          await expect(desk.locator('.skeleton')).toHaveCount(0, { timeout: 60_000 })
          found.push(...(await seriousViolations(desk)).map((text) => `${path}: ${text}`))
          if ((await desk.evaluate(() => document.documentElement.scrollWidth)) > width) found.push(`${path}: wider than the window`)
          if (process.env.ROBSON_SCREENSHOTS) {
            await desk.screenshot({ path: `${process.env.ROBSON_SCREENSHOTS}/${path.replace(/\W+/g, '-').slice(1)}-${theme}-${width}.png` })
          }
        }
        expect(found).toEqual([])
      })
    })
  }
}

test('the page is served under a strict policy, and keeps it while it is used', async ({ desk, offences }) => {
  const answer = await desk.request.get('/')
  const policy = answer.headers()['content-security-policy']
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toContain('unsafe')
  await desk.keyboard.press('t')
  await desk.keyboard.press('?')
  await desk.keyboard.press('Escape')
  await desk.getByRole('button', { name: /Account menu/ }).click()
  await desk.getByRole('button', { name: /Display/ }).click()
  await desk.getByLabel('Blue up, orange down').check()
  await desk.getByRole('group', { name: 'Candlestick chart' }).hover()
  expect(offences).toEqual([])
})

test('the page does not jump when its figures come', async ({ desk }) => {
  await desk.addInitScript(() => {
    const shifts = window as unknown as { shifted: number }
    shifts.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.shifted += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await desk.reload()
  await expect(desk.getByTestId('last-price')).toBeVisible()
  await expect(desk.getByTestId('pnl')).toBeVisible()
  await desk.waitForTimeout(1500)
  const seen = await desk.evaluate(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint')
    return { paint: paint?.startTime ?? Infinity, shifted: (window as unknown as { shifted: number }).shifted }
  })
  test.info().annotations.push({ type: 'first contentful paint', description: `${Math.round(seen.paint)} ms` })
  expect(seen.shifted).toBeLessThan(0.1)
})
