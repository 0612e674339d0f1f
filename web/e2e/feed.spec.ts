// The live feed as a browser has it: pushed, resumed without a gap, and had in other ways where no WebSocket gets through.
import type { Page } from '@playwright/test'
import type { DecimalText } from '../src/lib/decimal'
import { price } from '../src/lib/format'
import { expect, test } from './stack'

interface Ordered {
  type: string
  channel: string
  seq: number
  prev_seq?: number
}

/** Everything that was told over any socket of the page, in its order. */
function listen(desk: Page) {
  const heard: { type: string; resync?: boolean; events?: Ordered[]; data?: object }[] = []
  const asked: string[] = []
  desk.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => heard.push(JSON.parse(String(payload)) as (typeof heard)[number]))
  })
  desk.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
  const ordered = () => heard.flatMap((message) => message.events ?? [message as unknown as Ordered]).filter((each) => each.prev_seq !== undefined)
  return { heard, asked, ordered }
}

const moves = async (desk: Page) => Number(await desk.getByTestId('last-price').getAttribute('data-changes'))

async function changing(desk: Page): Promise<void> {
  const before = await moves(desk)
  await expect.poll(() => moves(desk)).toBeGreaterThan(before + 1)
}

/** Between the first stop and the price, a little elsewhere each time. */
async function moveStop(desk: Page, part: number): Promise<string> {
  const position = (await (await desk.request.get('/api/portfolio/positions/1/')).json()) as { current_price: string; initial_stop: string }
  const [current, stop] = [Number(position.current_price), Number(position.initial_stop)]
  const to = (stop + ((current - stop) / 2) * part).toFixed(2)
  const answer = await desk.request.post('/api/portfolio/positions/1/stop/', {
    data: { stop_price: to },
    headers: { 'Idempotency-Key': crypto.randomUUID(), Origin: new URL(desk.url()).origin },
  })
  expect(answer.status(), await answer.text()).toBe(200)
  return price(to as DecimalText, '0.01', 'USDC')
}

test('what changes is pushed: no page asks for positions or totals while the feed lives', async ({ desk }) => {
  const { asked, heard } = listen(desk)
  await desk.reload()
  await expect(desk.getByTestId('connection')).toHaveAttribute('data-state', 'live')
  await expect(desk.getByTestId('pnl')).toBeVisible()
  await desk.waitForTimeout(1000)
  const from = asked.length
  const stop = await moveStop(desk, 0.3)
  await expect(desk.getByTestId('stop')).toContainText(stop)
  await desk.waitForTimeout(7000)
  const polled = asked.slice(from).filter((at) => /positions|summary|risk|orders/.test(at) && at.startsWith('GET'))
  // Events ask for the figures that they change, and nothing does so by the clock.
  expect(polled.filter((at) => /positions|summary/.test(at))).toEqual([])
  expect(polled.length).toBeLessThan(12)
  expect(heard.some(({ type }) => type === 'position_update')).toBe(true)
})

test('the server dies and returns: the view goes on without a gap, and nothing is told twice', async ({ desk, robson }) => {
  test.skip(!robson.programs, 'a Robson that was not started here is not broken on purpose')
  // On a busy machine the page may have what it missed by another way first; here every message has to be seen.
  await desk.route(/\/api\/v1\/feed\/(sse|poll)/, (route) => route.abort())
  const { heard, ordered } = listen(desk)
  await desk.reload()
  const pill = desk.getByTestId('connection')
  await expect(pill).toHaveAttribute('data-state', 'live')
  await moveStop(desk, 0.4)
  await robson.programs!.stopServer()
  await expect(pill).not.toHaveAttribute('data-state', 'live')
  const told = heard.length
  await robson.programs!.startServer()
  await expect(pill).toHaveAttribute('data-state', 'live', { timeout: 15_000 })
  const stop = await moveStop(desk, 0.5)
  await expect(desk.getByTestId('stop')).toContainText(stop)

  const again = heard.slice(told)
  expect(again.some(({ type }) => type === 'catch_up')).toBe(true)
  expect(again.filter(({ type, resync }) => type === 'snapshot' && resync)).toEqual([])
  const rows = new Map<string, Ordered[]>()
  for (const message of ordered()) rows.set(message.channel, [...(rows.get(message.channel) ?? []), message])
  expect(rows.get('operations')!.length).toBeGreaterThan(1)
  for (const [channel, row] of rows) {
    row.slice(1).forEach((message, index) => {
      expect(message.prev_seq, `${channel} after ${row[index]!.seq}`).toBe(row[index]!.seq)
    })
  }
})

test('without WebSockets the feed comes as server-sent events, and goes back to them by itself', async ({ desk }) => {
  let blocked = true
  await desk.routeWebSocket(/\/ws\/v1\/feed/, (socket) => (blocked ? void socket.close() : void socket.connectToServer()))
  await desk.reload()
  const pill = desk.getByTestId('connection')
  await expect(pill).toHaveAttribute('data-state', 'sse')
  await changing(desk)
  const stop = await moveStop(desk, 0.6)
  await expect(desk.getByTestId('stop')).toContainText(stop)
  blocked = false
  await desk.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(pill).toHaveAttribute('data-state', 'live')
  await changing(desk)
})

test('without any stream it is asked for every two seconds, and the streams are taken up again', async ({ desk }) => {
  let blocked = true
  await desk.routeWebSocket(/\/ws\/v1\/feed/, (socket) => (blocked ? void socket.close() : void socket.connectToServer()))
  await desk.route(/\/api\/v1\/feed\/sse/, (route) => (blocked ? route.abort() : route.continue()))
  await desk.reload()
  const pill = desk.getByTestId('connection')
  await expect(pill).toHaveAttribute('data-state', 'polling')
  await changing(desk)
  const stop = await moveStop(desk, 0.7)
  await expect(desk.getByTestId('stop')).toContainText(stop)
  blocked = false
  await desk.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(pill).toHaveAttribute('data-state', 'live')
})

test('a device that slept says so when it wakes, and is live again by itself', async ({ desk }) => {
  await desk.clock.install()
  await desk.reload()
  const pill = desk.getByTestId('connection')
  await expect(pill).toHaveAttribute('data-state', 'live')
  await desk.evaluate(() => {
    const element = document.querySelector('[data-testid="connection"]')!
    const seen: string[] = []
    Object.assign(window, { seen })
    new MutationObserver(() => seen.push(`${element.getAttribute('data-state')} ${element.textContent}`)).observe(element, { attributes: true, subtree: true, characterData: true, childList: true })
  })
  await desk.clock.fastForward('01:00:00')
  await desk.waitForFunction(() => (window as unknown as { seen: string[] }).seen.some((state) => state.startsWith('stale')), undefined, { polling: 50, timeout: 5000 })
  await expect(pill).toHaveAttribute('data-state', 'live')
})

test('a price tells how it came here, by mouse and by keys', async ({ desk }) => {
  await changing(desk)
  const button = desk.getByRole('region', { name: /^Price/ }).getByRole('button', { name: /How long the price/ })
  await button.focus()
  await desk.keyboard.press('Enter')
  const panel = desk.getByTestId('latency')
  await expect(panel).toContainText('Exchange → Robson')
  await expect(panel).toContainText(/All together−?\d+ ms/)
  await expect(panel).toContainText('This device’s clock')
  await desk.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
})

test('an opened card is counted', async ({ desk }) => {
  const counted = desk.waitForRequest(/\/api\/v1\/dashboard\/card-click/)
  await desk.getByRole('link', { name: /^Positions \(/ }).click()
  await expect(desk).toHaveURL(/\/operations\?status=ACTIVE/)
  const request = await counted
  expect(request.postDataJSON()).toEqual({ name: 'positions' })
  expect((await request.response())!.status()).toBe(204)
})
