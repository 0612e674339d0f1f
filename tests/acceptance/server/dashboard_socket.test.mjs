// /api/v1/dashboard/ws: three messages a second, and the counts that the dashboard leaves behind.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { openDesk } from '../support/desk.mjs'
import { openFeed, openSse, ticketOf, unheard } from '../support/feed.mjs'
import { tokenOf, until } from '../support/programs.mjs'

let desk
before(async () => { desk = await openDesk() })
after(() => desk?.close())

const open = (options = {}) => openFeed(desk.url, { channel: 'dashboard', token: desk.tokens.vera, ...options })
const metric = async (name) => {
  const { body } = await ask(desk.url, '/metrics')
  const line = body.split('\n').find((one) => one.startsWith(`${name} `) || (!name.includes('{') && one.startsWith(`${name}{`)))
  return line === undefined ? undefined : Number(line.split(' ').at(-1))
}

test('approvals, positions and equity come together once a second', async () => {
  const board = open()
  await board.until(() => board.of('equity').length >= 5, 15_000)
  const rounds = board.messages.slice(0, 15)
  assert.deepEqual(rounds.map((one) => one.type), Array(5).fill(['approvals', 'positions', 'equity']).flat())
  const times = board.of('positions').slice(0, 5).map((one) => Date.parse(one.timestamp))
  const steps = times.slice(1).map((at, i) => at - times[i])
  // The first round comes with the welcome, the others with the server's second; a busy machine delays, it does not hurry.
  assert.ok(steps.slice(1).reduce((sum, step) => sum + step) > 2700, `${steps}`)
  await board.close()
})

test('its positions are those of the API, as numbers', async () => {
  const board = open()
  const [position] = (await desk.as('vera', '/api/portfolio/positions/')).body.positions
  const told = (await board.until(() => board.of('positions')[0])).data
  assert.equal(told.length, 1)
  const [{ position_id, instrument, side, entry_price, current_price, unrealized_pnl }] = told
  assert.deepEqual([position_id, instrument, side], [String(position.id), position.symbol, 0])
  assert.equal(entry_price, Number(position.entry_price))
  assert.ok(Math.abs(current_price - Number(position.current_price)) < 1000)
  assert.equal(typeof unrealized_pnl, 'number')
  const equity = await board.until(() => board.of('equity')[0])
  assert.ok(equity.data.final_equity > 0)
  await board.close()
})

test('another client sees an empty board, with nothing where nothing is known', async () => {
  const board = open({ token: desk.tokens.bob })
  assert.deepEqual((await board.until(() => board.of('positions')[0])).data, [])
  assert.equal((await board.until(() => board.of('equity')[0])).data.final_equity, null)
  await board.close()
})

test('a token in the address opens it, as a ticket does; a bad or missing one closes it with 1008', async () => {
  for (const token of [desk.tokens.vera, await ticketOf(desk.url, desk.tokens.vera)]) {
    const board = open({ token: undefined, query: `?token=${token}` })
    await board.until(() => board.of('positions')[0])
    await board.close()
  }
  assert.equal((await open({ token: undefined, query: '?token=nonsense' }).closed).code, 1008)
  assert.equal((await open({ token: undefined }).closed).code, 1008)
})

test('the session that ends closes it with 1008', async () => {
  const own = await tokenOf(desk.url, 'vera', 'another-password')
  const board = open({ token: own })
  await board.until(() => board.of('equity')[0])
  await ask(desk.url, '/api/v1/auth/logout', { method: 'POST', token: own })
  assert.equal((await board.closed).code, 1008)
})

test('what is said to it is answered by an error, and it goes on', async () => {
  const board = open()
  await board.until(() => board.of('equity')[0])
  for (const message of ['hello', '{"action":"explode"}', '{"action":"subscribe","channels":["stats"]}', Buffer.from([1, 2, 3])]) board.send(message)
  await board.until(() => board.of('error').length === 4)
  const before = board.of('equity').length
  await board.until(() => board.of('equity').length > before + 1)
  await board.close()
})

test('a plain request is told to upgrade', async () => {
  assert.equal((await ask(desk.url, '/api/v1/dashboard/ws', { token: desk.tokens.vera })).status, 426)
})

test('clicks on cards are counted by name, for a hundred names', async () => {
  const click = (name, token = desk.tokens.vera) =>
    ask(desk.url, '/api/v1/dashboard/card-click', { method: 'POST', token, json: name === undefined ? {} : { name } })
  for (const name of ['positions', 'positions', 'risk-budget_2']) assert.equal((await click(name)).status, 204)
  assert.equal(await metric('dashboard_card_click_total{name="positions"}'), 2)
  assert.equal(await metric('dashboard_card_click_total{name="risk-budget_2"}'), 1)
  for (const name of ['', 'Positions', 'a b', 'x'.repeat(41), 'a"} 1\nevil', 'ä', 7, null, undefined]) {
    const refused = await click(name)
    assert.ok([400, 422].includes(refused.status), `${name}: ${refused.status}`)
    assert.equal(refused.body.field, 'name')
  }
  for (let i = 0; i < 120; ++i) assert.equal((await click(`card-${i}`)).status, 204)
  const { body } = await ask(desk.url, '/metrics')
  const names = body.match(/^dashboard_card_click_total\{/gm).length
  assert.ok(names <= 101, `${names} names`)
  assert.equal(await metric('dashboard_card_click_total{name="other"}'), 22)
  assert.equal((await click('positions', null)).status, 401)
})

test('who watches over a socket is counted, whatever it reads', async () => {
  const gauge = () => metric('dashboard_ws_clients_gauge')
  await until(async () => (await gauge()) === 0)
  const feed = openFeed(desk.url, { token: desk.tokens.vera })
  const prices = openFeed(desk.url, { token: desk.tokens.vera, channel: 'prices' })
  const board = open()
  const sse = await openSse(desk.url, { token: desk.tokens.vera })
  await Promise.all([feed.subscribe(['positions', 'prices'], { symbols: ['BTCUSDC'] }), prices.opened, board.opened])
  await until(async () => (await gauge()) === 3)
  await sse.until(() => sse.of('snapshot')[0])
  assert.equal(await gauge(), 3)
  await feed.until(() => feed.of('price_update').length > 10)
  for (const one of [feed, prices, board, sse]) await one.close()
  await until(async () => (await gauge()) === 0)
})

test('the feed is told of in metrics as Prometheus wants them', async () => {
  const { body } = await ask(desk.url, '/metrics')
  const families = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${type} ${name}`)
  for (const wanted of ['gauge dashboard_ws_clients_gauge', 'counter dashboard_card_click_total', 'histogram robson_tick_to_frame_seconds']) {
    assert.ok(families.includes(wanted), wanted)
  }
  for (const kind of [/^counter robson_feed_\w*sent\w*$/, /^counter robson_feed_\w*conflated\w*$/, /^counter robson_\w*slow\w*$/, /^gauge robson_\w*outbox\w*$/,
    /^counter robson_\w*(would_block|eagain)\w*$/, /^gauge robson_\w*log_lag\w*$/]) {
    assert.ok(families.some((one) => kind.test(one)), String(kind))
  }
  const checked = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8' })
  assert.equal(checked.error, undefined, 'promtool is needed')
  const known = /^dashboard_ws_clients_gauge metric name should not include type 'gauge'\n/m
  assert.equal((checked.stderr + checked.stdout).replace(known, '').trim(), '')
})

test('every message of the document for the dashboard was told', () => {
  assert.deepEqual(unheard('dashboard'), [])
})
