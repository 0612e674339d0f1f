// Gold in lots of 100 oz, paid in dollars, at a desk that counts in USDC: planned, validated, executed, watched, closed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDesk } from '../support/desk.mjs'
import { openFeed } from '../support/feed.mjs'
import { until } from '../support/programs.mjs'

const markets = ['BTCUSDC', 'XAUUSD', 'EURUSD', 'USDCUSD']
let desk, plan, operation

before(async () => {
  desk = await openDesk({
    simulatorFlags: ['--symbols', markets.join(','), '--account', 'demo-key:demo-secret:20000USDC,1BTC,500000USD'],
    env: { ROBSON_VENUE_SYMBOLS: markets.join(',') },
  })
  await desk.restart()
  await desk.ready()
  await until(async () => (await desk.as('olga', '/api/portfolio/patrimony/')).body.unpriced_assets.length === 0)
})
after(() => desk?.close())

const position = async () => (await desk.as('olga', '/api/portfolio/positions/')).body.positions.find(({ symbol }) => symbol === 'XAUUSD')
const near = (a, b, within) => assert.ok(Math.abs(a - b) <= within, `${a} is not near ${b}`)

test('the size is in lots, its figures are of their ounces', async () => {
  const made = await desk.post('olga', '/api/plans/', { symbol: 'XAUUSD', side: 'BUY', capital: '100000' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { proposal } = made.body
  assert.deepEqual([proposal.quote_asset, proposal.contract_size], ['USD', '100'])
  const lots = Number(proposal.quantity)
  assert.ok(lots >= 0.01 && lots < 1 && Number.isInteger(Math.round(lots * 1e6) / 1e4), proposal.quantity)
  near(Number(proposal.notional), lots * 100 * Number(proposal.entry_price), 0.01)
  near(Number(proposal.risk_amount), lots * 100 * (proposal.entry_price - proposal.stop_price), 0.01)
  plan = (await desk.post('olga', `/api/plans/${made.body.id}/validate/`)).body
  assert.notEqual(plan.report.status, 'FAIL', JSON.stringify(plan.report))
})

test('an operator executes it, and the stop stands at the exchange for every lot', async () => {
  const done = await desk.post('olga', `/api/plans/${plan.id}/execute/`, { live: true, acknowledge_risk: true, acknowledge_warnings: true, wait_ms: 10000 })
  assert.equal(done.body.outcome, 'filled', JSON.stringify(done.body))
  operation = done.body.operation_id
  await until(async () => (await position())?.protection === 'AT_VENUE')
  assert.equal((await position()).quantity, plan.proposal.quantity)
  assert.equal((await position()).contract_size, '100')
  const { orders } = (await desk.as('olga', `/api/orders/?operation_id=${operation}`)).body
  assert.equal(orders.find(({ purpose }) => purpose === 'ENTRY').average_price, (await position()).entry_price)
  assert.equal((await desk.as('olga', `/api/operations/${operation}/`)).body.contract_size, '100')
  const gold = (await desk.as('olga', '/api/account/balance/')).body.balances.find(({ asset }) => asset === 'XAU')
  near(Number(gold.total), plan.proposal.quantity * 100, 1e-9)
})

test('its profit counts ounces, and carries the ticket of the venue', async () => {
  const held = await position()
  near(Number(held.unrealized_pnl_exact), (held.current_price - held.entry_price) * held.quantity * 100, 0.01)
  const board = openFeed(desk.url, { channel: 'dashboard', token: desk.tokens.olga })
  const row = (await board.until(() => board.of('positions').find(({ data }) => data.some(({ instrument }) => instrument === 'XAUUSD')))).data
    .find(({ instrument }) => instrument === 'XAUUSD')
  await board.close()
  assert.match(row.broker_ticket, /^\d+$/)
  near(row.unrealized_pnl, (row.current_price - row.entry_price) * held.quantity * 100, 1)
})

test('the sums are in the currency of the desk', async () => {
  const { body: summary } = await desk.as('olga', '/api/portfolio/summary/')
  assert.equal(summary.currency, 'USDC')
  assert.notEqual(summary.unrealized_pnl, null)
  near(Number(summary.total_balance), 20000 + 500000 + Number((await desk.as('olga', '/api/market/price/BTCUSDC/')).body.last), 2000)
  const { body: risk } = await desk.as('olga', '/api/risk/metrics/')
  near(Number(risk.exposure_by_symbol.find(({ symbol }) => symbol === 'XAUUSD').value), Number(plan.proposal.notional), 1000)
})

test('closed, it has earned what the ounces did, and nothing is left over', async () => {
  const closed = await desk.post('olga', `/api/portfolio/positions/${operation}/close/`, {})
  assert.ok(closed.status < 300, JSON.stringify(closed.body))
  const end = await until(async () => {
    const { body } = await desk.as('olga', `/api/operations/${operation}/`)
    return body.status === 'CLOSED' && body
  })
  const trades = (await desk.as('olga', `/api/operations/${operation}/trades/`)).body.trades
  const worth = trades.reduce((sum, { side, price, quantity }) => sum + (side === 'SELL' ? 1 : -1) * price * quantity * 100, 0)
  near(Number(end.realized_pnl), worth, 0.01)
  assert.ok(trades.every(({ fee }) => Number(fee) === 0), JSON.stringify(trades))
  const { body: performance } = await desk.as('olga', '/api/analytics/performance/?window=7d&symbol=XAUUSD')
  const { body: dollars } = await desk.as('olga', '/api/market/price/USDCUSD/')
  assert.deepEqual([performance.currency, performance.trades, performance.unvalued_trades], ['USDC', 1, 0])
  near(Number(performance.net_pnl), Number(end.realized_pnl) / Number(dollars.ask), 0.02)
  await until(async () => !(await desk.as('olga', '/api/account/balance/')).body.balances.some(({ asset, total }) => asset === 'XAU' && Number(total) !== 0))
  assert.deepEqual((await desk.as('olga', '/api/risk/metrics/')).body.differences, [])
})

test('of euros in lots of 100,000 a part is sold, and the rest stays protected', async () => {
  // They move less in a day than the usual rules want between entry and stop.
  const [first] = (await desk.as('admin', '/api/strategies/')).body.strategies
  const changed = await desk.as('admin', `/api/strategies/${first.id}/`, { method: 'PUT', json: { version: first.version, rules: { min_distance: '0.001' } } })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  const made = await desk.post('olga', '/api/plans/', { symbol: 'EURUSD', side: 'BUY', capital: '400000' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { id, report, proposal } = (await desk.post('olga', `/api/plans/${made.body.id}/validate/`)).body
  assert.notEqual(report.status, 'FAIL', JSON.stringify(report))
  near(Number(proposal.notional), proposal.quantity * 100000 * proposal.entry_price, 0.01)
  assert.ok(Number(proposal.quantity) >= 0.02 && Number(proposal.quantity) < 4, proposal.quantity)
  const done = await desk.post('olga', `/api/plans/${id}/execute/`, { live: true, acknowledge_risk: true, acknowledge_warnings: true, wait_ms: 10000 })
  assert.equal(done.body.outcome, 'filled', JSON.stringify(done.body))
  const at = `/api/portfolio/positions/${done.body.operation_id}/`
  const settled = (quantity) => until(async () => {
    const { body } = await desk.as('olga', at)
    return body.protection === 'AT_VENUE' && body.closing === null && Number(body.quantity) === quantity
  })
  await settled(Number(proposal.quantity))
  const part = await desk.post('olga', `${at}close/`, { quantity: '0.01', wait_ms: 10000 })
  assert.equal(part.status, 200, JSON.stringify(part.body))
  await settled(Math.round(proposal.quantity * 100 - 1) / 100)
  assert.equal((await desk.post('olga', `${at}close/`, { wait_ms: 10000 })).body.status, 'CLOSED')
})
