import type { Page } from '@playwright/test'
import { expect, test } from './stack'
import { totpCode } from './totp'

const firstPassword = 'first of many 2718'

async function addUser(desk: Page, name: string, role: string): Promise<void> {
  await desk.goto('/settings?section=users')
  await desk.getByRole('button', { name: 'Add a user…' }).click()
  await desk.getByLabel('Name').fill(name)
  await desk.getByRole('radio', { name: role }).check()
  await desk.getByLabel('First password').fill(firstPassword)
  await desk.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(desk.getByRole('button', { name: `Manage ${name}` })).toBeVisible()
}

async function signInAs(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a new user sets up a second factor, signs in with it, and is shut out by an admin', async ({ desk, browser, robson }) => {
  await addUser(desk, 'grace', 'operator')
  const context = await browser.newContext({ baseURL: robson.url })
  const page = await context.newPage()
  await page.goto('/settings?section=account')
  await signInAs(page, 'grace', firstPassword)

  await page.getByRole('button', { name: 'Set it up' }).click()
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible()
  const secret = await page.locator('code').filter({ hasText: /^[A-Z2-7 ]{16,}$/ }).innerText()
  await page.getByRole('textbox', { name: 'Code' }).fill(totpCode(secret))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const listed = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(listed).toHaveCount(10)
  const codes = await listed.allInnerTexts()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toBe('robson-recovery-codes-grace.txt')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('10 recovery codes left')).toBeVisible()

  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signInAs(page, 'grace', firstPassword)
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText(/That code is not right/)).toBeVisible()
  await page.getByLabel('Code').fill(codes[0]!)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('button', { name: /Account menu/ })).toBeVisible()

  await desk.goto('/settings?section=users')
  await desk.getByRole('button', { name: 'Manage grace' }).click()
  await desk.getByRole('button', { name: 'Disable…' }).click()
  await desk.getByRole('button', { name: 'Disable', exact: true }).click()
  await expect(desk.getByText('grace can no longer sign in')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await context.close()
})

test('a user changes the password, and the old one no longer signs in', async ({ desk, browser, robson }) => {
  await addUser(desk, 'edsger', 'viewer')
  const context = await browser.newContext({ baseURL: robson.url })
  const page = await context.newPage()
  await page.goto('/settings?section=account')
  await signInAs(page, 'edsger', firstPassword)
  await page.getByLabel('Password now').fill('not this one')
  await page.getByLabel('New password').fill('second of many 1618')
  await page.getByLabel('The new one again').fill('second of many 1618')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect(page.getByText('This is not your password')).toBeVisible()
  await page.getByLabel('Password now').fill(firstPassword)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect(page.getByText(/Your other sessions were ended/)).toBeVisible()

  await page.goto('/settings?section=users')
  await expect(page.getByText(/You are signed in as viewer; this needs the role admin/)).toBeVisible()
  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signInAs(page, 'edsger', firstPassword)
  await expect(page.getByText('Name or password is wrong.')).toBeVisible()
  await context.close()
})

test('the last admin cannot be taken away, and the page says why', async ({ desk, robson }) => {
  await desk.goto('/settings?section=users')
  await desk.getByRole('button', { name: `Manage ${robson.user}` }).click()
  await expect(desk.getByText(/The last active admin/).first()).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Disable…' })).toBeDisabled()
})

test('an API key is shown once, opens what it may, and nothing once it is revoked', async ({ desk, robson }) => {
  await desk.goto('/settings?section=keys')
  await desk.getByRole('button', { name: 'Make a key…' }).click()
  await desk.getByLabel('Name').fill('end to end')
  await desk.getByRole('button', { name: 'Make the key' }).click()
  const key = await desk.getByRole('dialog').locator('code').first().innerText()
  await desk.keyboard.press('Escape')
  await expect(desk.getByText(key)).toBeVisible()
  await desk.getByRole('button', { name: 'I have stored it' }).click()
  const ask = async (method: string, path: string) => (await fetch(`${robson.url}${path}`, { method, headers: { 'X-API-Key': key } })).status
  expect(await ask('GET', '/api/portfolio/positions/')).toBe(200)
  expect(await ask('POST', '/api/risk/resume/')).toBe(403)
  await desk.getByRole('button', { name: 'Revoke end to end' }).click()
  await desk.getByRole('button', { name: 'Revoke the key' }).click()
  await expect(desk.getByText('The API key “end to end” is revoked')).toBeVisible()
  expect(await ask('GET', '/api/portfolio/positions/')).toBe(401)
})
