// The feed over plain HTTP: Server-Sent Events that resume by themselves, and single questions.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { openDesk } from '../support/desk.mjs'
import { assertForeseenMessage, Knowledge, openFeed, openSse, ticketOf } from '../support/feed.mjs'
import { password, tokenOf, until } from '../support/programs.mjs'

const everything = ['positions', 'pause_state', 'stats', 'orders', 'operations', 'alerts', 'approvals', 'equity', 'bots']
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

let desk
before(async () => { desk = await openDesk() })
after(() => desk?.close())

const open = (options = {}) => openSse(desk.url, { token: desk.tokens.admin, ...options })
const killSwitch = (on) => desk.post('admin', '/api/risk/kill-switch/', on ? { on, reason: 'a look at the news' } : { on })
const ordered = (events) => events.map((one) => one.seq)

test('it is a stream of events that nobody may keep, of all channels but prices', async () => {
  const feed = await open()
  assert.equal(feed.status, 200)
  assert.match(feed.headers.get('content-type'), /^text\/event-stream/)
  assert.match(feed.headers.get('cache-control'), /no-store|no-cache/)
  assert.match(feed.headers.get('x-correlation-id'), /^[\w.-]{1,64}$/)
  await feed.until(() => feed.of('snapshot').some((one) => !one.more))
  assert.equal(feed.retry, 1000)
  assert.deepEqual(Object.keys(feed.knowledge.view).sort(), [...everything].sort())
  await pause(1000)
  assert.deepEqual(feed.of('price_update'), [])
  await feed.close()
})

test('what it says is what the socket says', async () => {
  const [sse, socket] = [await open(), openFeed(desk.url, { token: desk.tokens.admin })]
  await socket.subscribe(everything)
  await sse.until(() => sse.of('snapshot').some((one) => !one.more))
  const plan = await desk.plan()
  await killSwitch(true)
  await killSwitch(false)
  const both = [sse, socket]
  await Promise.all(both.map((feed) => feed.until(() => feed.of('pause_state_change').length === 2)))
  assert.ok(both.every((feed) => feed.of('plan_update').some((one) => one.data.plan_id === plan.id)))
  assert.deepEqual(sse.knowledge.events, socket.knowledge.events)
  await Promise.all([sse.close(), socket.close()])
})

test('each numbered event has an id, and Last-Event-ID goes on behind it', async () => {
  const feed = await open({ query: '?channels=pause_state,operations' })
  await feed.until(() => feed.of('snapshot').some((one) => !one.more))
  await killSwitch(true)
  await feed.until(() => feed.of('pause_state_change').length === 1)
  const { epoch, seq } = feed.of('pause_state_change')[0]
  await feed.until(() => feed.ids.at(-1) === `${epoch}-${seq}`)
  const { knowledge } = feed
  await feed.close()
  await killSwitch(false)
  await desk.plan()
  const again = await open({ query: '?channels=pause_state,operations&last_seq=1&epoch=1', headers: { 'Last-Event-ID': feed.ids.at(-1) }, knowledge })
  const replay = await again.until(() => again.of('catch_up').find((one) => !one.more))
  assert.equal(replay.from_seq, seq, 'the header wins over the query')
  assert.deepEqual(knowledge.events.filter((one) => one.channel === 'pause_state').map((one) => one.data.paused), [true, false])
  assert.equal(again.ids[0], `${knowledge.epoch}-${replay.to_seq}`)
  await again.close()
})

test('it goes on across a server that is killed and started again', async () => {
  const feed = await open()
  await feed.until(() => feed.of('snapshot').some((one) => !one.more))
  const { knowledge } = feed
  await killSwitch(true)
  await feed.until(() => feed.of('pause_state_change').length === 1)
  await desk.restart('SIGKILL')
  await feed.closed
  await killSwitch(false)
  const again = await open({ headers: { 'Last-Event-ID': feed.ids.at(-1) }, knowledge })
  await again.until(() => knowledge.events.filter((one) => one.channel === 'pause_state').length === 2)
  assert.ok(again.of('catch_up').length > 0 && again.of('snapshot').length === 0)
  await again.close()
  await desk.ready()
})

test('an id of another log, of the future, or none at all, is answered by a snapshot', async () => {
  const { epoch, seq } = (await desk.as('admin', '/api/v1/feed/poll?channels=stats')).body.messages[0]
  for (const id of [`${epoch - 1}-${seq}`, `${epoch}-${seq + 1_000_000}`]) {
    const feed = await open({ headers: { 'Last-Event-ID': id } })
    const snapshot = await feed.until(() => feed.of('snapshot')[0])
    assert.equal(snapshot.resync, true, id)
    await feed.close()
  }
})

test('prices come when they are asked for', async () => {
  const feed = await open({ query: '?channels=prices&symbols=BTCUSDC' })
  await feed.until(() => feed.of('price_update').length > 3)
  assert.deepEqual(Object.keys(feed.knowledge.prices), ['BTCUSDC'])
  await feed.close()
})

test('it is for those who are known: header, cookie of our pages, token or ticket in the address', async () => {
  const signed = await ask(desk.url, '/api/v1/auth/session', { method: 'POST', json: { username: 'admin', password }, headers: { Origin: desk.url } })
  const Cookie = signed.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
  const asks = {
    header: { token: desk.tokens.vera },
    cookie: { token: undefined, headers: { Cookie } },
    'cookie with our origin': { token: undefined, headers: { Cookie, Origin: desk.url } },
    token: { token: undefined, query: `?token=${desk.tokens.vera}` },
    ticket: { token: undefined, query: `?token=${await ticketOf(desk.url, desk.tokens.vera)}` },
  }
  for (const [way, options] of Object.entries(asks)) {
    const feed = await open(options)
    assert.equal(feed.status, 200, way)
    await feed.until(() => feed.of('snapshot')[0])
    await feed.close()
  }
  for (const options of [{ token: undefined }, { token: 'nonsense' }, { token: undefined, query: '?token=nonsense' }]) {
    const refused = await open(options)
    assert.equal(refused.status, 401)
    assert.match(refused.headers.get('content-type'), /^application\/problem\+json/)
  }
  // A page of another origin gets no leave to read what its browser fetched, and no page may send a cookie that is Strict.
  const foreign = await open({ token: undefined, headers: { Cookie, Origin: 'https://evil.example' } })
  assert.equal(foreign.headers.get('access-control-allow-origin'), null)
  await foreign.close?.()
})

for (const [query, field] of [['?channels=stats,secrets', 'channels'], ['?last_seq=-1', 'last_seq'], ['?last_seq=x', 'last_seq'],
  ['?epoch=x', 'epoch'], ['?channels=prices&symbols=NOPEUSDC', 'symbols']]) {
  for (const at of ['sse', 'poll']) {
    test(`${at}${query} is refused by name`, async () => {
      const answer = await fetch(`${desk.url}/api/v1/feed/${at}${query}`, {
        headers: { Authorization: `Bearer ${desk.tokens.admin}` }, signal: AbortSignal.timeout(5000),
      })
      const body = await answer.text()
      assert.ok([400, 422].includes(answer.status), `${answer.status} ${body.slice(0, 200)}`)
      assert.equal(JSON.parse(body).field, field)
    })
  }
}
for (const id of ['abc', '1', '1-', '-1', '1-x', '1-2-3', '9'.repeat(40) + '-1']) {
  test(`Last-Event-ID ${id.slice(0, 10)} is refused by name, or is no place to go on from`, async () => {
    const feed = await open({ headers: { 'Last-Event-ID': id } })
    if (feed.status === 200) {
      await feed.until(() => feed.of('snapshot')[0])
      await feed.close()
    } else {
      assert.ok([400, 422].includes(feed.status), `${feed.status}`)
      assert.equal(JSON.parse(feed.body).field, 'Last-Event-ID')
    }
  })
}

test('the session that ends ends its stream', async () => {
  const own = await tokenOf(desk.url, 'vera', 'another-password')
  const feed = await open({ token: own })
  await feed.until(() => feed.of('snapshot')[0])
  await ask(desk.url, '/api/v1/auth/logout', { method: 'POST', token: own })
  assert.ok(await Promise.race([feed.closed.then(() => true), pause(20_000)]), 'within twenty seconds')
  feed.assertSound()
})

test('who hangs up is forgotten', async () => {
  const count = async () => Number((await ask(desk.url, '/metrics')).body.match(/^robson_feed_readers(?:\{[^}]*\})? (\d+)/m)[1])
  await until(async () => (await count()) === 0)
  const feeds = await Promise.all(Array.from({ length: 20 }, () => open()))
  await Promise.all(feeds.map((feed) => feed.until(() => feed.of('snapshot')[0])))
  await until(async () => (await count()) === 20)
  for (const feed of feeds) await feed.close()
  await until(async () => (await count()) === 0)
})

test('a stream that nobody reads does not hold up the others', async () => {
  const { hostname, port } = new URL(desk.url)
  const sleepy = connect(Number(port), hostname)
  sleepy.on('error', () => {})
  sleepy.pause()
  sleepy.write(`GET /api/v1/feed/sse?channels=prices,positions&symbols=BTCUSDC,ETHUSDC HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${desk.tokens.admin}\r\n\r\n`)
  const feed = await open()
  await feed.until(() => feed.of('snapshot')[0])
  for (let i = 0; i < 20; ++i) await killSwitch(i % 2 === 0)
  await feed.until(() => feed.of('pause_state_change').length === 20)
  sleepy.destroy()
  await feed.close()
})

test('a single question gets the very messages of a subscriber\'s answer', async () => {
  const poll = async (query) => {
    const { status, body } = await desk.as('vera', `/api/v1/feed/poll${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    for (const message of body.messages) assertForeseenMessage('feed', message)
    return body.messages
  }
  const knowledge = new Knowledge()
  const first = await poll('')
  first.forEach((message) => knowledge.take(message))
  assert.deepEqual(Object.keys(knowledge.view).sort(), [...everything].sort())
  await killSwitch(true)
  await killSwitch(false)
  const next = await poll(`?last_seq=${knowledge.seq}&epoch=${knowledge.epoch}`)
  assert.ok(next.every((one) => one.type === 'catch_up'))
  next.forEach((message) => knowledge.take(message))
  assert.deepEqual(knowledge.events.filter((one) => one.channel === 'pause_state').map((one) => one.data.paused), [true, false])
  // Nothing new is an empty answer that says so.
  const pauses = await poll(`?channels=pause_state&last_seq=${knowledge.seq}&epoch=${knowledge.epoch}`)
  assert.deepEqual(pauses.flatMap((one) => one.events), [])
  const prices = await poll('?channels=prices&symbols=BTCUSDC')
  assert.ok(prices.some((one) => one.type === 'price_update' && one.data.symbol === 'BTCUSDC'))
  assert.deepEqual(ordered(knowledge.events), ordered((await desk.as('vera', `/api/v1/events?from_seq=${knowledge.events[0].seq}`)).body.events))
  assert.equal((await ask(desk.url, '/api/v1/feed/poll')).status, 401)
})
