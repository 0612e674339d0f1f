// Decisions about signals through the real server: one each, whoever asks at once; an approval plans and executes nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenOf, until } from '../support/programs.mjs'
import { openSignalDesk, refused } from '../support/signal_desk.mjs'
import { newProducer, wish } from '../support/signals.mjs'
import { venueAccount } from '../support/venue_account.mjs'

let desk, bot, decide, propose, pending
before(async () => {
  ({ desk, bot, decide, propose, pending } = await openSignalDesk())
})
after(() => desk?.close())

test('an approved signal becomes a plan with our own stop and size, validated, and nothing is executed', async () => {
  const signal = await propose({ stop_loss: '1', volume: '500' })
  const orders = (await desk.as('olga', '/api/orders/')).body.orders.length
  const answer = await decide('olga', signal.id, 'approved', { reason: 'trend agrees' })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  const { body } = answer
  assert.deepEqual([body.decision, body.reason, body.decided_by, body.signal.status, body.plan_problem], ['approved', 'trend agrees', 'olga', 'APPROVED', null])
  assert.equal(body.address, '127.0.0.1')
  assert.ok(['PASS', 'WARNING'].includes(body.plan.report.status), JSON.stringify(body.plan.report))
  assert.equal(body.plan.status, 'VALIDATED')
  assert.notEqual(body.plan.proposal.stop_price, 1)
  assert.notEqual(body.plan.proposal.quantity, 500)
  assert.equal(body.plan.created_by, 'olga')
  assert.equal(body.plan_id, body.plan.id)
  const kept = (await desk.as('vera', `/api/plans/${body.plan_id}/`)).body
  assert.equal(kept.status, 'VALIDATED')
  assert.equal((await desk.as('olga', '/api/orders/')).body.orders.length, orders)
  assert.equal((await desk.as('vera', `/api/v1/signals/${signal.id}`)).body.approval.plan_id, body.plan_id)
  const [listed] = (await desk.as('vera', '/api/v1/approvals?limit=1')).body.approvals
  assert.deepEqual([listed.id, listed.plan_id, listed.plan, listed.signal.id], [body.id, body.plan_id, null, signal.id])
  const executed = await desk.execute(body.plan)
  assert.equal(executed.status, 201, JSON.stringify(executed.body))
})

test('a rejected signal has no plan, and a second decision is refused', async () => {
  const signal = await propose()
  const { body } = await decide('olga', signal.id, 'rejected')
  assert.deepEqual([body.decision, body.plan_id, body.plan, body.plan_problem, body.signal.status], ['rejected', null, null, null, 'REJECTED'])
  refused(await decide('admin', signal.id), 409, 'ALREADY_DECIDED')
  refused(await decide('olga', signal.id, 'rejected'), 409, 'ALREADY_DECIDED')
  refused(await decide('olga', 999_999), 404, 'UNKNOWN_SIGNAL')
  refused(await desk.post('olga', '/api/v1/approvals', { signal_id: signal.id, decision: 'maybe' }), 400, 'INVALID_BODY', 'decision')
  refused(await decide('olga', signal.id, 'rejected', { reason: 'x'.repeat(501) }), 422, 'INVALID_PARAMETER', 'reason')
  refused(await decide('vera', signal.id), 403, 'FORBIDDEN')
})

test('an approval stands when its plan does not pass, and when there can be none', async () => {
  // A short needs an account that can borrow: validation fails.
  const short = await propose({ side: 'SELL' })
  const failed = await decide('olga', short.id)
  assert.equal(failed.status, 201)
  assert.equal(failed.body.plan.report.status, 'FAIL')
  assert.ok(failed.body.plan.report.issues.some((issue) => issue.code === 'SHORT_NOT_SUPPORTED'))
  assert.equal((await desk.as('vera', `/api/v1/signals/${short.id}`)).body.status, 'APPROVED')
  assert.notEqual((await desk.execute(failed.body.plan)).status, 201)
  // A strategy that is switched off plans nothing.
  const strategy = (await desk.post('admin', '/api/strategies/', { name: 'Off', active: false })).body
  const idle = await newProducer(desk.url, desk.tokens.admin, 'idle', { strategy_id: strategy.id })
  const signal = (await idle.propose(wish())).body
  const answer = await decide('olga', signal.id)
  assert.deepEqual([answer.status, answer.body.plan_id, answer.body.plan, answer.body.plan_problem.code], [201, null, null, 'STRATEGY_INACTIVE'])
  refused(await decide('olga', signal.id), 409, 'ALREADY_DECIDED')
})

test('where most of the account is in coins, the capital is what the balance can pay', async () => {
  const account = venueAccount(desk.venue)
  const available = async () => Number((await desk.as('vera', '/api/portfolio/summary/')).body.available_balance)
  // Somebody else's order holds all but some 60 USDC.
  const quantity = (Math.floor(((await available()) - 60) / 0.8) / 100_000).toFixed(5)
  await account.place({ symbol: 'BTCUSDC', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price: '80000.00', newClientOrderId: 'holds-most' })
  await until(async () => (await available()) < 100)
  const { body } = await decide('olga', (await propose()).id)
  const { proposal, report } = body.plan
  assert.ok(!report.issues.some((issue) => issue.code === 'INSUFFICIENT_BALANCE'), JSON.stringify(report))
  assert.ok(proposal.warnings.some((text) => /^The capital was lowered to what \d+\.\d\d USDC can pay\.$/.test(text)), JSON.stringify(proposal.warnings))
  assert.equal(proposal.capital_source, 'equity')
  assert.ok(Number(proposal.quantity) * Number(proposal.worst_entry) <= (await available()))
  await account.cancel('BTCUSDC', 'holds-most')
  await until(async () => (await available()) > 100)
})

test('a server that dies while it plans finds the signal waiting', async () => {
  const signal = await propose({ instrument: 'ETHUSDC', price: '3000' })
  const fault = { kind: 'delay', scope: 'rest', path: '/api/v3/klines', delay_ms: 5000, count: 1 }
  const set = await fetch(`http://${desk.venue}/sim/faults`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fault) })
  assert.ok(set.ok, await set.text())
  const lost = decide('olga', signal.id).then(() => 'answered', () => 'lost')
  await until(async () => (await pending()).every((one) => one.id !== signal.id))
  await desk.restart('SIGKILL')
  assert.equal(await lost, 'lost')
  assert.ok((await pending()).some((one) => one.id === signal.id))
  await desk.ready()
  const { status, body } = await decide('olga', signal.id)
  assert.deepEqual([status, body.signal.status], [201, 'APPROVED'])
})

test('a decision that is sent again under its key is answered again', async () => {
  const signal = await propose()
  const headers = { 'Idempotency-Key': `decide-${signal.id}` }
  const first = await decide('olga', signal.id, 'rejected', {}, headers)
  const again = await decide('olga', signal.id, 'rejected', {}, headers)
  assert.deepEqual(again.body, first.body)
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
  refused(await decide('olga', signal.id, 'approved', {}, headers), 422, 'IDEMPOTENCY_KEY_REUSED')
})

test('a policy refuses approvals, never rejections, and the signal still waits', async () => {
  const strategy = (await desk.post('admin', '/api/strategies/', { name: 'Watchful' })).body
  const careful = await newProducer(desk.url, desk.tokens.admin, 'careful', { strategy_id: strategy.id })
  const put = (json, name = 'admin', id = strategy.id) => desk.as(name, `/api/v1/signal-policies/${id}`, { method: 'PUT', json })
  const set = await put({ min_confidence: '0.6', cooldown_seconds: null, daily_cap: null })
  assert.deepEqual([set.status, set.body.min_confidence, set.body.updated_by], [200, 0.6, 'admin'])
  const low = (await careful.propose(wish({ confidence: '0.59' }))).body
  assert.equal(low.blocked_by, 'POLICY_MIN_CONFIDENCE')
  refused(await decide('olga', low.id), 409, 'POLICY_MIN_CONFIDENCE')
  assert.ok((await pending()).some((one) => one.id === low.id))
  assert.equal((await decide('olga', low.id, 'rejected')).status, 201)
  await put({ min_confidence: null, cooldown_seconds: 3600, daily_cap: 1 })
  const first = (await careful.propose(wish())).body
  const second = (await careful.propose(wish())).body
  assert.equal((await decide('olga', first.id)).status, 201)
  refused(await decide('olga', second.id), 409, 'POLICY_COOLDOWN')
  await put({ min_confidence: null, cooldown_seconds: null, daily_cap: 1 })
  refused(await decide('olga', second.id), 409, 'POLICY_DAILY_CAP')
  const policies = (await desk.as('vera', '/api/v1/signal-policies')).body.policies
  const own = policies.find((one) => one.strategy_id === strategy.id)
  assert.deepEqual([own.strategy, own.min_confidence, own.daily_cap], ['Watchful', null, 1])
  await put({ min_confidence: null, cooldown_seconds: null, daily_cap: null })
  assert.equal((await decide('olga', second.id)).status, 201)
  refused(await put({ min_confidence: 2, cooldown_seconds: null, daily_cap: null }), 422, 'INVALID_PARAMETER', 'min_confidence')
  refused(await put({ min_confidence: null, cooldown_seconds: -1, daily_cap: null }), 422, 'INVALID_PARAMETER', 'cooldown_seconds')
  refused(await put({ min_confidence: null, cooldown_seconds: null }), 400, 'INVALID_BODY', 'daily_cap')
  refused(await put({ min_confidence: null, cooldown_seconds: null, daily_cap: null }, 'admin', 99_999), 404, 'UNKNOWN_STRATEGY')
  refused(await put({ min_confidence: null, cooldown_seconds: null, daily_cap: null }, 'olga'), 403, 'FORBIDDEN')
})

test('two decisions at once: one of them counts', async () => {
  const signal = await propose()
  const answers = await Promise.all([decide('olga', signal.id), decide('admin', signal.id, 'rejected'), decide('olga', signal.id, 'rejected')])
  assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409, 409])
  const winner = answers.find((one) => one.status === 201).body
  assert.equal((await desk.as('vera', `/api/v1/signals/${signal.id}`)).body.approval.id, winner.id)
})

test('decisions stand in the audit with who, what and from where; no secret does', async () => {
  const signal = await propose()
  await decide('olga', signal.id, 'rejected', { reason: 'against the trend' })
  const { entries } = (await desk.as('admin', '/api/v1/audit?limit=20')).body
  const own = entries.find((one) => one.action === 'approvals' && one.target === String(signal.id))
  assert.ok(own, JSON.stringify(entries.slice(0, 3)))
  assert.deepEqual([own.user, own.detail.decision, own.detail.reason, own.outcome], ['olga', 'rejected', 'against the trend', 'done'])
  const all = JSON.stringify((await desk.as('admin', '/api/v1/audit?limit=1000')).body)
  assert.ok(all.includes('producers.create') && !all.includes(bot.secret))
  assert.ok(!desk.log().includes(bot.secret))
})

test('20 users decide 1,000 times about 200 signals at once: one decision each', async () => {
  const many = await newProducer(desk.url, desk.tokens.admin, 'many')
  const signals = []
  for (let i = 0; i < 200; i += 20) {
    const some = await Promise.all(Array.from({ length: 20 }, () => many.propose(wish())))
    signals.push(...some.map((one) => one.body.id))
  }
  const names = Array.from({ length: 20 }, (_, i) => `decider${i}`)
  for (const username of names) {
    const made = await desk.post('admin', '/api/v1/users', { username, role: 'operator', password: `password of ${username}` })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    desk.tokens[username] = await tokenOf(desk.url, username, `password of ${username}`)
  }
  const answers = await Promise.all(names.flatMap((name, user) => Array.from({ length: 50 }, (_, i) => {
    const id = signals[(user * 50 + i) % 200]
    return decide(name, id, (user + i) % 2 === 0 ? 'approved' : 'rejected').then(({ status, body }) => ({ id, status, body }))
  })))
  assert.equal(answers.length, 1000)
  for (const id of signals) {
    const own = answers.filter((one) => one.id === id)
    assert.equal(own.length, 5)
    const done = own.filter((one) => one.status === 201)
    assert.equal(done.length, 1, `${id}: ${own.map((one) => one.status)}`)
    for (const one of own) if (one.status !== 201) refused(one, 409, 'ALREADY_DECIDED')
    const { approval } = (await desk.as('vera', `/api/v1/signals/${id}`)).body
    assert.deepEqual([approval.id, approval.decision, approval.decided_by], [done[0].body.id, done[0].body.decision, done[0].body.decided_by])
  }
  assert.ok((await pending()).every((one) => !signals.includes(one.id)))
})
