// Over a real bot, which keeps its configuration itself.
import { password, Programs } from './programs'
import { expect, test as base, type Robson } from './stack'

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

test('a configuration is changed after its changes were read, and brought back from the history', async ({ desk }) => {
  await desk.goto('/settings?section=bots')
  const leverage = desk.getByLabel('Highest leverage, ×')
  const before = await leverage.inputValue()
  const next = before === '5' ? '6' : '5'
  await leverage.fill('11')
  await expect(desk.getByText('Out of range: 1 to 10')).toBeVisible()
  await leverage.fill(next)
  await desk.getByRole('button', { name: 'Review and save…' }).click()
  const dialog = desk.getByRole('dialog')
  await expect(dialog.getByText('Highest leverage')).toBeVisible()
  await expect(dialog.getByText(`${next}×`)).toBeVisible()
  await desk.getByLabel('Reason, for the history').fill('end to end')
  await desk.getByRole('button', { name: /^Save as version/ }).click()
  await expect(dialog).toBeHidden()
  await expect(desk.getByText('“end to end”')).toBeVisible()

  await desk.getByRole('button', { name: 'Restore this version…' }).first().click()
  await expect(dialog.getByText(`${before}×`)).toBeVisible()
  await desk.getByRole('button', { name: /^Save as version/ }).click()
  await expect(dialog).toBeHidden()
  await expect(leverage).toHaveValue(before)
})
