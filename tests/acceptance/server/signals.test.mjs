// Signals through the real server: who may propose, what is refused, and that each signal ends once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { openFeed } from '../support/feed.mjs'
import { run, until } from '../support/programs.mjs'
import { openSignalDesk, refused } from '../support/signal_desk.mjs'
import { newProducer, nonceOf, secondsNow, signatureOf, signed, wish } from '../support/signals.mjs'

let desk, bot, decide, propose, pending, short
before(async () => {
  ({ desk, bot, decide, propose, pending } = await openSignalDesk())
  // Decided about at the end of this file, when its minute is over.
  short = await propose({ ttl_minutes: 1 })
})
after(() => desk?.close())

const metric = async (text) => {
  const { body } = await ask(desk.url, '/metrics')
  return Number(body.split('\n').find((line) => line.startsWith(text))?.split(' ').at(-1) ?? 0)
}

test('a signed signal is taken, shown to those who decide, and its wish is kept from viewers', async () => {
  const made = await bot.propose(wish({ stop_loss: '88000', take_profit: 91000.5, payload: { why: ['cross', { n: 1.50 }] } }))
  assert.equal(made.status, 201)
  const { id } = made.body
  assert.deepEqual([made.body.status, made.body.maturity, made.body.producer, made.body.stop_loss], ['NEW', 'FRESH', 'sma-bot', 88000])
  assert.match(made.body.summary, /^BUY 0\.001 BTCUSDC @ 89250, confidence 82 %, sma-bot, until \d\d:\d\dZ$/)
  const seen = (await desk.as('olga', `/api/v1/signals/${id}`)).body
  assert.deepEqual([seen.stop_loss, seen.take_profit, seen.payload], [88000, 91000.5, { why: ['cross', { n: 1.5 }] }])
  assert.equal(typeof seen.distance_percent, 'number')
  const exact = (await desk.as('olga', `/api/v1/signals/${id}?decimals=string`)).body
  assert.deepEqual([exact.price, exact.confidence, exact.take_profit], ['89250', '0.82', '91000.5'])
  const viewed = (await desk.as('vera', `/api/v1/signals/${id}`)).body
  assert.deepEqual([viewed.stop_loss, viewed.take_profit], [null, null])
  assert.equal((await pending('vera')).find((one) => one.id === id).stop_loss, null)
  const [listed] = (await desk.as('vera', '/api/signals/?limit=1')).body.signals
  assert.deepEqual([listed.id, listed.price, listed.stop_loss], [id, '89250', null])
  const csv = (name) => desk.as(name, '/api/v1/signals?format=csv').then(({ body }) => body)
  assert.ok((await csv('olga')).includes('91000.5'))
  assert.ok(!(await csv('vera')).includes('91000.5'))
})

test('a signature that is wrong, missing, or of other bytes lets nothing in', async () => {
  const body = JSON.stringify(wish())
  const send = (headers, sent = body) => ask(desk.url, '/api/v1/signals', { method: 'POST', body: sent, headers })
  const good = signed(bot, body)
  const before = await metric('robson_signals_total{outcome="signature"}')
  const wrong = [
    [{ ...good, 'X-Signature': good['X-Signature'].replace(/^./, (c) => (c === '0' ? '1' : '0')) }],
    [{ ...good, 'X-Signature': good['X-Signature'].toUpperCase() }],
    [good, body.replace('0.82', '0.83')],
    [good, `${body} `],
    [{ ...good, 'X-Timestamp': String(Number(good['X-Timestamp']) - 1) }],
    [{ ...good, 'X-Nonce': nonceOf() }],
    [{ ...good, 'X-Producer-Id': 'prd_000000000000' }],
    [{ ...good, 'X-Producer-Id': 'nonsense' }],
    [signed({ id: bot.id, secret: 'guessed' }, body)],
    ...['X-Producer-Id', 'X-Timestamp', 'X-Nonce', 'X-Signature'].map((name) => [{ ...good, [name]: undefined }].map((headers) =>
      Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)))),
  ]
  for (const [headers, sent] of wrong) refused(await send(headers, sent), 401, 'INVALID_SIGNATURE')
  assert.equal(await metric('robson_signals_total{outcome="signature"}'), before + wrong.length)
  // None of them has used the nonce up.
  assert.equal((await send(good)).status, 201)
})

test('a time more than 300 seconds away is refused, before and after', async () => {
  for (const away of [-302, 302]) refused(await bot.propose(wish(), { timestamp: secondsNow() + away }), 401, 'TIMESTAMP_OUT_OF_RANGE')
  for (const away of [-297, 297]) assert.equal((await bot.propose(wish(), { timestamp: secondsNow() + away })).status, 201)
})

test('a request that is sent again is refused, and so is a nonce with another body', async () => {
  const body = JSON.stringify(wish())
  const headers = signed(bot, body)
  const send = () => ask(desk.url, '/api/v1/signals', { method: 'POST', body, headers })
  assert.equal((await send()).status, 201)
  refused(await send(), 401, 'NONCE_REUSED')
  refused(await bot.propose(wish(), { nonce: headers['X-Nonce'] }), 401, 'NONCE_REUSED')
  const other = await newProducer(desk.url, desk.tokens.admin, 'same-nonce')
  assert.equal((await other.propose(wish(), { nonce: headers['X-Nonce'] })).status, 201, 'it is another producer\'s too')
})

test('an external id is good once, also when it comes many times at once', async () => {
  const same = wish()
  const answers = await Promise.all(Array.from({ length: 20 }, () => bot.propose(same)))
  assert.deepEqual(answers.map((one) => one.status).sort(), [201, ...Array(19).fill(409)])
  refused(await bot.propose(same), 409, 'DUPLICATE_SIGNAL', 'external_id')
  const first = answers.find((one) => one.status === 201).body
  await bot.cancel(first.id)
  refused(await bot.propose(same), 409, 'DUPLICATE_SIGNAL')
})

test('every bound of a body names its field', async () => {
  const cases = [
    [{ price: 0 }, 422, 'INVALID_PARAMETER', 'price'],
    [{ price: '-1' }, 422, 'INVALID_PARAMETER', 'price'],
    [{ price: 1e300 }, 400, 'INVALID_BODY', 'price'],
    [{ price: '1.0000000000001' }, 400, 'INVALID_BODY', 'price'],
    [{ volume: '0' }, 422, 'INVALID_PARAMETER', 'volume'],
    [{ price: '1000000000000', volume: '1000000000000' }, 422, 'INVALID_PARAMETER', 'volume'],
    [{ confidence: '1.01' }, 422, 'INVALID_PARAMETER', 'confidence'],
    [{ confidence: -0.1 }, 422, 'INVALID_PARAMETER', 'confidence'],
    [{ confidence: '0.12345' }, 422, 'INVALID_PARAMETER', 'confidence'],
    [{ stop_loss: 0 }, 422, 'INVALID_PARAMETER', 'stop_loss'],
    [{ ttl_minutes: 0 }, 422, 'INVALID_PARAMETER', 'ttl_minutes'],
    [{ ttl_minutes: 1441 }, 422, 'INVALID_PARAMETER', 'ttl_minutes'],
    [{ external_id: '' }, 422, 'INVALID_PARAMETER', 'external_id'],
    [{ external_id: 'a b' }, 422, 'INVALID_PARAMETER', 'external_id'],
    [{ instrument: 'NOSUCHCOIN' }, 422, 'UNKNOWN_INSTRUMENT', 'instrument'],
    [{ instrument: 'BTC/USDC' }, 422, 'INVALID_PARAMETER', 'instrument'],
    [{ side: 'LONG' }, 400, 'INVALID_BODY', 'side'],
    [{ side: undefined }, 400, 'INVALID_BODY', 'side'],
    [{ payload: ['no object'] }, 400, 'INVALID_BODY', 'payload'],
    [{ payload: { text: 'x'.repeat(4096) } }, 422, 'INVALID_PARAMETER', 'payload'],
    [{ more: 1 }, 400, 'INVALID_BODY', 'more'],
  ]
  for (const [change, status, code, field] of cases) refused(await bot.propose(wish(change)), status, code, field)
  refused(await bot.propose('{"external_id":'), 400, 'INVALID_BODY')
  const large = JSON.stringify(wish({ payload: { text: 'x'.repeat(17_000) } }))
  refused(await bot.propose(large), 413, 'BODY_TOO_LARGE')
})

test('an alert of TradingView carries its passphrase, and says the same of its faults', async () => {
  const alerts = await newProducer(desk.url, desk.tokens.admin, 'tv', { webhook: true })
  assert.ok(alerts.passphrase)
  assert.equal(bot.passphrase, null)
  const at = () => new Date().toISOString().replace(/\.\d+/, '')
  const alert = (more = {}) => ({ producer_id: alerts.id, passphrase: alerts.passphrase, ticker: 'BINANCE:BTCUSDC', action: 'sell', price: 89250, contracts: '0.5', time: at(), ...more })
  const send = (json) => ask(desk.url, '/api/v1/signals/tradingview', { method: 'POST', json })
  const first = alert({ comment: 'Crossed below' })
  const made = await send(first)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.deepEqual([made.body.instrument, made.body.side, made.body.volume, made.body.confidence, made.body.payload], ['BTCUSDC', 'SELL', 0.5, 0.5, { comment: 'Crossed below' }])
  refused(await send(first), 409, 'DUPLICATE_SIGNAL')
  assert.equal((await send(alert({ id: 'named', confidence: '0.9' }))).body.confidence, 0.9)
  refused(await send(alert({ passphrase: 'guessed' })), 401, 'INVALID_SIGNATURE')
  refused(await send(alert({ producer_id: bot.id, passphrase: bot.secret })), 401, 'INVALID_SIGNATURE')
  refused(await send(alert({ time: new Date(Date.now() - 400_000).toISOString() })), 401, 'TIMESTAMP_OUT_OF_RANGE')
  refused(await send(alert({ id: 'x', price: 0 })), 422, 'INVALID_PARAMETER', 'price')
  refused(await send(alert({ id: 'y', ticker: 'NOPE' })), 422, 'UNKNOWN_INSTRUMENT')
  refused(await send({ ...alert(), action: 'hold' }), 400, 'INVALID_BODY', 'action')
})

test('only its producer cancels a signal, and once', async () => {
  const signal = await propose()
  const other = await newProducer(desk.url, desk.tokens.admin, 'another')
  refused(await other.cancel(signal.id), 404, 'UNKNOWN_SIGNAL')
  const done = await bot.cancel(signal.id)
  assert.deepEqual([done.status, done.body.status], [200, 'CANCELLED'])
  refused(await bot.cancel(signal.id), 409, 'SIGNAL_CANCELLED')
  refused(await decide('olga', signal.id), 409, 'SIGNAL_CANCELLED')
  refused(await bot.cancel(999_999), 404, 'UNKNOWN_SIGNAL')
  refused(await ask(desk.url, `/api/v1/signals/${signal.id}`, { method: 'PATCH', json: { status: 'CANCELLED' } }), 401, 'INVALID_SIGNATURE')
})

test('lists are filtered and come in pages', async () => {
  const own = await newProducer(desk.url, desk.tokens.admin, 'for lists')
  for (const [side, confidence] of [['BUY', '0.1'], ['SELL', '0.5'], ['BUY', '0.9']]) await own.propose(wish({ side, confidence }))
  const list = async (query) => (await desk.as('vera', `/api/v1/signals?producer_id=${own.id}${query}`)).body
  assert.deepEqual((await list('')).signals.map((one) => one.confidence), [0.9, 0.5, 0.1])
  assert.deepEqual((await list('&side=BUY')).signals.map((one) => one.confidence), [0.9, 0.1])
  assert.deepEqual((await list('&min_confidence=0.5')).signals.map((one) => one.confidence), [0.9, 0.5])
  assert.deepEqual((await list('&status=APPROVED')).signals, [])
  assert.deepEqual((await list('&instrument=ETHUSDC')).signals, [])
  const page = await list('&limit=2')
  assert.deepEqual((await list(`&limit=2&cursor=${page.next_cursor}`)).signals.map((one) => one.confidence), [0.1])
  refused(await desk.as('vera', `/api/v1/signals?side=BUY&cursor=${page.next_cursor}`), 422, 'INVALID_PARAMETER', 'cursor')
  for (const wrong of ['min_confidence=2', 'status=OPEN', 'producer_id=me', 'from=yesterday', 'limit=0']) {
    refused(await desk.as('vera', `/api/v1/signals?${wrong}`), 422, 'INVALID_PARAMETER', wrong.split('=')[0])
  }
})

test('a revoked producer sends nothing more, and what it sent is cancelled', async () => {
  const gone = await newProducer(desk.url, desk.tokens.admin, 'gone')
  const own = (await gone.propose(wish())).body
  const taken = (await gone.propose(wish())).body
  await gone.cancel(taken.id)
  const revoke = () => desk.as('admin', `/api/v1/producers/${gone.id}`, { method: 'DELETE' })
  assert.equal((await revoke()).status, 204)
  refused(await revoke(), 404, 'UNKNOWN_PRODUCER')
  refused(await decide('olga', own.id), 409, 'PRODUCER_REVOKED')
  refused(await decide('olga', taken.id), 409, 'SIGNAL_CANCELLED')
  assert.equal((await desk.as('vera', `/api/v1/signals/${own.id}`)).body.status, 'CANCELLED')
  refused(await gone.propose(wish()), 401, 'INVALID_SIGNATURE')
  const row = (await desk.as('admin', '/api/v1/producers')).body.producers.find((one) => one.id === gone.id)
  assert.equal(row.signals, 2)
  assert.ok(row.revoked_at && row.last_signal_at)
  // The name is free again.
  assert.notEqual((await newProducer(desk.url, desk.tokens.admin, 'gone')).id, gone.id)
})

test('producers are made by admins, with a name that is free and a strategy that is there', async () => {
  const post = (name, json) => desk.post(name, '/api/v1/producers', json)
  refused(await post('admin', { name: 'sma-bot' }), 409, 'NAME_TAKEN', 'name')
  refused(await post('admin', { name: 'x', strategy_id: 99_999 }), 404, 'UNKNOWN_STRATEGY', 'strategy_id')
  refused(await post('admin', { name: '' }), 422, 'INVALID_PARAMETER', 'name')
  refused(await post('admin', { name: 'line\nbreak' }), 422, 'INVALID_PARAMETER', 'name')
  refused(await post('olga', { name: 'x' }), 403, 'FORBIDDEN')
  const text = JSON.stringify((await desk.as('admin', '/api/v1/producers')).body)
  assert.ok(!text.includes(bot.secret) && !text.includes('sealed'))
})

test('nobody sees another client\'s signals, producers and policies, or decides about them', async () => {
  const signal = await propose()
  const theirs = await newProducer(desk.url, desk.tokens.bob, 'sma-bot')
  refused(await desk.as('bob', `/api/v1/signals/${signal.id}`), 404, 'UNKNOWN_SIGNAL')
  refused(await decide('bob', signal.id), 404, 'UNKNOWN_SIGNAL')
  refused(await theirs.cancel(signal.id), 404, 'UNKNOWN_SIGNAL')
  for (const [path, member] of [['signals', 'signals'], ['approvals', 'approvals'], ['approvals/pending', 'signals']]) {
    assert.deepEqual((await desk.as('bob', `/api/v1/${path}`)).body[member], [])
  }
  assert.deepEqual((await desk.as('bob', '/api/v1/producers')).body.producers.map((one) => one.id), [theirs.id])
  refused(await desk.as('bob', `/api/v1/producers/${bot.id}`, { method: 'DELETE' }), 404, 'UNKNOWN_PRODUCER')
})

test('the feed tells each step at once, the snapshot what waits, the board the ages', async () => {
  const feed = openFeed(desk.url, { token: desk.tokens.vera })
  const board = openFeed(desk.url, { channel: 'dashboard', token: desk.tokens.vera })
  await feed.subscribe(['approvals'])
  const signal = await propose({ stop_loss: '88000.123' })
  const of = (status) => feed.messages.find((one) => one.type === 'signal_update' && one.data.id === signal.id && one.data.status === status)
  const told = await feed.until(() => of('NEW'))
  assert.ok(!JSON.stringify(told).includes('88000.123'))
  assert.equal(told.data.price, '89250')
  assert.equal(feed.knowledge.view.approvals[signal.id].status, 'NEW')
  const row = await board.until(() => board.of('approvals').at(-1)?.data.find((one) => one.signal_id === String(signal.id)))
  assert.deepEqual(row, { signal_id: String(signal.id), instrument: 'BTCUSDC', side: 0, price: 89250, volume: 0.001, approval_status: 0, signal_age_minutes: 0 })
  const late = openFeed(desk.url, { token: desk.tokens.vera })
  await late.subscribe(['approvals'])
  await late.until(() => late.knowledge.view.approvals?.[signal.id])
  const { body } = await decide('olga', signal.id, 'approved', { reason: 'yes' })
  const approved = await feed.until(() => of('APPROVED'))
  assert.deepEqual([approved.data.decision, approved.data.reason, approved.data.decided_by], ['approved', 'yes', 'olga'])
  await feed.until(() => feed.messages.some((one) => one.data?.id === signal.id && one.data.plan_id === body.plan_id))
  await board.until(() => !board.of('approvals').at(-1).data.some((one) => one.signal_id === String(signal.id)))
  await Promise.all([feed.close(), board.close(), late.close()])
})

test('a client has room for 1,000 signals that wait', async () => {
  const crowd = await newProducer(desk.url, desk.tokens.bob, 'crowd')
  let taken = 0
  let over
  while (!over && taken < 1100) {
    const some = await Promise.all(Array.from({ length: 50 }, () => crowd.propose(wish())))
    taken += some.filter((one) => one.status === 201).length
    over = some.find((one) => one.status !== 201)
  }
  refused(over, 429, 'TOO_MANY_SIGNALS')
  assert.ok(Number(over.headers.get('retry-after')) > 0)
  assert.equal(taken, 1000)
  assert.equal((await pending('bob')).length, 1000)
  await propose()  // the other client's room is its own
  assert.equal((await desk.as('bob', `/api/v1/producers/${crowd.id}`, { method: 'DELETE' })).status, 204)
  assert.deepEqual(await pending('bob'), [])
})

test('a signal whose time is over is told so, and takes no decision', { timeout: 120_000 }, async () => {
  const feed = openFeed(desk.url, { token: desk.tokens.vera })
  await feed.subscribe(['approvals'])
  await until(async () => (await desk.as('vera', `/api/v1/signals/${short.id}`)).body.status === 'EXPIRED', 90_000)
  refused(await decide('olga', short.id), 409, 'SIGNAL_EXPIRED')
  refused(await bot.cancel(short.id), 409, 'SIGNAL_EXPIRED')
  assert.equal(feed.knowledge.view.approvals[short.id], undefined)
  await feed.close()
})

test('a restart keeps what waits, what was decided, and the nonces', async () => {
  const waits = await propose()
  const decided = await propose()
  const { body: decision } = await decide('olga', decided.id)
  const body = JSON.stringify(wish())
  const headers = signed(bot, body)
  const send = () => ask(desk.url, '/api/v1/signals', { method: 'POST', body, headers })
  const kept = await send()
  assert.equal(kept.status, 201)
  const before = (await pending()).map((one) => one.id)
  await desk.restart('SIGKILL')
  assert.deepEqual((await pending()).map((one) => one.id), before)
  assert.ok(before.includes(waits.id) && before.includes(kept.body.id))
  refused(await send(), 401, 'NONCE_REUSED')
  refused(await decide('olga', decided.id, 'rejected'), 409, 'ALREADY_DECIDED')
  assert.deepEqual((await desk.as('vera', `/api/v1/signals/${decided.id}`)).body.approval, decision.signal.approval)
  const next = await propose()
  assert.ok(next.id > kept.body.id)
  await desk.ready()
  const answer = await decide('olga', waits.id)
  assert.equal(answer.status, 201)
  assert.ok(answer.body.id > decision.id)
})

test('a restart remembers how a signal ended, and the secrets of its producer', async () => {
  const lone = await propose()
  assert.equal((await bot.cancel(lone.id)).status, 200)
  await desk.restart('SIGTERM')
  refused(await decide('olga', lone.id), 409, 'SIGNAL_CANCELLED')
  assert.equal((await bot.propose(wish())).status, 201, 'its secret still opens')
})
