// Operation #1 at the reference prices, through every door: API, live feed and command line.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import path from 'node:path'
import { after, before, test } from 'node:test'
import WebSocket from 'ws'
import { ask, validatorOf } from '../support/contract.mjs'
import { password, root, run, startServer, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'
import { startStillVenue } from '../support/still_venue.mjs'

let venue, server, directory, token

before(async () => {
  venue = await startStillVenue()
  directory = await temporaryDirectory()
  server = await startServer({ venue: venue.address, directory: directory.path, env: { ROBSON_VENUE_SYMBOLS: 'BTCUSDC' } })
  token = await tokenOf(server.url)
  await until(async () => (await ask(server.url, '/api/portfolio/positions/', { token })).body.positions[0].stale === false)
})
after(async () => {
  await server?.stop()
  await venue?.stop()
  await directory?.remove()
})

test('the positions endpoint shows the true figures', async () => {
  const { body } = await ask(server.url, '/api/portfolio/positions/', { token })
  assert.equal(body.positions.length, 1)
  const expected = {
    id: 1, operation_id: 1, kind: 'spot', symbol: 'BTCUSDC', side: 'BUY', quantity: '0.00033', entry_price: '88837.92',
    current_price: '89245.00', unrealized_pnl: '0.13', unrealized_pnl_exact: '0.1343364', unrealized_pnl_percent: '0.46',
    stop_loss: '87061.16', take_profit: '92391.44', distance_to_stop_percent: '-2.45', distance_to_target_percent: '3.53',
    status: 'OPEN', cost: '29.32', loss_at_stop: '0.59', gain_at_target: '1.17', reward_risk: '2.00', protection: 'NONE',
    price_source: 'binance', stale: false,
  }
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(body.positions[0][name], value, name)
})

test('one position and the list agree', async () => {
  const list = (await ask(server.url, '/api/portfolio/positions/', { token })).body.positions[0]
  const one = (await ask(server.url, '/api/portfolio/positions/1/', { token })).body
  for (const name of ['unrealized_pnl', 'current_price', 'quantity', 'cost']) assert.equal(one[name], list[name])
})

test('the price says bid, ask, last, spread, source and age', async () => {
  const { body } = await ask(server.url, '/api/market/price/btcusdc/', { token })
  assert.equal(body.symbol, 'BTCUSDC')
  assert.equal(body.bid, '89245.00')
  assert.equal(body.ask, '89246.00')
  assert.equal(body.last, '89245.50')
  assert.equal(body.spread, '1.00')
  assert.equal(body.spread_percent, '0.001')
  assert.equal(body.source, 'binance')
  assert.ok(body.age_ms < 5000 && !body.stale)
  assert.ok(Math.abs(body.timestamp - Date.now() / 1000) < 6)
})

test('price answers come from the stream: the venue is asked for less than 5 % of them', async () => {
  const before_ = venue.asked['/api/v3/ticker/bookTicker'] ?? 0
  for (let i = 0; i < 200; ++i) await ask(server.url, '/api/market/price/BTCUSDC/', { token })
  const asked = (venue.asked['/api/v3/ticker/bookTicker'] ?? 0) - before_
  assert.ok(asked < 10, `asked ${asked} times for 200 answers`)
})

test('the live feed sends what the document describes', async () => {
  const validate = validatorOf('PriceUpdate')
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/prices/`)
  const messages = []
  socket.on('message', (text) => messages.push(JSON.parse(text)))
  await new Promise((resolve) => socket.on('open', resolve))
  socket.send(JSON.stringify({ action: 'auth', token }))
  socket.send(JSON.stringify({ action: 'subscribe', symbols: ['BTCUSDC'] }))
  const update = await until(() => messages.find((message) => message.type === 'price_update'))
  assert.ok(validate(update), JSON.stringify(validate.errors))
  assert.equal(update.price, '89245.50')
  assert.equal(update.bid, '89245.00')
  assert.ok(messages.some((message) => message.type === 'venue_status' && message.state === 'live'))
  assert.deepEqual(messages.find((message) => message.type === 'subscribed').symbols, ['BTCUSDC'])
  socket.close()
})

test('the command line shows the same figures', async () => {
  const env = { ROBSON_API_BASE_URL: server.url, XDG_CONFIG_HOME: directory.path, NO_COLOR: '1', LC_ALL: 'C.UTF-8' }
  const login = await run('robson', ['login', '--username', 'admin', '--password-stdin'], { env, input: password })
  assert.equal(login.code, 0, login.err)
  const box = await run('robson', ['positions'], { env })
  assert.equal(box.code, 0, box.err)
  for (const line of ['Symbol: BTCUSDC', 'Side: LONG', 'Quantity: 0.00033 BTC', 'Entry: $88,837.92', 'Current: $89,245.00',
    'P&L: +$0.13', '+0.46%', 'Stop: $87,061.16', '−2.45%', 'Target: $92,391.44', '+3.53%']) {
    assert.ok(box.out.includes(line), `${line} is missing in\n${box.out}`)
  }
  const price = await run('robson', ['price', 'BTCUSDC'], { env })
  assert.match(price.out, /BTC\/USDC: Bid \$89,245\.00 \| Ask \$89,246\.00 \| Spread \$1\.00/)
  const json = JSON.parse((await run('robson', ['positions', '--json'], { env })).out)
  assert.equal(json.positions[0].unrealized_pnl_exact, '0.1343364')
})

test('the page in the browser shows the same figures', async () => {
  const { chromium } = createRequire(path.join(root, 'web/package.json'))('@playwright/test')
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  const browser = await chromium.launch({ executablePath: process.env.ROBSON_CHROMIUM ?? '/usr/bin/chromium', args: flags })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(server.url)
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    const card = page.getByRole('article', { name: 'BTCUSDC long, operation 1' })
    await card.getByText('$89,245.00').first().waitFor({ timeout: 20_000 })
    const text = (await card.innerText()).replaceAll('\u2212', '-')
    for (const figure of ['+$0.13', '+0.46%', '-2.45%', '+3.53%', '$88,837.92', '$87,061.16', '$92,391.44', '$29.32', '$0.59', '$1.17', '2.00']) {
      assert.ok(text.includes(figure), `${figure} is missing in\n${text}`)
    }
  } finally {
    await browser.close()
  }
})
