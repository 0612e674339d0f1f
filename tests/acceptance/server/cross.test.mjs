// A market whose quote asset is not the desk's currency, and worth something quite different: sums are converted.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDesk } from '../support/desk.mjs'
import { openFeed } from '../support/feed.mjs'
import { until } from '../support/programs.mjs'

const markets = ['BTCUSDC', 'ETHBTC']
let desk, operation

before(async () => {
  desk = await openDesk({
    simulatorFlags: ['--symbols', markets.join(','), '--account', 'demo-key:demo-secret:20000USDC,90000BTC'],
    env: { ROBSON_VENUE_SYMBOLS: markets.join(',') },
  })
  await desk.restart()
  await desk.ready()
  const plan = await desk.validated({ symbol: 'ETHBTC', capital: '500000000' })
  const done = await desk.execute(plan, { wait_ms: 10000 })
  assert.equal(done.body.outcome, 'filled', JSON.stringify(done.body))
  operation = done.body.operation_id
})
after(() => desk?.close())

const get = async (target) => (await desk.as('olga', target)).body
const position = () => get(`/api/portfolio/positions/${operation}/`)
const near = (a, b, part = 0.02) => assert.ok(Math.abs(Number(a) - Number(b)) <= Math.abs(Number(b)) * part, `${a} is not near ${b}`)

test('the position is in the quote asset, and its result in the desk\'s currency beside it', async () => {
  const [held, bitcoin] = await until(async () => {
    const [one, price] = [await position(), await get('/api/market/price/BTCUSDC/')]
    return Number(one.unrealized_pnl) !== 0 && [one, price]
  })
  assert.deepEqual([held.quote_asset, held.currency], ['BTC', 'USDC'])
  assert.match(held.broker_ticket, /^\d+$/)
  near(held.unrealized_pnl_converted, held.unrealized_pnl_exact * bitcoin.last)
})

test('exposure is in the desk\'s currency', async () => {
  const held = await position()
  const bitcoin = Number((await get('/api/market/price/BTCUSDC/')).last)
  const told = await get('/api/analytics/exposure/')
  assert.deepEqual([told.currency, told.unvalued_positions, told.by_symbol.length], ['USDC', 0, 2])
  const row = told.by_symbol.find(({ key }) => key === 'ETHBTC')
  near(row.gross, held.value * bitcoin)
  near(row.risk_at_stop, held.loss_at_stop * bitcoin)
  const other = told.by_symbol.find(({ key }) => key === 'BTCUSDC')
  near(told.gross, Number(row.gross) + Number(other.gross), 1e-6)
})

test('the dashboard tells the result in the currency of its equity', async () => {
  const board = openFeed(desk.url, { channel: 'dashboard', token: desk.tokens.olga })
  const told = await board.until(() => board.of('positions').find(({ data }) => data.some((row) => row.instrument === 'ETHBTC' && Math.abs(row.unrealized_pnl) > 0)))
  const [row] = told.data.filter(({ instrument }) => instrument === 'ETHBTC')
  const bitcoin = Number((await get('/api/market/price/BTCUSDC/')).last)
  const held = await position()
  near(row.unrealized_pnl, (row.current_price - row.entry_price) * held.quantity * bitcoin)
  await board.close()
})

test('every market names where its prices come from', async () => {
  const { symbols, source } = await get('/api/symbols/')
  assert.equal(symbols.length, 2)
  assert.ok(symbols.every((one) => one.price_source === source))
})
