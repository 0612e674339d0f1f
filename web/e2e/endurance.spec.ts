// Two tabs, fifty price updates a second: no frame over 50 ms that is the page's own, and a memory that stays flat.
// 20 s in the normal run; ROBSON_ENDURANCE_S=300 for the long one.
import type { BrowserContext, Page } from '@playwright/test'
import { expect, signIn, test as base } from './stack'
import { password, Programs } from './programs'

const seconds = Number(process.env.ROBSON_ENDURANCE_S ?? 20)
const ticksPerSecond = 50
const longFrameMs = 50
const warmUpMs = 8000

const test = base.extend<object, { busy: Programs }>({
  busy: [
    async ({}, provide) => {
      const programs = await Programs.start({ ticksPerSecond })
      await provide(programs)
      await programs.end()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

interface Frames {
  count: number
  /** When frames over the limit ended, and how long they took. */
  long: [number, number][]
}

/** Notes each frame of the page from now on. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate((limit) => {
    const seen = { count: 0, long: [] as [number, number][] }
    Object.assign(window, { frames50: seen })
    let last = performance.now()
    const next = (at: number) => {
      seen.count += 1
      if (at - last > limit) seen.long.push([performance.timeOrigin + at, at - last])
      last = at
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  }, longFrameMs)
}

const framesOf = (page: Page) => page.evaluate(() => (window as unknown as { frames50: Frames }).frames50)

async function memoryOf(context: BrowserContext, page: Page) {
  const devtools = await context.newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('Performance.enable')
  const { metrics } = await devtools.send('Performance.getMetrics')
  await devtools.detach()
  const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { heap: read('JSHeapUsedSize'), nodes: read('Nodes'), listeners: read('JSEventListeners') }
}

test('two tabs under fifty updates a second keep their frames and their memory', async ({ browser, busy }) => {
  test.setTimeout((seconds + 90) * 1000)
  const context = await browser.newContext({ baseURL: busy.url })
  const first = await context.newPage()
  await first.goto('/')
  await signIn(first, { url: busy.url, user: 'admin', password, programs: busy })
  await expect(first.getByTestId('last-price')).toBeVisible()
  const second = await context.newPage()
  let updates = 0
  second.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"price_update"') && String(payload).includes('"BTCUSDC"')) updates += 1
    }),
  )
  await second.goto('/')
  await expect(second.getByTestId('pnl')).toBeVisible()
  // A page with nothing in it: what holds it up is the machine.
  const control = await context.newPage()
  await control.goto('/favicon.svg')

  const tabs = [first, second]
  await first.waitForTimeout(warmUpMs)
  const before = await Promise.all(tabs.map((tab) => memoryOf(context, tab)))
  await Promise.all([...tabs, control].map(watchFrames))
  const counted = updates
  await first.waitForTimeout(seconds * 1000)
  const rate = (updates - counted) / seconds
  const held = (await framesOf(control)).long
  const frames = await Promise.all(tabs.map(framesOf))
  const after = await Promise.all(tabs.map((tab) => memoryOf(context, tab)))

  const ofMachine = ([end, took]: [number, number]) => held.some(([at, long]) => at > end - took - longFrameMs && at - long < end + longFrameMs)
  const own = frames.map(({ long }) => long.filter((frame) => !ofMachine(frame)))
  const told = frames.map(({ count, long }, tab) => ({
    frames: count,
    long: long.length,
    own: own[tab]!.map(([, took]) => Math.round(took)),
    heapBefore: Math.round(before[tab]!.heap / 1024),
    heapAfter: Math.round(after[tab]!.heap / 1024),
    nodes: after[tab]!.nodes - before[tab]!.nodes,
    listeners: after[tab]!.listeners - before[tab]!.listeners,
  }))
  test.info().annotations.push({ type: 'endurance', description: JSON.stringify({ seconds, rate, machine: held.length, told }) })
  process.stdout.write(`    ${JSON.stringify({ seconds, rate, machine: held.length, told })}\n`)

  expect(rate).toBeGreaterThan(0.8 * ticksPerSecond)
  for (const tab of told) {
    expect(tab.frames).toBeGreaterThan(seconds * 10)
    expect(tab.own).toEqual([])
    expect(tab.heapAfter - tab.heapBefore).toBeLessThan(2048)
    expect(tab.nodes).toBeLessThan(500)
    expect(tab.listeners).toBeLessThan(50)
  }
  await context.close()
})
