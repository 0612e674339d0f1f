// The exchange and the disk at their worst, one fault at a time, while a trade is made: what Robson says and what the
// exchange holds must agree in the end.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'
import { units, venueAccount } from '../support/venue_account.mjs'

let directory, simulator, server, token, account
const data = () => path.join(directory.path, 'data')
const start = () => startServer({ venue: simulator.address, directory: data() })

before(async () => {
  directory = await temporaryDirectory()
  simulator = await startSimulator(['--account', 'demo-key:demo-secret:20000USDC,0.00033BTC'])
  account = venueAccount(simulator.address)
  await control('market', { symbol: 'BTCUSDC', price: '89200', still: true })
  server = await start()
  token = await tokenOf(server.url)
  await until(async () => (await position(1))?.protection === 'AT_VENUE')
})
after(async () => {
  await server?.stop()
  await simulator?.stop()
  await directory?.remove()
})
beforeEach(() => control('faults', undefined, 'DELETE'))

const control = (what, body, method = 'POST') =>
  fetch(`http://${simulator.address}/sim/${what}`, { method, body: body && JSON.stringify(body) })
const fault = async (body) => assert.ok((await control('faults', body)).ok, JSON.stringify(body))
const post = (at, json = {}) => ask(server.url, at, { method: 'POST', token, json })
const position = async (id) =>
  (await ask(server.url, '/api/portfolio/positions/', { token })).body.positions.find((one) => one.id === id)
const operation = async (id) => (await ask(server.url, `/api/operations/${id}/`, { token })).body

/** A validated plan to buy, ready to be executed. */
async function validated() {
  await until(async () => (await position(1)).stale === false)
  const plan = await post('/api/plans/', { symbol: 'BTCUSDC', side: 'BUY', capital: '1000' })
  assert.equal(plan.status, 201, JSON.stringify(plan.body))
  const checked = await post(`/api/plans/${plan.body.id}/validate/`)
  assert.notEqual(checked.body.report.status, 'FAIL', JSON.stringify(checked.body.report.issues))
  return plan.body.id
}
const execute = async (plan) =>
  (await post(`/api/plans/${plan}/execute/`, { live: true, acknowledge_risk: true, acknowledge_warnings: true })).body
const ordersOf = async (id) =>
  (await account.orders('BTCUSDC')).filter((order) => order.clientOrderId.split('-')[1] === String(id))
const entriesOf = async (id) => (await ordersOf(id)).filter((order) => order.side === 'BUY')
const protectedFor = (id, patience) => until(async () => (await position(id))?.protection === 'AT_VENUE', patience)

/** Leaves the position again, so that the tests do not lean on each other. */
async function leave(id) {
  await post(`/api/portfolio/positions/${id}/close/`)
  await until(async () => (await operation(id)).status === 'CLOSED', 30_000)
  const open = (await account.openOrders()).filter((order) => order.clientOrderId.split('-')[1] === String(id))
  assert.deepEqual(open, [], 'no order stands for a closed operation')
}

test('an order that was done although its answer was lost is found, and not sent again', async () => {
  const plan = await validated()
  await fault({ kind: 'lose_answer', scope: 'rest', method: 'POST', path: '/api/v3/order*', count: 1 })
  const { operation_id: id } = await execute(plan)
  await protectedFor(id)
  assert.equal((await entriesOf(id)).length, 1)
  await leave(id)
})

test('an order that never arrived is not believed lost before its time, and buys nothing', async () => {
  const plan = await validated()
  await fault({ kind: 'lose_request', scope: 'rest', method: 'POST', path: '/api/v3/order*', count: 1 })
  const done = await execute(plan)
  assert.equal(done.outcome, 'unknown', JSON.stringify(done.outcome))
  const ended = await until(async () => {
    const now = await operation(done.operation_id)
    return now.status === 'CANCELLED' && now
  }, 30_000)
  const entry = ended.orders.find((order) => order.purpose === 'ENTRY')
  const waited = Date.parse(entry.updated_at) - Date.parse(entry.created_at)
  assert.ok(waited >= 15_000, `it was given up after ${waited} ms`)
  assert.deepEqual(await entriesOf(done.operation_id), [])
})

test('a 503 to an order that was done is an unknown outcome, and is asked for', async () => {
  const plan = await validated()
  await fault({ kind: 'lose_answer', scope: 'rest', method: 'POST', path: '/api/v3/order*', status: 503, count: 1 })
  const { operation_id: id } = await execute(plan)
  await protectedFor(id)
  assert.equal((await entriesOf(id)).length, 1)
  await leave(id)
})

test('an entry that fills in part is protected for that part', async () => {
  const plan = await validated()
  await fault({ kind: 'partial_fill', scope: 'rest', quantity: '0.001', count: 1 })
  const { operation_id: id } = await execute(plan)
  await control('faults', undefined, 'DELETE')
  await protectedFor(id)
  const held = await position(id)
  assert.equal(held.entered_quantity, '0.001')
  const stop = (await account.openOrders()).find(
    (order) => order.type === 'STOP_LOSS' && order.clientOrderId.split('-')[1] === String(id))
  assert.ok(units(stop.origQty) <= units(held.quantity), 'the stop sells no more than is held')
  await leave(id)
})

test('protection whose outcome is lost is placed once its time is over, and the time without it is counted', async () => {
  const plan = await validated()
  await fault({ kind: 'partial_fill', scope: 'rest', quantity: '0.001', count: 1 })
  await fault({ kind: 'lose_request', scope: 'rest', method: 'POST', path: '/api/v3/orderList/oco', count: 1 })
  const { operation_id: id } = await execute(plan)
  await protectedFor(id, 30_000)
  const { unprotected_seconds } = await position(id)
  assert.ok(Number(unprotected_seconds) >= 15, `${unprotected_seconds} s were counted`)
  await leave(id)
})

test('two seconds of clock skew do not keep an order from the exchange', async () => {
  const plan = await validated()
  await fault({ kind: 'clock_skew', skew_ms: 2000 })
  const { operation_id: id } = await execute(plan)
  await protectedFor(id)
  await leave(id)
})

test('doubled and reordered events book every trade once', async () => {
  const plan = await validated()
  await fault({ kind: 'duplicate', scope: 'user' })
  await fault({ kind: 'reorder', scope: 'user', probability: '0.5', seed: 3 })
  const { operation_id: id } = await execute(plan)
  await protectedFor(id)
  await leave(id)
  await control('faults', undefined, 'DELETE')
  const { trades } = (await ask(server.url, `/api/operations/${id}/trades/`, { token })).body
  const theirs = (await account.trades('BTCUSDC')).filter((trade) => trades.some((own) => own.trade_id === trade.id))
  assert.equal(new Set(trades.map((own) => own.trade_id)).size, trades.length)
  assert.equal(theirs.length, trades.length)
})

test('a stop that the exchange executes while no event comes is found by comparison', async () => {
  const plan = await validated()
  const { operation_id: id } = await execute(plan)
  await protectedFor(id)
  await fault({ kind: 'lose_event', scope: 'user' })
  const { stop_loss } = await position(id)
  await control('market', { symbol: 'BTCUSDC', price: (Number(stop_loss) - 5).toFixed(2), still: true })
  const ended = await until(async () => {
    const now = await operation(id)
    return now.status === 'CLOSED' && now
  }, 45_000)
  assert.equal(ended.exit_reason, 'STOP')
  assert.equal((await ordersOf(id)).filter((order) => order.side === 'SELL' && Number(order.executedQty) > 0).length, 1)
  await control('market', { symbol: 'BTCUSDC', price: '89200', still: true })
})

test('on a full disk no command is taken, a stop still goes out, and the next start finds it', async () => {
  const plan = await validated()
  const { operation_id: id } = await execute(plan)
  await protectedFor(id)
  const waiting = await validated()
  execFileSync('prlimit', ['--pid', String(server.child.pid), '--fsize=8192:8192'])
  const refused = await post(`/api/plans/${waiting}/execute/`, { live: true, acknowledge_risk: true })
  assert.equal(refused.status, 503)
  assert.equal(refused.body.code, 'JOURNAL_FAILED')
  // Other hands take the stop away: another must stand there although nothing can be written.
  const stops = async () =>
    (await account.openOrders()).filter((order) => order.type === 'STOP_LOSS' && order.clientOrderId.split('-')[1] === String(id))
  const [first] = await stops()
  await account.cancel('BTCUSDC', first.clientOrderId)
  const second = await until(async () => {
    const now = await stops()
    return now.length === 1 && now[0].clientOrderId !== first.clientOrderId && now[0]
  }, 20_000)
  await server.stop('SIGKILL')
  server = await start()
  await protectedFor(id)
  const found = await stops()
  assert.deepEqual(found.map((order) => order.clientOrderId), [second.clientOrderId], 'it is known, and not placed again')
  await leave(id)
})
