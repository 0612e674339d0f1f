// /ws/prices/ from the outside: who may listen, what is said, and what a bad message gets.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import WebSocket from 'ws'
import { ask } from '../support/contract.mjs'
import { password, startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'

let simulator, server, directory, token, address

before(async () => {
  simulator = await startSimulator(['--ticks-per-second', '20'])
  directory = await temporaryDirectory()
  server = await startServer({ venue: simulator.address, directory: directory.path })
  token = await tokenOf(server.url)
  address = `${server.url.replace('http', 'ws')}/ws/prices/`
  await until(async () => (await ask(server.url, '/api/v1/health')).body.checks.venue_stream.status === 'healthy')
})
after(async () => {
  await server?.stop()
  await simulator?.stop()
  await directory?.remove()
})

/** An open feed: {socket, messages, closed (promise of the code), of(type)}. */
function open(options = {}, protocols = [], target = address) {
  const socket = new WebSocket(target, protocols, options)
  const messages = []
  socket.on('message', (text) => messages.push(JSON.parse(text)))
  const closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)))
  const opened = new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('unexpected-response', (_, response) => reject(new Error(`status ${response.statusCode}`)))
    socket.on('error', reject)
  })
  return {
    socket, messages, closed, opened,
    of: (type) => messages.filter((message) => message.type === type),
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
  }
}

test('a reader who sends no token is closed with 1008 when it asks for something', async () => {
  const feed = open()
  await feed.opened
  feed.send({ action: 'subscribe', symbols: ['BTCUSDC'] })
  assert.equal(await feed.closed, 1008)
  assert.deepEqual(feed.messages, [])
})

test('a reader with a bad token is closed with 1008', async () => {
  const feed = open()
  await feed.opened
  feed.send({ action: 'auth', token: 'nonsense' })
  assert.equal(await feed.closed, 1008)
})

test('a reader who says nothing is closed after ten seconds', async () => {
  const began = Date.now()
  const feed = open()
  await feed.opened
  assert.equal(await feed.closed, 1008)
  assert.ok(Date.now() - began > 9000)
})

const ways = {
  'a header': () => open({ headers: { Authorization: `Bearer ${token}` } }),
  'a sub-protocol': () => open({}, ['robson.v1', `bearer.${token}`]),
  'the address': () => open({}, [], `${address}?token=${token}`),
  'the first message': () => {
    const feed = open()
    feed.opened.then(() => feed.send({ action: 'auth', token }))
    return feed
  },
}
for (const [way, make] of Object.entries(ways)) {
  test(`a token by ${way} opens the feed`, async () => {
    const feed = make()
    await feed.opened
    await until(() => feed.of('venue_status').length > 0)
    feed.send({ action: 'subscribe', symbols: ['btcusdc'] })
    const update = await until(() => feed.of('price_update')[0])
    assert.equal(update.symbol, 'BTCUSDC')
    feed.socket.close()
  })
}

test('a browser is known by its cookie, from our own pages only', async () => {
  const signed = await ask(server.url, '/api/v1/auth/session', {
    method: 'POST', json: { username: 'admin', password }, headers: { Origin: server.url },
  })
  const Cookie = signed.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
  const ours = open({ headers: { Cookie, Origin: server.url } })
  await ours.opened
  await until(() => ours.of('venue_status').length > 0)
  ours.socket.close()
  await assert.rejects(open({ headers: { Cookie, Origin: 'https://evil.example' } }).opened, /403/)
})

test('prices move, in order, with venue time, receive time and send time', async () => {
  const feed = open({ headers: { Authorization: `Bearer ${token}` } })
  await feed.opened
  feed.send({ action: 'subscribe', symbols: ['BTCUSDC', 'ETHUSDC'] })
  await until(() => feed.of('price_update').filter((update) => update.symbol === 'BTCUSDC').length >= 20)
  const updates = feed.of('price_update').filter((update) => update.symbol === 'BTCUSDC')
  for (let i = 1; i < updates.length; ++i) assert.ok(updates[i].sent_ms >= updates[i - 1].sent_ms)
  for (const update of updates) {
    assert.ok(update.sent_ms - update.received_ms < 5000)
    assert.ok(Number(update.ask) > Number(update.bid))
  }
  assert.ok(new Set(updates.map((update) => update.price)).size > 3, 'the market moves')
  feed.send({ action: 'unsubscribe', symbols: ['BTCUSDC'] })
  await until(() => feed.of('unsubscribed').length > 0)
  const seen = feed.of('price_update').filter((update) => update.symbol === 'BTCUSDC').length
  await new Promise((resolve) => setTimeout(resolve, 1000))
  assert.equal(feed.of('price_update').filter((update) => update.symbol === 'BTCUSDC').length, seen)
  feed.socket.close()
})

const bad = [
  ['no JSON', 'hello', 'INVALID_MESSAGE'],
  ['an unknown action', { action: 'explode' }, 'INVALID_MESSAGE', 'action'],
  ['an unknown field', { action: 'subscribe', symbols: ['BTCUSDC'], volume: 11 }, 'INVALID_MESSAGE', 'volume'],
  ['no symbols', { action: 'subscribe' }, 'INVALID_MESSAGE', 'symbols'],
  ['an unknown symbol', { action: 'subscribe', symbols: ['NOPE'] }, 'UNKNOWN_SYMBOL', 'symbols'],
  ['too many symbols', { action: 'subscribe', symbols: Array(101).fill('BTCUSDC') }, 'TOO_MANY_SYMBOLS', 'symbols'],
]
for (const [what, message, code, field] of bad) {
  test(`${what} gets an error that names it, and the feed goes on`, async () => {
    const feed = open({ headers: { Authorization: `Bearer ${token}` } })
    await feed.opened
    feed.send(message)
    const error = await until(() => feed.of('error')[0])
    assert.equal(error.code, code)
    if (field) assert.equal(error.field, field)
    feed.send({ action: 'subscribe', symbols: ['BTCUSDC'] })
    await until(() => feed.of('price_update').length > 0)
    feed.socket.close()
  })
}

test('a quiet feed beats its heart', async () => {
  const feed = open({ headers: { Authorization: `Bearer ${token}` } })
  await feed.opened
  const beat = await until(() => feed.of('heartbeat')[0], 10_000)
  assert.ok(Math.abs(beat.timestamp - Date.now() / 1000) < 3)
  feed.socket.close()
})

test('the session that ends closes its feeds', async () => {
  const own = await tokenOf(server.url)
  const feed = open({ headers: { Authorization: `Bearer ${own}` } })
  await feed.opened
  await ask(server.url, '/api/v1/auth/logout', { method: 'POST', token: own })
  assert.equal(await feed.closed, 1008)
})

test('an upgrade at another path is refused', async () => {
  await assert.rejects(open({}, [], `${server.url.replace('http', 'ws')}/ws/nothing`).opened, /404/)
})

test('a plain request is told to upgrade', async () => {
  assert.equal((await ask(server.url, '/ws/prices/')).status, 426)
})
