import { seriousViolations } from './access'
import { expect, test } from './stack'

test.beforeEach(({ robson }) => {
  test.skip(!robson.programs, 'a Robson that was not started here is not broken on purpose')
})

/** A machine that does other work beside us is slower to return: what it took is told, and asked for only when it is far too long. */
const back = { timeout: 20_000 }
const tell = (since: number) => test.info().annotations.push({ type: 'back after', description: `${Date.now() - since} ms` })

test('the exchange dies for ten seconds: stale with its age, nothing lost, back by itself', async ({ desk, robson }) => {
  const pill = desk.getByTestId('connection')
  await expect(pill).toHaveAttribute('data-state', 'live')
  await robson.programs!.stopVenue()
  const died = Date.now()
  await expect(pill).toHaveAttribute('data-state', 'stale', { timeout: 20_000 })
  await expect(pill).toHaveText(/Stale\s*\d+ s/)
  await expect(desk.getByTestId('connection-banner')).toContainText('prices below are old')
  await expect(desk.getByRole('article')).toHaveAttribute('data-stale', 'true')
  await expect(desk.getByTestId('pnl')).toHaveText(/\$/)
  await expect(desk.getByText('No open position')).toHaveCount(0)
  expect(await seriousViolations(desk)).toEqual([])
  await desk.keyboard.press('t')
  await expect(desk.locator('html')).toHaveAttribute('data-theme', 'light')
  expect(await seriousViolations(desk)).toEqual([])
  await desk.waitForTimeout(Math.max(0, died + 10_000 - Date.now()))

  await robson.programs!.startVenue()
  const returned = Date.now()
  await expect(pill).toHaveAttribute('data-state', 'live', back)
  tell(returned)
  await expect(desk.getByTestId('connection-banner')).toHaveCount(0)
  await expect(desk.getByRole('article')).not.toHaveAttribute('data-stale')
})

test('the server dies: said so in other words, and back by itself when it returns', async ({ desk, robson }) => {
  const pill = desk.getByTestId('connection')
  await robson.programs!.stopServer()
  await expect(pill).toHaveAttribute('data-state', 'offline', { timeout: 20_000 })
  await expect(desk.getByTestId('connection-banner')).toContainText('The Robson server has not answered')
  await expect(desk.getByTestId('pnl')).toHaveText(/\$/)
  await desk.waitForTimeout(6000)
  await expect(desk.getByRole('article')).toHaveAttribute('data-stale', 'true')

  await robson.programs!.startServer()
  const returned = Date.now()
  await expect(pill).toHaveAttribute('data-state', 'live', back)
  tell(returned)
  await expect(desk.getByTestId('connection-banner')).toHaveCount(0)
})

