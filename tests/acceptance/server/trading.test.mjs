// The trading desk from the outside: plan, validate, execute, protect, close; and everything that is refused.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDesk } from '../support/desk.mjs'
import { until } from '../support/programs.mjs'
import { units, venueAccount } from '../support/venue_account.mjs'

let desk
before(async () => { desk = await openDesk() })
after(() => desk?.close())

const expect = (answer, status, code, field) => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assert.equal(answer.body.code, code)
  if (field !== undefined) assert.equal(answer.body.field, field)
}
const buy = { symbol: 'BTCUSDC', side: 'BUY', capital: '1000' }

test('a preview explains every number and keeps nothing', async () => {
  const before = (await desk.as('admin', '/api/plans/')).body.plans.length
  const { status, body } = await desk.post('vera', '/api/trade/calculate-entry/', buy)
  assert.equal(status, 200)
  assert.ok(Number(body.stop_price) < Number(body.entry_price))
  assert.ok(Number(body.target_price) > Number(body.entry_price))
  assert.ok(Number(body.risk_amount) <= 10, 'one percent of 1,000')
  assert.ok(units(body.notional_exact) <= units('500'), 'half of the capital')
  assert.equal(body.entry_price, body.quote.ask)
  assert.equal(body.report.status === 'FAIL', body.report.issues.some((one) => one.severity === 'FAIL'))
  assert.equal((await desk.as('admin', '/api/plans/')).body.plans.length, before)
})

test('a plan is validated, executed, protected, moved, closed, and all of it is told', async () => {
  const planned = await desk.plan()
  assert.equal(planned.status, 'DRAFT')
  expect(await desk.execute(planned), 422, 'NOT_VALIDATED')
  const plan = (await desk.post('olga', `/api/plans/${planned.id}/validate/`)).body
  assert.equal(plan.status, 'VALIDATED', JSON.stringify(plan.report))
  assert.equal(plan.report.plan_hash, plan.hash)
  expect(await desk.execute(plan, { acknowledge_risk: false }), 422, 'RISK_NOT_ACKNOWLEDGED')
  expect(await desk.execute(plan, { plan_hash: 'another' }), 409, 'PLAN_TAMPERED')
  const dry = await desk.execute(plan, { live: false })
  assert.equal(dry.status, 200)
  assert.equal(dry.body.outcome, 'dry_run')
  assert.equal(dry.body.would_send[0].price, plan.proposal.worst_entry)
  assert.equal(dry.body.operation_id, null)

  const done = await desk.execute(plan, { plan_hash: plan.hash, wait_ms: 10000 })
  assert.equal(done.status, 201)
  assert.equal(done.body.outcome, 'filled')
  assert.equal(done.body.plan.status, 'EXECUTED')
  expect(await desk.execute(plan), 409, 'PLAN_ALREADY_EXECUTED')
  const id = done.body.operation_id
  const path = `/api/portfolio/positions/${id}/`
  const position = await until(async () => {
    const { body } = await desk.as('vera', path)
    return body.protection === 'AT_VENUE' && body
  })
  assert.equal(position.stop_price_at_venue, plan.proposal.stop_price)

  const halfway = ((Number(position.initial_stop) + Number(position.entry_price)) / 2).toFixed(2)
  const moved = await desk.post('olga', `${path}stop/`, { stop_price: halfway })
  assert.equal(moved.body.stop_price, halfway)
  await until(async () => (await desk.as('admin', path)).body.stop_price_at_venue === halfway)
  expect(await desk.post('olga', `${path}stop/`, { stop_price: '1.00' }), 422, 'STOP_LOOSENED', 'stop_price')
  expect(await desk.post('olga', `${path}target/`, {}), 400, 'INVALID_BODY', 'target_price')
  assert.equal((await desk.post('olga', `${path}target/`, { target_price: null })).body.target_price, null)
  expect(await desk.post('olga', `${path}target/`, { target_price: '1.00' }), 422, 'TARGET_ON_WRONG_SIDE', 'target_price')
  await until(async () => (await desk.as('admin', path)).body.protection === 'AT_VENUE')

  const closed = await desk.post('olga', `${path}close/`, { wait_ms: 10000 })
  assert.equal(closed.body.status, 'CLOSED', JSON.stringify(closed.body))
  assert.equal(closed.body.exit_reason, 'MANUAL')
  expect(await desk.as('admin', path), 404, 'UNKNOWN_POSITION')
  const told = (await desk.as('vera', `/api/operations/${id}/`)).body
  assert.deepEqual(told.stop_moves.map(({ from, to }) => [from, to]), [[position.initial_stop, halfway]])
  const kinds = told.timeline.map((event) => event.kind)
  assert.equal(kinds[0], 'planned')
  assert.equal(kinds.at(-1), 'closed')
  for (const kind of ['order_sent', 'fill', 'opened', 'stop_moved', 'exit_decided']) assert.ok(kinds.includes(kind), kind)
  assert.deepEqual([...told.timeline].sort((a, b) => a.at.localeCompare(b.at)).map((one) => one.at), told.timeline.map((one) => one.at))
  const trades = (await desk.as('vera', `/api/operations/${id}/trades/`)).body.trades
  assert.deepEqual([...new Set(trades.map((one) => one.purpose))].sort(), ['ENTRY', 'EXIT'])
  const [proof] = (await desk.as('vera', `/api/operations/${id}/proof/`)).body.proofs.filter((one) => one.reason === 'MANUAL')
  assert.equal(proof.actor, 'SERVER')
  assert.ok(proof.latency.send_to_answer_us > 0)
  assert.equal((await desk.as('vera', '/api/orders/?status=open')).body.orders.filter((one) => one.operation_id === id).length, 0)
})

test('the ledger is what the exchange says that the account holds', async () => {
  const sums = {}
  let cursor = ''
  do {
    const { body } = await desk.as('vera', `/api/movements/?limit=5${cursor}`)
    for (const one of body.movements) sums[one.asset] = (sums[one.asset] ?? 0n) + units(one.amount)
    cursor = body.next_cursor ? `&cursor=${encodeURIComponent(body.next_cursor)}` : ''
  } while (cursor)
  for (const [asset, held] of await venueAccount(desk.venue).balances()) {
    assert.equal(sums[asset] ?? 0n, units(held.free) + units(held.locked), asset)
  }
})

test('two who execute the same plan at once make one operation', async () => {
  const plan = await desk.validated()
  const answers = await Promise.all([desk.execute(plan), desk.execute(plan)])
  assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409])
  assert.equal(answers.find((one) => one.status === 409).body.code, 'PLAN_ALREADY_EXECUTED')
  const id = answers.find((one) => one.status === 201).body.operation_id
  const closed = await desk.post('admin', `/api/portfolio/positions/${id}/close/`, { wait_ms: 10000 })
  assert.equal(closed.body.status, 'CLOSED')
})

test('a retry with its key gets the same answer and has one effect', async () => {
  const plan = await desk.validated()
  const key = { 'Idempotency-Key': 'one-execution' }
  const first = await desk.execute(plan, {}, key)
  assert.equal(first.status, 201)
  assert.equal(first.headers.get('idempotency-replayed'), null)
  const again = await desk.execute(plan, {}, key)
  assert.equal(again.status, 201)
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
  assert.deepEqual(again.body, first.body)
  expect(await desk.execute(plan, { wait_ms: 1 }, key), 422, 'IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key')
  // The key belongs to the path: elsewhere it is another one.
  const path = `/api/portfolio/positions/${first.body.operation_id}/close/`
  const closed = await desk.post('admin', path, {}, key)
  assert.equal(closed.status, 200)
  assert.deepEqual((await desk.post('admin', path, {}, key)).body, closed.body)
})

test('a refusal is kept for its key too, and so is a preview', async () => {
  const key = { 'Idempotency-Key': 'a refusal' }
  const first = await desk.post('admin', '/api/plans/', { ...buy, stop_price: '99999999.00' }, key)
  expect(first, 422, 'STOP_ON_WRONG_SIDE', 'stop_price')
  const again = await desk.post('admin', '/api/plans/', { ...buy, stop_price: '99999999.00' }, key)
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
  assert.deepEqual(again.body, first.body)
  const preview = await desk.post('vera', '/api/trade/calculate-entry/', buy, { 'Idempotency-Key': 'look' })
  assert.deepEqual((await desk.post('vera', '/api/trade/calculate-entry/', buy, { 'Idempotency-Key': 'look' })).body, preview.body)
})

test('the same key at the same moment has one effect', async () => {
  const before = (await desk.as('admin', '/api/plans/?limit=1000')).body.plans.length
  const all = await Promise.all(Array.from({ length: 8 }, () => desk.post('admin', '/api/plans/', buy, { 'Idempotency-Key': 'at-once' })))
  for (const one of all.filter((answer) => answer.status !== 201)) expect(one, 409, 'IDEMPOTENCY_IN_FLIGHT')
  assert.equal(new Set(all.filter((answer) => answer.status === 201).map((answer) => answer.body.id)).size, 1)
  assert.equal((await desk.as('admin', '/api/plans/?limit=1000')).body.plans.length, before + 1)
})

test('keys of two clients have nothing to do with each other', async () => {
  const key = { 'Idempotency-Key': 'shared' }
  const ours = await desk.post('admin', '/api/strategies/', { name: 'Ours' }, key)
  const theirs = await desk.post('bob', '/api/strategies/', { name: 'Ours' }, key)
  assert.equal(theirs.status, 201)
  assert.equal(theirs.headers.get('idempotency-replayed'), null)
  assert.notEqual(theirs.body.id, ours.body.id)
})

for (const [what, key] of [['without end', 'k'.repeat(201)], ['of blanks', ' a '], ['beyond ASCII', 'sch\u00f6n']]) {
  test(`a key ${what} is refused, or trimmed by HTTP`, async () => {
    const answer = await desk.post('admin', '/api/plans/', { ...buy, symbol: 'NOPE' }, { 'Idempotency-Key': key })
    if (key.trim() === 'a') return assert.equal(answer.status, 404)
    expect(answer, 422, 'INVALID_PARAMETER', 'Idempotency-Key')
  })
}

const needs = [
  ['operator', 'POST', '/api/plans/', buy],
  ['operator', 'POST', '/api/plans/1/validate/', {}],
  ['operator', 'POST', '/api/plans/1/execute/', {}],
  ['operator', 'POST', '/api/portfolio/positions/1/close/', {}],
  ['operator', 'POST', '/api/portfolio/positions/1/stop/', { stop_price: '1' }],
  ['operator', 'POST', '/api/portfolio/positions/1/target/', { target_price: null }],
  ['operator', 'POST', '/api/orders/1/cancel/', {}],
  ['operator', 'POST', '/api/risk/kill-switch/', { on: true, reason: 'no' }],
  ['admin', 'POST', '/api/risk/kill-switch/', { on: false }],
  ['admin', 'POST', '/api/risk/resume/', { reason: 'no' }],
  ['admin', 'POST', '/api/risk/trading/', { enabled: false }],
  ['admin', 'POST', '/api/strategies/', { name: 'no' }],
  ['admin', 'PUT', '/api/strategies/1/', { version: 1 }],
  ['admin', 'POST', '/api/portfolio/positions/1/detach/', { reason: 'no' }],
  ['admin', 'PUT', '/api/venue-keys/', { api_key: 'x'.repeat(64), api_secret: 'y'.repeat(64) }],
  ['admin', 'DELETE', '/api/venue-keys/', undefined],
]
for (const [role, method, target, json] of needs) {
  test(`${method} ${target} ${JSON.stringify(json ?? '')} needs the role ${role}`, async () => {
    const below = role === 'admin' ? ['vera', 'olga'] : ['vera']
    for (const name of below) {
      const answer = await desk.as(name, target, { method, json })
      expect(answer, 403, 'FORBIDDEN')
      assert.match(answer.body.detail, target.includes('kill-switch') && name === 'vera' ? /role operator/ : new RegExp(`role ${role}`))
    }
  })
}

const badBodies = [
  ['/api/trade/calculate-entry/', { side: 'BUY' }, 400, 'INVALID_BODY', 'symbol'],
  ['/api/trade/calculate-entry/', { ...buy, side: 'LONG' }, 400, 'INVALID_BODY', 'side'],
  ['/api/trade/calculate-entry/', { ...buy, leverage: 10 }, 400, 'INVALID_BODY', 'leverage'],
  ['/api/trade/calculate-entry/', { ...buy, capital: 'all' }, 400, 'INVALID_BODY', 'capital'],
  ['/api/trade/calculate-entry/', { ...buy, capital: '1e3' }, 400, 'INVALID_BODY', 'capital'],
  ['/api/trade/calculate-entry/', { ...buy, capital: '0' }, 422, 'INVALID_PARAMETER', 'capital'],
  ['/api/trade/calculate-entry/', { ...buy, capital: '-5' }, 422, 'INVALID_PARAMETER', 'capital'],
  ['/api/trade/calculate-entry/', { ...buy, capital: '99999999999999' }, 422, 'INVALID_PARAMETER', 'capital'],
  ['/api/trade/calculate-entry/', { ...buy, capital: '0.0000000000001' }, 400, 'INVALID_BODY', 'capital'],
  ['/api/trade/calculate-entry/', { ...buy, symbol: 'NOPEUSDC' }, 404, 'UNKNOWN_SYMBOL', 'symbol'],
  ['/api/trade/calculate-entry/', { ...buy, symbol: '../etc' }, 404, 'UNKNOWN_SYMBOL', 'symbol'],
  ['/api/trade/calculate-entry/', { ...buy, strategy_id: 999 }, 404, 'UNKNOWN_STRATEGY', 'strategy_id'],
  ['/api/trade/calculate-entry/', { ...buy, strategy_id: 0 }, 422, 'INVALID_PARAMETER', 'strategy_id'],
  ['/api/trade/calculate-entry/', { ...buy, entry_price: '88000.001' }, 422, 'OFF_TICK', 'entry_price'],
  ['/api/trade/calculate-entry/', { ...buy, stop_price: '999999.00' }, 422, 'STOP_ON_WRONG_SIDE', 'stop_price'],
  ['/api/trade/calculate-entry/', { ...buy, target_price: '1.00' }, 422, 'TARGET_ON_WRONG_SIDE', 'target_price'],
  ['/api/trade/calculate-entry/', { ...buy, quantity: '0.00001' }, 422, 'SIZE_OFF_RULE', 'quantity'],
  ['/api/plans/', { ...buy, quantity: '9' }, 422, 'SIZE_OFF_RULE', 'quantity'],
  ['/api/plans/1/validate/', { force: true }, 400, 'INVALID_BODY', 'force'],
  ['/api/plans/1/execute/', { live: 'yes' }, 400, 'INVALID_BODY', 'live'],
  ['/api/plans/1/execute/', { wait_ms: 10001 }, 422, 'INVALID_PARAMETER', 'wait_ms'],
  ['/api/plans/999/validate/', {}, 404, 'UNKNOWN_PLAN', undefined],
  ['/api/plans/999/execute/', {}, 404, 'UNKNOWN_PLAN', undefined],
  ['/api/plans/x/execute/', {}, 422, 'INVALID_PARAMETER', 'id'],
  ['/api/portfolio/positions/1/close/', { quantity: '0' }, 422, 'INVALID_PARAMETER', 'quantity'],
  ['/api/portfolio/positions/1/close/', { quantity: '1' }, 422, 'QUANTITY_TOO_LARGE', 'quantity'],
  ['/api/portfolio/positions/1/close/', { quantity: '0.000001' }, 422, 'OFF_TICK', 'quantity'],
  ['/api/portfolio/positions/1/close/', { limit_price: '999999.00' }, 422, 'LIMIT_NOT_MARKETABLE', 'limit_price'],
  ['/api/portfolio/positions/1/stop/', {}, 400, 'INVALID_BODY', 'stop_price'],
  ['/api/portfolio/positions/1/stop/', { stop_price: '87061.165' }, 422, 'OFF_TICK', 'stop_price'],
  ['/api/portfolio/positions/1/stop/', { stop_price: '999999.00' }, 422, 'STOP_PASSED', 'stop_price'],
  ['/api/portfolio/positions/999/close/', {}, 404, 'UNKNOWN_POSITION', undefined],
  ['/api/portfolio/positions/1/detach/', { reason: '' }, 422, 'INVALID_PARAMETER', 'reason'],
  ['/api/orders/999/cancel/', {}, 404, 'UNKNOWN_ORDER', undefined],
  ['/api/risk/kill-switch/', { on: true }, 422, 'INVALID_PARAMETER', 'reason'],
  ['/api/risk/kill-switch/', {}, 400, 'INVALID_BODY', 'on'],
  ['/api/risk/resume/', { reason: 'I like to' }, 409, 'NOT_PAUSED', undefined],
  ['/api/risk/trading/', { enabled: 1 }, 400, 'INVALID_BODY', 'enabled'],
  ['/api/strategies/', { name: '' }, 422, 'INVALID_STRATEGY', 'name'],
  ['/api/strategies/', { name: 'Wide', rules: { risk_fraction: '0.02' } }, 422, 'INVALID_STRATEGY', 'risk_fraction'],
  ['/api/strategies/', { name: 'Wide', rules: { level: 11 } }, 422, 'INVALID_STRATEGY', 'level'],
  ['/api/strategies/', { name: 'Wide', rules: { leverage: 2 } }, 400, 'INVALID_BODY', 'rules.leverage'],
  ['/api/strategies/', { name: 'Wide', from_template: 'none' }, 422, 'INVALID_PARAMETER', 'from_template'],
]
for (const [target, json, status, code, field] of badBodies) {
  test(`POST ${target} ${JSON.stringify(json)} is ${status} ${code}`, async () => {
    expect(await desk.post('admin', target, json), status, code, field)
  })
}

test('a stop by hand can be looked at and not executed', async () => {
  const preview = (await desk.post('admin', '/api/trade/calculate-entry/', buy)).body
  const byHand = (Number(preview.stop_price) - 1).toFixed(2)
  const plan = await desk.validated({ stop_price: byHand })
  assert.equal(plan.proposal.stop_source, 'manual')
  assert.equal(plan.proposal.stop_method, 'manual')
  assert.equal(plan.report.status, 'FAIL')
  assert.ok(plan.report.issues.some((one) => one.code === 'STOP_NOT_TECHNICAL'))
  expect(await desk.execute(plan), 422, 'STOP_NOT_TECHNICAL')
})

test('a short needs an account that can borrow', async () => {
  const plan = await desk.validated({ side: 'SELL' }).catch((refused) => assert.match(refused.message, /NO_TECHNICAL_STOP/))
  if (plan) assert.ok(plan.report.issues.some((one) => one.code === 'SHORT_NOT_SUPPORTED'))
})

test('a strategy is edited at the version that was seen, and its history tells all', async () => {
  const made = await desk.post('admin', '/api/strategies/', { name: 'Swing', from_template: 'Careful', rules: { level: 3 } })
  assert.equal(made.status, 201)
  assert.equal(made.body.rules.level, 3)
  assert.equal(made.body.rules.risk_fraction, '0.005')
  const edit = (json) => desk.as('admin', `/api/strategies/${made.body.id}/`, { method: 'PUT', json })
  const edited = await edit({ version: 1, rules: { level: 4 } })
  assert.equal(edited.body.version, 2)
  assert.equal(edited.body.name, 'Swing')
  assert.equal(edited.body.rules.risk_fraction, '0.005')
  expect(await edit({ version: 1, rules: { level: 5 } }), 409, 'VERSION_CONFLICT', 'version')
  expect(await edit({ version: 2, name: 'Careful' }), 409, 'NAME_TAKEN', 'name')
  expect(await edit({ rules: { level: 5 } }), 400, 'INVALID_BODY', 'version')
  const { versions } = (await desk.as('vera', `/api/strategies/${made.body.id}/history/`)).body
  assert.deepEqual(versions.map((one) => [one.version, one.rules.level]), [[2, 4], [1, 3]])
})

test('the kill switch stops entries at once; an operator may stop, only the admin goes on', async () => {
  const plan = await desk.validated()
  const on = await desk.post('olga', '/api/risk/kill-switch/', { on: true, reason: 'news' })
  assert.equal(on.body.kill_switch.by, 'olga')
  expect(await desk.execute(plan), 409, 'KILL_SWITCH_ON')
  const metrics = (await desk.as('vera', '/api/risk/metrics/')).body
  assert.equal(metrics.kill_switch.reason, 'news')
  assert.ok(metrics.alarms.some((one) => one.code === 'KILL_SWITCH_ON'))
  assert.equal((await desk.as('bob', '/api/risk/metrics/')).body.kill_switch, null)
  assert.equal((await desk.post('admin', '/api/risk/kill-switch/', { on: false })).body.kill_switch, null)
})

test('trading that is switched off refuses to execute', async () => {
  const plan = await desk.validated()
  assert.equal((await desk.post('admin', '/api/risk/trading/', { enabled: false })).body.trading_enabled, false)
  expect(await desk.execute(plan), 409, 'TRADING_DISABLED')
  assert.equal((await desk.post('admin', '/api/risk/trading/', { enabled: true })).body.trading_enabled, true)
})

test('a protective order cannot be cancelled by itself', async () => {
  const [stop] = (await desk.as('admin', '/api/orders/?status=open&purpose=STOP&operation_id=1')).body.orders
  assert.equal(stop.can_cancel, false)
  expect(await desk.post('admin', `/api/orders/${stop.id}/cancel/`), 422, 'ORDER_PROTECTS')
})

test('the pages of a list hold every row once, in order, whatever the sort', async () => {
  for (const sort of ['opened_at', '-opened_at', 'realized_pnl', '-symbol', '-closed_at', 'id', 'quantity', 'fees']) {
    const whole = (await desk.as('vera', `/api/operations/history/?limit=1000&sort=${sort}`)).body.operations.map((one) => one.id)
    const pages = []
    let cursor = ''
    do {
      const { body } = await desk.as('vera', `/api/operations/history/?limit=3&sort=${sort}${cursor}`)
      pages.push(...body.operations.map((one) => one.id))
      cursor = body.next_cursor ? `&cursor=${encodeURIComponent(body.next_cursor)}` : ''
    } while (cursor)
    assert.deepEqual(pages, whole, sort)
    assert.equal(new Set(pages).size, pages.length)
  }
})

test('a cursor belongs to its question', async () => {
  const { body } = await desk.as('vera', '/api/operations/history/?limit=2')
  const cursor = encodeURIComponent(body.next_cursor)
  expect(await desk.as('vera', `/api/operations/history/?limit=2&side=SELL&cursor=${cursor}`), 422, 'INVALID_PARAMETER', 'cursor')
  expect(await desk.as('vera', `/api/operations/history/?limit=2&sort=id&cursor=${cursor}`), 422, 'INVALID_PARAMETER', 'cursor')
})

test('filters leave what fits, and a date is a whole day', async () => {
  const all = (await desk.as('vera', '/api/operations/history/?limit=1000')).body.operations
  const list = async (query) => (await desk.as('vera', `/api/operations/history/?limit=1000&${query}`)).body.operations.map((one) => one.id).sort()
  const those = (test) => all.filter(test).map((one) => one.id).sort()
  assert.deepEqual(await list('status=CLOSED'), those((one) => one.status === 'CLOSED'))
  assert.deepEqual(await list('symbol=btcusdc&side=BUY'), those((one) => one.symbol === 'BTCUSDC' && one.side === 'BUY'))
  assert.deepEqual(await list(`strategy=${encodeURIComponent('BTC Spot Manual')}`), those((one) => one.strategy === 'BTC Spot Manual'))
  assert.deepEqual(await list('strategy=1'), those((one) => one.strategy_id === 1))
  const day = all.at(-1).opened_at.slice(0, 10)
  assert.deepEqual(await list(`from=${day}&to=${day}`), those((one) => one.opened_at.startsWith(day)))
})

test('CSV holds the whole filter, and no formula', async () => {
  const name = '=HYPERLINK("http://evil.example")'
  const strategy = await desk.post('admin', '/api/strategies/', { name, rules: { atr_multiple: '10', max_distance: '0.5' } })
  const plan = await desk.validated({ strategy_id: strategy.body.id })
  const done = await desk.execute(plan)
  assert.equal(done.status, 201, JSON.stringify(done.body))
  await desk.post('admin', `/api/portfolio/positions/${done.body.operation_id}/close/`, { wait_ms: 10000 })
  const csv = await desk.as('vera', '/api/operations/history/', { headers: { Accept: 'text/csv' } })
  assert.match(csv.headers.get('content-type'), /^text\/csv/)
  assert.match(csv.headers.get('content-disposition'), /operations\.csv/)
  const rows = csv.body.trimEnd().split('\r\n')
  const all = (await desk.as('vera', '/api/operations/history/?limit=1000')).body.operations
  assert.equal(rows.length, all.length + 1)
  assert.ok(csv.body.includes(`"'=HYPERLINK(""http://evil.example"")"`))
  const some = await desk.as('vera', `/api/operations/history/?format=csv&limit=2&strategy=${encodeURIComponent(name)}`)
  assert.equal(some.body.trimEnd().split('\r\n').length, 2)
})

test('orders at the exchange that are not ours are shown as such, and only there where they fit', async () => {
  const list = async (query) => (await desk.as('vera', `/api/orders/?${query}`)).body.orders
  const [external, ...rest] = await list('status=open')
  assert.deepEqual([external.origin, external.client_order_id, external.id], ['external', 'by-hand', null])
  assert.deepEqual([external.operation_id, external.purpose, external.can_cancel], [null, null, false])
  assert.deepEqual([external.price, external.left], ['80000.00', '0.001'])
  for (const one of rest) assert.equal(one.origin, 'robson')
  for (const query of ['status=FILLED', 'symbol=ETHUSDC', 'operation_id=1', 'purpose=ENTRY', 'to=2020-01-01']) {
    assert.ok((await list(query)).every((one) => one.origin === 'robson'), query)
  }
})

test('what is the one client\'s is not there for the other', async () => {
  const ours = (await desk.as('admin', '/api/operations/history/?limit=1')).body.operations[0].id
  const order = (await desk.as('admin', '/api/orders/?limit=1&purpose=ENTRY')).body.orders[0].id
  const plan = (await desk.plan()).id
  const plain = ({ correlation_id, ...rest }) => rest
  for (const [target, unknown] of [
    [`/api/operations/${ours}/`, '/api/operations/99999/'],
    [`/api/operations/${ours}/trades/`, '/api/operations/99999/trades/'],
    [`/api/operations/${ours}/proof/`, '/api/operations/99999/proof/'],
    [`/api/orders/${order}/`, '/api/orders/99999/'],
    [`/api/plans/${plan}/`, '/api/plans/99999/'],
    ['/api/strategies/1/', '/api/strategies/99999/'],
    ['/api/strategies/1/history/', '/api/strategies/99999/history/'],
  ]) {
    const foreign = await desk.as('bob', target)
    assert.equal(foreign.status, 404, target)
    assert.deepEqual(plain(foreign.body), plain((await desk.as('bob', unknown)).body))
  }
  for (const [target, json] of [
    [`/api/plans/${plan}/validate/`, {}], [`/api/plans/${plan}/execute/`, {}], ['/api/portfolio/positions/1/close/', {}],
    ['/api/portfolio/positions/1/stop/', { stop_price: '88000.00' }], ['/api/portfolio/positions/1/target/', { target_price: null }],
    ['/api/portfolio/positions/1/detach/', { reason: 'mine now' }], [`/api/orders/${order}/cancel/`, {}],
  ]) {
    assert.equal((await desk.post('bob', target, json)).status, 404, target)
  }
  assert.equal((await desk.as('bob', '/api/strategies/1/', { method: 'PUT', json: { version: 1 } })).status, 404)
  for (const [target, list] of [
    ['/api/operations/history/', 'operations'], ['/api/operations/active/', 'operations'], ['/api/orders/', 'orders'],
    ['/api/movements/', 'movements'], ['/api/plans/', 'plans'],
  ]) {
    assert.deepEqual((await desk.as('bob', target)).body[list], [], target)
  }
  const csv = (await desk.as('bob', '/api/operations/history/?format=csv')).body
  assert.equal(csv.trimEnd().split('\r\n').length, 1)
  const risk = (await desk.as('bob', '/api/risk/metrics/')).body
  assert.deepEqual([risk.worst_cases, risk.exposure_by_symbol, risk.differences, risk.equity], [[], [], [], null])
  assert.equal((await desk.as('admin', '/api/portfolio/positions/1/')).body.stop_loss, '87061.16')
})

test('a client without an account sees a preview and cannot execute', async () => {
  const preview = await desk.post('bob', '/api/trade/calculate-entry/', buy)
  assert.equal(preview.status, 200)
  assert.ok(preview.body.report.issues.some((one) => one.code === 'NO_VENUE_ACCOUNT'))
  expect(await desk.post('bob', '/api/trade/calculate-entry/', { symbol: 'BTCUSDC', side: 'BUY' }), 422, 'NO_CAPITAL', 'capital')
})

test('a venue key is tried, kept, shown in part, and never given out', async () => {
  const put = (json) => desk.as('bob', '/api/venue-keys/', { method: 'PUT', json })
  expect(await put({ api_key: 'short', api_secret: 'x'.repeat(64) }), 422, 'INVALID_PARAMETER', 'api_key')
  expect(await put({ api_key: 'k'.repeat(64) }), 400, 'INVALID_BODY', 'api_secret')
  expect(await put({ api_key: 'k'.repeat(64), api_secret: 's'.repeat(64) }), 422, 'KEY_REFUSED', 'api_key')
  expect(await desk.as('bob', '/api/venue-keys/', { method: 'DELETE' }), 404, 'NO_VENUE_KEY')
  const shown = JSON.stringify((await desk.as('admin', '/api/venue-keys/')).body)
  assert.ok(!shown.includes('demo-secret') && !shown.includes('demo-key'))
  assert.ok(!desk.log().includes('s'.repeat(64)))
})

test('detaching lets the coins stay and says what that means', async () => {
  const { body } = await desk.post('admin', '/api/portfolio/positions/1/detach/', { reason: 'moved to cold storage' })
  assert.equal(body.id, 1)
  await until(async () => (await desk.as('admin', '/api/operations/1/')).body.status === 'CLOSED')
  const told = (await desk.as('admin', '/api/operations/1/')).body
  assert.equal(told.exit_reason, 'DETACHED')
  assert.match(told.note, /cold storage/)
})
