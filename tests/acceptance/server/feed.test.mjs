// The live feed from the outside: what a reader is told while people trade, and how it goes on where it stopped.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { Parser, fromFile } from '@asyncapi/parser'
import { ask } from '../support/contract.mjs'
import { Knowledge, unheard } from '../support/feed.mjs'
import { everything, moving, openFeedDesk, pause } from '../support/feed_desk.mjs'
import { root, until } from '../support/programs.mjs'
import { venueAccount } from '../support/venue_account.mjs'

let desk
before(async () => { desk = await openFeedDesk() })
after(() => desk?.close())

const seqs = (events) => events.map((event) => event.seq)

test('the contract is a valid AsyncAPI document, and the server gives it to everybody', async () => {
  const file = path.join(root, 'api/feed.yaml')
  const { document: parsed, diagnostics } = await fromFile(new Parser(), file).parse()
  assert.deepEqual(diagnostics.filter((one) => one.severity < 2), [])
  assert.ok(parsed)
  const served = await ask(desk.url, '/api/feed.yaml')
  assert.equal(served.body, readFileSync(file, 'utf8'))
})

test('subscribing is answered by a snapshot that is what the API answers, and stays so while people trade', async () => {
  const feed = desk.open('vera')
  const snapshot = await feed.subscribe(everything)
  assert.equal(snapshot.type, 'snapshot')
  assert.equal(snapshot.resync, false)
  assert.deepEqual(Object.keys(feed.knowledge.view).sort(), [...everything].sort())
  await desk.agreesWithApi(feed, 'vera')
  const id = await desk.enter()
  await desk.agreesWithApi(feed, 'vera')
  assert.ok(feed.knowledge.view.positions[id])
  await desk.leave(id)
  await desk.agreesWithApi(feed, 'vera')
  assert.equal(feed.knowledge.view.positions[id], undefined)
  const fresh = desk.open('vera')
  await fresh.subscribe(everything)
  await desk.agreesWithApi(fresh, 'vera')
  await Promise.all([feed.close(), fresh.close()])
})

test('a trade is told from plan to close in the order in which it happened', async () => {
  const feed = desk.open('olga')
  await feed.subscribe(everything)
  const id = await desk.enter()
  const at = `/api/portfolio/positions/${id}/`
  const position = (await desk.as('admin', at)).body
  const halfway = ((Number(position.initial_stop) + Number(position.entry_price)) / 2).toFixed(2)
  assert.equal((await desk.post('olga', `${at}stop/`, { stop_price: halfway })).status, 200)
  await until(async () => (await desk.as('admin', at)).body.stop_price_at_venue === halfway)
  assert.equal((await desk.leave(id)).body.status, 'CLOSED')
  await feed.until(() => feed.knowledge.events.some((one) => one.type === 'position_closed' && one.data.position_id === id))
  const mine = feed.knowledge.events.filter(({ data }) => (data.operation?.id ?? data.operation_id ?? data.position_id) === id)
  const place = (what, check) => {
    const found = feed.knowledge.events.findIndex(check)
    assert.ok(found >= 0, `${what} was not told: ${feed.knowledge.events.map((one) => `${one.type} ${one.data.what ?? one.data.status ?? ''}`)}`)
    return found
  }
  const of = (type, check = () => true) => (one) => one.type === type && check(one.data)
  const story = [
    ['the plan', of('plan_update', (data) => data.status === 'DRAFT')],
    ['its validation', of('plan_update', (data) => data.status === 'VALIDATED')],
    ['the entry order', of('order_update', (data) => data.operation_id === id && data.purpose === 'ENTRY')],
    ['the entry fill', of('fill', (data) => data.operation_id === id && data.purpose === 'ENTRY')],
    ['the opening', of('operation_update', (data) => data.operation.id === id && data.operation.status === 'ACTIVE')],
    ['the protection', of('protection_change', (data) => data.operation_id === id && data.protection === 'AT_VENUE')],
    ['the new stop', of('operation_update', (data) => data.operation.id === id && data.operation.stop_price === halfway)],
    ['the exit fill', of('fill', (data) => data.operation_id === id && data.purpose === 'EXIT')],
    ['the end', of('operation_update', (data) => data.operation.id === id && data.operation.status === 'CLOSED')],
  ]
  const places = story.map(([what, check]) => place(what, check))
  assert.deepEqual(places, [...places].sort((a, b) => a - b), story.map(([what], i) => `${what} ${places[i]}`).join(', '))
  const [closed] = mine.filter(of('position_closed'))
  assert.deepEqual(closed.data, { position_id: id, symbol: 'BTCUSDC', reason: 'MANUAL' })
  assert.ok(mine.some(of('protection_change', (data) => data.stop_price_at_venue === halfway)))
  assert.ok(mine.some(of('movement', (data) => data.cause === 'entry')) && mine.some(of('movement', (data) => data.cause === 'exit')))
  assert.ok(mine.some(of('proof_recorded', (data) => data.reason === 'MANUAL')))

  // The resources are the API's own.
  const trades = (await desk.as('vera', `/api/operations/${id}/trades/`)).body.trades
  assert.deepEqual(mine.filter(of('fill')).map(({ data: { operation_id, ...trade } }) => trade), trades)
  const orders = (await desk.as('vera', `/api/orders/?operation_id=${id}`)).body.orders
  for (const order of orders) {
    assert.deepEqual(mine.filter(of('order_update', (data) => data.id === order.id)).at(-1).data, order)
  }
  const detail = (await desk.as('vera', `/api/operations/${id}/`)).body
  const { operation } = mine.filter(of('operation_update')).at(-1).data
  for (const [name, value] of Object.entries(operation)) if (!moving.has(name)) assert.deepEqual(value, detail[name], name)
  // And the log keeps the very messages.
  assert.deepEqual(await desk.logged('vera', feed.knowledge.events[0].seq), feed.knowledge.events)
  await feed.close()
})

test('what is urgent is not kept waiting, and takes along what waits', async () => {
  const feed = desk.open()
  await feed.subscribe(['pause_state', 'operations', 'alerts'])
  const waits = []
  feed.socket.on('message', (text) => {
    const message = JSON.parse(text)
    if (message.type === 'pause_state_change') waits.push(Date.now() - Date.parse(message.timestamp))
  })
  for (let i = 0; i < 10; ++i) {
    // The plan is not urgent; the switch right after it is.
    await Promise.all([desk.plan(), desk.killSwitch(i % 2 === 0)])
    await pause(37)
  }
  await feed.until(() => feed.of('pause_state_change').length === 10)
  // Each would wait for the end of the plan's batch; a busy machine holds up some, not all.
  assert.ok(Math.min(...waits) < 40, `it took ${waits} ms`)
  assert.deepEqual(feed.of('pause_state_change').map((one) => one.data.paused), [true, false, true, false, true, false, true, false, true, false])
  await feed.close()
})

test('after a cut nothing is missed and nothing comes twice', async () => {
  const steady = desk.open()
  await steady.subscribe(everything)
  const knowledge = new Knowledge()
  let reader = desk.open('admin', { knowledge })
  await reader.subscribe(everything)
  const from = Math.max(steady.knowledge.seq, knowledge.seq)
  const trading = (async () => {
    for (let i = 0; i < 3; ++i) {
      await desk.leave(await desk.enter())
      await pause(250)
    }
  })()
  let cuts = 0
  let done = false
  trading.finally(() => (done = true))
  while (!done) {
    await pause(40 + (cuts * 53) % 170)
    reader.cut()
    reader.assertSound()
    if (cuts % 3 === 1) await pause(150)
    reader = desk.open('admin', { knowledge })
    assert.equal((await reader.resume(everything)).type, 'catch_up')
    ++cuts
  }
  await trading
  await desk.agreesWithApi(steady)
  await desk.agreesWithApi(reader)
  assert.ok(cuts >= 5, `only ${cuts} cuts`)
  const after = (events) => events.filter((one) => one.seq > from)
  assert.deepEqual(after(knowledge.events), after(steady.knowledge.events))
  assert.deepEqual(after(knowledge.events), await desk.logged('admin', from + 1))
  await Promise.all([reader.close(), steady.close()])
})

test('a reader goes on across a server that is killed and started again', async () => {
  const knowledge = new Knowledge()
  const channels = everything
  let reader = desk.open('admin', { knowledge })
  await reader.subscribe(channels)
  const { epoch } = knowledge
  const from = knowledge.seq
  const id = await desk.enter()
  await reader.until(() => knowledge.events.some((one) => one.type === 'protection_change'))
  reader.cut()
  // While it is away, more happens; and then the server dies.
  await desk.killSwitch(true)
  await desk.killSwitch(false)
  await desk.restart('SIGKILL')
  await desk.ready()
  reader = desk.open('admin', { knowledge })
  const answer = await reader.resume(channels)
  assert.equal(answer.type, 'catch_up', 'the log is the same one')
  assert.equal(knowledge.epoch, epoch)
  await desk.leave(id)
  await reader.until(() => knowledge.events.some((one) => one.type === 'position_closed' && one.data.position_id === id))
  await desk.agreesWithApi(reader)
  assert.deepEqual(knowledge.events.filter((one) => one.type === 'pause_state_change').map((one) => one.data.paused), [true, false])
  assert.deepEqual(seqs(knowledge.events.filter((one) => one.seq > from)), seqs(await desk.logged('admin', from + 1)))
  await reader.close()
})

test('a seq of the future or of another epoch is answered by a snapshot that says so', async () => {
  const seen = desk.open()
  await seen.subscribe(everything)
  const { seq, epoch } = seen.knowledge
  await seen.close()
  const answers = [
    [{ last_seq: seq + 1_000_000, epoch }, 'snapshot'],
    [{ last_seq: Number.MAX_SAFE_INTEGER, epoch }, 'snapshot'],
    [{ last_seq: seq, epoch: epoch - 1 }, 'snapshot'],
    [{ last_seq: seq, epoch: 1 }, 'snapshot'],
    [{ last_seq: seq, epoch }, 'catch_up'],
    [{ last_seq: seq }, 'catch_up'],
  ]
  for (const [asked, type] of answers) {
    const feed = desk.open()
    const answer = await feed.subscribe(everything, asked)
    assert.equal(answer.type, type, JSON.stringify(asked))
    if (type === 'snapshot') assert.equal(answer.resync, true)
    await desk.agreesWithApi(type === 'snapshot' ? feed : { knowledge: Object.assign(new Knowledge(), { view: { ...seen.knowledge.view } }) })
    await feed.close()
  }
  const fresh = desk.open()
  assert.equal((await fresh.subscribe(['orders'], { last_seq: 0, epoch: 1 })).resync, false, 'who knows nothing has nothing to throw away')
  await fresh.close()
})

test('what somebody else does at the same account is seen', { timeout: 120_000 }, async () => {
  const feed = desk.open()
  await feed.subscribe(['orders', 'operations', 'alerts'])
  assert.equal(feed.knowledge.view.orders['by-hand'].origin, 'external')
  const account = venueAccount(desk.venue)
  await account.cancel('BTCUSDC', 'by-hand')
  await account.place({ symbol: 'BTCUSDC', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '79000.00', newClientOrderId: 'by-hand-2' })
  // Coins that appear from nowhere are a difference to the books.
  const more = { key: 'demo-key', asset: 'USDC', amount: '12.5' }
  assert.ok((await fetch(`http://${desk.venue}/sim/deposit`, { method: 'POST', body: JSON.stringify(more) })).ok)
  // The account is compared when something foreign is heard of, and every half minute.
  const order = await feed.until(() => feed.knowledge.view.orders['by-hand-2'], 45_000)
  assert.equal(order.price, '79000.00')
  assert.equal(feed.knowledge.view.orders['by-hand'], undefined)
  const alert = await feed.until(() => feed.of('alert')[0], 45_000)
  assert.match(alert.data.text, /USDC/)
  const [strategy] = (await desk.as('admin', '/api/strategies/')).body.strategies
  const edit = { version: strategy.version, name: 'Renamed' }
  assert.equal((await desk.as('admin', `/api/strategies/${strategy.id}/`, { method: 'PUT', token: desk.tokens.admin, json: edit })).status, 200)
  const told = await feed.until(() => feed.of('strategy_update')[0])
  assert.deepEqual(told.data, { strategy_id: strategy.id, name: 'Renamed', version: strategy.version + 1, active: strategy.active })
  await feed.close()
})

test('the log is read by pages, from a place or from a time, of the channels that are asked for', async () => {
  const all = await desk.logged('vera', 0)
  assert.ok(all.length > 50)
  assert.deepEqual(seqs(all), [...seqs(all)].sort((a, b) => a - b))
  const chains = {}
  for (const one of all) {
    assert.equal(one.prev_seq, chains[one.channel] ?? 0)
    chains[one.channel] = one.seq
  }
  const get = async (query) => (await desk.as('vera', `/api/v1/events?${query}`)).body
  const page = await get('limit=5')
  assert.deepEqual(page.events, all.slice(0, 5))
  assert.equal(page.epoch, all[0].epoch)
  assert.deepEqual((await get(`limit=5&from_seq=${all[9].seq}`)).events, all.slice(9, 14))
  assert.deepEqual((await get(`limit=1&from_seq=${all[9].seq + 1}`)).events, [all[10]])
  const { timestamp } = all[20]
  const first = all.findIndex((one) => one.timestamp >= timestamp)
  assert.deepEqual((await get(`limit=3&since=${timestamp}`)).events, all.slice(first, first + 3))
  const some = await desk.logged('vera', 0, 'orders,pause_state')
  assert.deepEqual(some, all.filter((one) => ['orders', 'pause_state'].includes(one.channel)))
  const beyond = await get(`from_seq=${all.at(-1).seq + 1_000_000}`)
  assert.deepEqual([beyond.events, beyond.next_cursor], [[], null])
  for (const [query, field] of [
    ['limit=0', 'limit'], ['limit=1001', 'limit'], ['from_seq=-1', 'from_seq'], ['from_seq=x', 'from_seq'], ['since=yesterday', 'since'],
    ['channels=orders,nothing', 'channels'], ['cursor=abc', 'cursor'],
  ]) {
    const refused = await desk.as('vera', `/api/v1/events?${query}`)
    assert.equal(refused.status, 422, query)
    assert.equal(refused.body.field, field)
  }
  assert.equal((await ask(desk.url, '/api/v1/events')).status, 401)
})

test('no message of the document was left untold, but for those of the other tests', () => {
  // Prices and what is refused or left: feed_channels, feed_faults; bots and signals: their own.
  assert.deepEqual(unheard('feed').sort(), ['authenticated', 'bot_event', 'bot_update', 'emergency_stop', 'error', 'price_update', 'signal_update',
    'token_refresh_required', 'unsubscribed', 'venue_status'])
})
