// What a trader waits for in Chromium (headless, no GPU): the dashboard's first paint and first price in a browser that
// has nothing of it yet, and a chart of so many candles from the server's answer to the frame that shows it.
import { createRequire } from 'node:module'
import { begin, median, password, server, simulator, tell, temporaryDirectory } from './support.mjs'

const { chromium } = createRequire(new URL('../web/package.json', import.meta.url))('playwright-core')
const loads = 5
const charts = 3
const viewport = { width: 1440, height: 900 }
// The key of a timeframe, and how many candles the server is made to answer for it.
const drawn = [
  { key: '1', interval: '1m', candles: 10_000 },
  { key: '2', interval: '5m', candles: 100 },
]

async function signIn(browser, url) {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(url)
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByTestId('last-price').waitFor()
  const state = await context.storageState()
  await context.close()
  return state
}

/** First contentful paint and first price of a dashboard, in ms since the navigation began. */
async function firstPaint(browser, url, storageState) {
  const context = await browser.newContext({ viewport, storageState })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('[data-testid="last-price"]')) return
      watch.disconnect()
      window.firstPriceAt = performance.now()
    })
    watch.observe(document, { subtree: true, childList: true })
  })
  await page.goto(url)
  await page.getByTestId('last-price').waitFor()
  const found = await page.evaluate(async () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint')
    return { paint: paint?.startTime, price: window.firstPriceAt }
  })
  await context.close()
  if (!found.paint || !found.price) throw new Error('the browser told no paint')
  return found
}

const intervalMs = { '1m': 60_000, '5m': 300_000 }
function klines(interval, count) {
  const size = intervalMs[interval]
  const first = Math.floor(Date.now() / size) * size - (count - 1) * size
  return {
    symbol: 'BTCUSDC', interval, source: 'bench',
    klines: Array.from({ length: count }, (_, i) => {
      const middle = 89_000 + 900 * Math.sin(i / 40) + 60 * Math.sin(i * 1.7)
      const move = 40 * Math.cos(i * 1.3)
      const text = (value) => value.toFixed(2)
      return {
        open_time: first + i * size, close_time: first + (i + 1) * size - 1,
        open: text(middle - move), high: text(middle + Math.abs(move) + 15), low: text(middle - Math.abs(move) - 15), close: text(middle + move),
        volume: (1 + (i % 7)).toFixed(5), closed: i < count - 1,
      }
    }),
  }
}

/**
 * In the page: when the last candles arrived, and a promise of the end of the frame in which a canvas made since then
 * had `enough` rectangles filled. A message posted while a frame is drawn is delivered after that frame.
 */
function watchCandles(enough) {
  const ask = window.fetch
  let old = new Set()
  window.fetch = async (...given) => {
    const answer = await ask(...given)
    if (answer.url.includes('/api/market/klines/')) {
      old = new Set(document.querySelectorAll('canvas'))
      window.candlesAt = performance.now()
    }
    return answer
  }
  const fill = CanvasRenderingContext2D.prototype.fillRect
  let filled = 0
  let shown = null
  window.chartShown = () => new Promise((resolve) => ((filled = 0), (shown = resolve)))
  CanvasRenderingContext2D.prototype.fillRect = function (...rectangle) {
    if (shown && window.candlesAt && !old.has(this.canvas) && this.canvas.isConnected && ++filled === enough) {
      const { port1, port2 } = new MessageChannel()
      const resolve = shown
      shown = null
      port1.onmessage = () => resolve(performance.now() - window.candlesAt)
      port2.postMessage(null)
    }
    return fill.apply(this, rectangle)
  }
}

function within(ms, promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`no chart was drawn within ${ms} ms`)), ms).unref())
  return Promise.race([promise, late])
}

async function chartTimes(browser, url, storageState) {
  const context = await browser.newContext({ viewport, storageState })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.addInitScript(watchCandles, 100)
  for (const { interval, candles } of drawn) {
    const body = JSON.stringify(klines(interval, candles))
    await page.route(new RegExp(`/api/market/klines/.*interval=${interval}`), (route) => route.fulfill({ contentType: 'application/json', body }))
  }
  await page.goto(url)
  await page.getByTestId('last-price').waitFor()
  await page.locator('[data-testid="chart"] canvas').first().waitFor()
  const times = []
  for (const { key, candles } of drawn) {
    await page.evaluate(() => {
      window.candlesAt = undefined
      window.shown = window.chartShown()
    })
    await page.keyboard.press(key)
    times.push(await within(20_000, page.evaluate(() => window.shown)))
    const count = await page.getByTestId('legend').getAttribute('data-candles')
    if (Math.abs(Number(count) - candles) > 1) throw new Error(`the chart has ${count} candles instead of ${candles}`)
  }
  await context.close()
  return times
}

await begin()
const directory = await temporaryDirectory()
const venue = await simulator()
const robsond = await server({ venue: venue.address, directory: directory.path })
const browser = await chromium.launch({
  executablePath: process.env.ROBSON_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
try {
  const state = await signIn(browser, robsond.url)
  const paints = []
  for (let i = 0; i < loads; ++i) paints.push(await firstPaint(browser, robsond.url, state))
  const times = []
  for (let i = 0; i < charts; ++i) times.push(await chartTimes(browser, robsond.url, state))

  const command = 'browser'
  const middle = (key) => median(paints.map((paint) => paint[key]))
  tell({ name: 'dashboard, first contentful paint', command, value: middle('paint'), unit: 'ms', goal: { below: 1000 }, note: `median of ${loads}, empty cache; requirement 3 s` })
  tell({ name: 'dashboard, first price shown', command, value: middle('price'), unit: 'ms', goal: { below: 3000 }, note: 'empty cache' })
  drawn.forEach(({ candles }, i) => {
    const goal = candles === 100 ? { below: 200 } : undefined
    tell({ name: `chart of ${candles.toLocaleString('en-US')} candles, answer to frame`, command, value: median(times.map((time) => time[i])), unit: 'ms', goal, note: `median of ${charts}, no GPU` })
  })
} finally {
  await browser.close()
  await robsond.stop()
  await venue.stop()
  await directory.remove()
}
