// A busy day on which the server is killed again and again, at any moment, against an exchange that misbehaves. What
// came of it is then asked of the exchange itself: nothing sent twice, nothing sold that was not bought, every trade
// booked once, the ledger equal to the account, every open position with its stop.
//
// ROBSON_KILLS (200) and ROBSON_SEED (the day's number) choose the day; a failing day is run again with its seed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'
import { randomFrom, units, venueAccount } from '../support/venue_account.mjs'

const kills = Number(process.env.ROBSON_KILLS ?? 200)
const seed = Number(process.env.ROBSON_SEED ?? 20251222)
const random = randomFrom(seed)
const around = { BTCUSDC: 89_000, ETHUSDC: 3000, SOLUSDC: 125, BNBUSDC: 870 }
const symbols = Object.keys(around)
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const pick = (some) => some[Math.floor(random() * some.length)]

let directory, simulator, account
before(async () => {
  directory = await temporaryDirectory()
  simulator = await startSimulator(['--seed', String(seed), '--account', 'demo-key:demo-secret:50000USDC,0.00033BTC',
    // Two hundred starts within minutes ask for more than the exchange's minute allows.
    '--weight-limit', '200000', '--order-limit', '1000'])
  account = venueAccount(simulator.address)
})
after(async () => {
  await simulator?.stop()
  await directory?.remove()
})

const control = (path, body, method = 'POST') =>
  fetch(`http://${simulator.address}/sim/${path}`, { method, body: body && JSON.stringify(body) })

const faults = [
  { kind: 'lose_answer', scope: 'rest', probability: '0.06' },
  { kind: 'lose_request', scope: 'rest', probability: '0.04' },
  { kind: 'lose_answer', scope: 'rest', status: 503, probability: '0.04' },
  { kind: 'status', status: 500, scope: 'rest', method: 'POST', probability: '0.03' },
  { kind: 'duplicate', scope: 'user', probability: '0.1' },
  { kind: 'reorder', scope: 'user', probability: '0.1' },
  { kind: 'lose_event', scope: 'user', probability: '0.08' },
  { kind: 'cut', scope: 'user', probability: '0.02' },
]

/** One request whose failure is part of the game: the server may be gone. */
async function wish(server, token, path, body, key) {
  try {
    const answer = await fetch(server.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        ...(key ? { 'Idempotency-Key': key } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(4000),
    })
    return { status: answer.status, body: await answer.json() }
  } catch {
    return { status: 0, body: {} }
  }
}

// Executions whose answer was lost: said again with the same key after the restart.
const unanswered = []
let keys = 0

const counts = new Map()
const count = (what) => counts.set(what, (counts.get(what) ?? 0) + 1)

async function trade(server, token) {
  const symbol = pick(symbols)
  const plan = await wish(server, token, '/api/plans/', { symbol, side: 'BUY', capital: String(200 + Math.floor(random() * 800)) })
  count(`plan ${plan.status} ${plan.body.code ?? ''}`)
  if (plan.status !== 201 && plan.status !== 200) return
  await wish(server, token, `/api/plans/${plan.body.id}/validate/`, {})
  const order = { path: `/api/plans/${plan.body.id}/execute/`, key: `day-${seed}-${++keys}` }
  order.body = { live: true, acknowledge_risk: true, acknowledge_warnings: true, wait_ms: 0 }
  unanswered.push(order)
  const done = await wish(server, token, order.path, order.body, order.key)
  count(`execute ${done.status} ${done.body.code ?? done.body.outcome ?? ''}`)
  if (done.status !== 0) unanswered.splice(unanswered.indexOf(order), 1)
}

async function steer(server, token) {
  const { body } = await wish(server, token, '/api/portfolio/positions/')
  const position = pick((body.positions ?? []).filter((one) => one.id !== 1))
  if (!position) return
  const at = `/api/portfolio/positions/${position.id}`
  const price = Number(position.current_price)
  const choice = random()
  if (choice < 0.4) return wish(server, token, `${at}/close/`, {}, `day-${seed}-${++keys}`)
  if (choice < 0.6) {
    const places = position.step_size.split('.')[1]?.length ?? 0
    return wish(server, token, `${at}/close/`, { quantity: (Number(position.quantity) / 2).toFixed(places) }, `day-${seed}-${++keys}`)
  }
  const stop = Math.min(price * 0.999, Math.max(Number(position.stop_loss), price * 0.997)).toFixed(2)
  return wish(server, token, `${at}/stop/`, { stop_price: stop })
}

async function moveMarket() {
  const symbol = pick(symbols)
  await control('market', { symbol, price: (around[symbol] * (0.985 + random() * 0.03)).toFixed(2), still: false })
}

const start = () => startServer({ venue: simulator.address, directory: directory.path, flags: ['--log-level', 'warning'] })

test(`after ${kills} kills -9 during a busy day nothing was done twice and nothing is missing (seed ${seed})`, async () => {
  let token
  let slowest = 0
  for (let kill = 0; kill < kills; ++kill) {
    if (kill % 10 === 0) {
      await control('faults', undefined, 'DELETE')
      const day = kill / 10
      for (const fault of faults) await control('faults', { ...fault, seed: seed + day })
    }
    const began = Date.now()
    const server = await start()
    slowest = Math.max(slowest, Date.now() - began)
    token ??= await tokenOf(server.url)
    const again = unanswered.splice(0)
    for (const order of again) await wish(server, token, order.path, order.body, order.key)
    const busy = (async () => {
      for (let i = 0; i < 4; ++i) {
        const what = random()
        if (what < 0.45) await trade(server, token)
        else if (what < 0.85) await steer(server, token)
        else await moveMarket()
      }
    })()
    await Promise.race([busy, pause(20 + random() * 400)])
    await server.stop('SIGKILL')
    await busy
  }
  await control('faults', undefined, 'DELETE')
  const server = await start()
  try {
    await settle(server, token)
    const day = await check(server, token)
    console.log(`# ${kills} kills, ${keys} keyed requests, slowest start ${slowest} ms, ${day.orders} orders, ${day.trades} trades`)
    console.log(`# ${[...counts].map(([what, times]) => `${times} x ${what}`).join(', ')}`)
  } finally {
    await server.stop()
  }
})

const get = async (server, token, path) => {
  const { status, body } = await wish(server, token, path)
  assert.equal(status, 200, `${path}: ${status} ${JSON.stringify(body)}`)
  return body
}

async function pages(server, token, path, list) {
  const all = []
  for (let cursor; ; ) {
    const page = await get(server, token, `${path}${path.includes('?') ? '&' : '?'}limit=1000${cursor ? `&cursor=${cursor}` : ''}`)
    all.push(...page[list])
    cursor = page.next_cursor
    if (!cursor) return all
  }
}

/** Every order known, every position protected. */
async function settle(server, token) {
  let last
  const isSettled = async () => {
    const orders = await pages(server, token, '/api/orders/?status=open', 'orders')
    const { positions } = await get(server, token, '/api/portfolio/positions/')
    const unsure = orders.filter((order) => order.status === 'UNKNOWN' || (order.origin === 'robson' && !order.live))
    const bare = positions.filter((one) => one.protection !== 'AT_VENUE')
    last = { unsure, bare }
    return unsure.length === 0 && bare.length === 0
  }
  await until(isSettled, 90_000, 500).catch((error) => {
    throw new Error(`${error.message}: ${JSON.stringify(last, null, 1)}\n${server.log().slice(-5000)}`)
  })
}

async function check(server, token) {
  const trades = []
  const placed = []
  for (const symbol of symbols) {
    placed.push(...(await account.orders(symbol)))
    for (let from = 0; ; ) {
      const some = await account.trades(symbol, from)
      trades.push(...some)
      if (some.length < 1000) break
      from = some.at(-1).id + 1
    }
  }
  const mine = placed.filter((order) => order.clientOrderId.startsWith('rb'))
  assert.ok(mine.length > kills / 4, `a busy day: ${mine.length} orders`)
  assert.equal(new Set(mine.map((order) => order.clientOrderId)).size, mine.length, 'no client order id twice')

  // No operation sold more than it bought (Operation #1 held its coins before).
  const operationOf = (order) => Number(order.clientOrderId.split('-')[1])
  const net = new Map([[1, units('0.00033')]])
  for (const order of mine) {
    const sign = order.side === 'BUY' ? 1n : -1n
    net.set(operationOf(order), (net.get(operationOf(order)) ?? 0n) + sign * units(order.executedQty))
  }
  for (const [operation, left] of net) assert.ok(left >= 0n, `operation ${operation} sold ${-left} units too many`)

  // Every trade of the exchange is booked, once.
  const operations = [...(await pages(server, token, '/api/operations/history/', 'operations'))]
  const ids = new Set([...operations.map((one) => one.id)])
  const booked = []
  for (const id of ids) {
    if (id > 1 && id <= 11) continue // the demo's history
    const { trades: own } = await get(server, token, `/api/operations/${id}/trades/`)
    booked.push(...own.map((fill) => `${fill.symbol} ${fill.trade_id} ${units(fill.quantity)} ${units(fill.price)}`))
  }
  const theirs = trades.map((one) => `${one.symbol} ${one.id} ${units(one.qty)} ${units(one.price)}`)
  assert.deepEqual(booked.toSorted(), theirs.toSorted(), 'the trades that were booked are those of the exchange')

  // The ledger is the account.
  const sums = new Map()
  for (const line of await pages(server, token, '/api/movements/', 'movements')) {
    sums.set(line.asset, (sums.get(line.asset) ?? 0n) + units(line.amount))
  }
  const balances = await account.balances()
  for (const asset of new Set([...sums.keys(), ...balances.keys()])) {
    const held = balances.get(asset)
    const there = held ? units(held.free) + units(held.locked) : 0n
    assert.equal(sums.get(asset) ?? 0n, there, `${asset}: the ledger says ${sums.get(asset)}, the account ${there}`)
  }
  const moved = await pages(server, token, '/api/movements/?cause=external', 'movements')
  assert.deepEqual(moved, [], 'nothing had to be explained by other hands')

  // Every open position has its stop at the exchange, for what it holds.
  const open = await account.openOrders()
  const { positions } = await get(server, token, '/api/portfolio/positions/')
  for (const position of positions) {
    const stops = open.filter((order) => order.clientOrderId.split('-')[1] === String(position.id) && order.type === 'STOP_LOSS')
    assert.equal(stops.length, 1, `operation ${position.id} has ${stops.length} stops`)
    const step = units(position.step_size)
    assert.equal(units(stops[0].origQty), (units(position.quantity) / step) * step)
  }
  const stray = open.filter((order) => !positions.some((one) => order.clientOrderId.split('-')[1] === String(one.id)))
  assert.deepEqual(stray, [], 'no order stands for a position that is gone')
  return { orders: mine.length, trades: trades.length }
}
