import { expect, test } from './stack'

test('the log tells who signed in, by filters that stand in the address', async ({ desk, robson }) => {
  await desk.goto('/logs?action=auth.login')
  const table = desk.getByRole('table', { name: 'Audit log' })
  await expect(table.getByText('auth.login').first()).toBeVisible()
  await desk.getByLabel('User').fill('nobody-of-that-name')
  await expect(desk.getByText('No entry fits these filters')).toBeVisible()
  await expect(desk).toHaveURL(/user=nobody-of-that-name/)
  await desk.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(desk).toHaveURL(/\/logs$/)

  await desk.goto('/logs?action=auth.login&outcome=done')
  await desk.getByRole('button', { name: /^Entry \d+$/ }).first().click()
  const drawer = desk.getByRole('dialog')
  await expect(drawer.getByText(robson.user, { exact: false }).first()).toBeVisible()
  await expect(drawer.getByText('Its place in the chain')).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
})

test('the chain is proven, also against a head that was kept, and exported whole', async ({ desk }) => {
  await desk.goto('/logs')
  await desk.getByRole('button', { name: 'Verify the chain' }).click()
  const verdict = desk.getByRole('group', { name: 'Verdict' })
  await expect(verdict.getByText(/as written/)).toBeVisible()
  await verdict.locator('summary').click()
  const head = await verdict.locator('code').first().innerText()
  expect(head).toMatch(/^\d+ [0-9a-f]{64}$/)

  await desk.getByLabel(/A head that you kept/).fill(head)
  await desk.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(verdict.getByText(/the head that you kept is entry/)).toBeVisible()
  await desk.getByLabel(/A head that you kept/).fill(head.replace(/[0-9a-f]$/, (last) => (last === '0' ? '1' : '0')))
  await desk.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(verdict.getByText('✗ The log is not as it was written', { exact: false })).toBeVisible()

  const lines = (await (await desk.request.get('/api/v1/audit/export')).text()).trim().split('\n').map((line) => JSON.parse(line) as { seq?: number })
  expect(lines.length).toBeGreaterThan(1)
  expect(lines[0]).toMatchObject({ seq: 1 })
  expect(lines.at(-1)).toHaveProperty('signature')
})
