import { expect, signIn, test } from './stack'

test('a stranger is asked who they are and then sees what they asked for', async ({ page, robson }) => {
  await page.goto('/?symbol=BTCUSDC')
  await expect(page).toHaveURL(/\/login\?next=/)
  await page.getByLabel('Name').fill(robson.user)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Name or password is wrong.')).toBeVisible()
  await expect(page.getByLabel('Password')).toHaveValue('')

  await signIn(page, robson)
  await expect(page).toHaveURL(/\/\?symbol=BTCUSDC$/)
  await expect(page.getByTestId('pnl')).toBeVisible()
})

test('no script can read the session, and signing out ends it', async ({ page, context, robson }) => {
  await page.goto('/login')
  await signIn(page, robson)
  await expect(page.getByTestId('last-price')).toBeVisible()
  const cookies = await context.cookies()
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  const readable = await page.evaluate(() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage))
  for (const cookie of cookies) expect(readable).not.toContain(cookie.value)

  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  const kept = cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ')
  const answer = await fetch(`${robson.url}/api/portfolio/positions/`, { headers: { Cookie: kept } })
  expect(answer.status).toBe(401)
})
