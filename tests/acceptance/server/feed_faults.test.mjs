// The live feed at its worst: who may not listen, what is no message, readers that do not read, and a server that goes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encode } from '@msgpack/msgpack'
import { ask } from '../support/contract.mjs'
import { openDesk } from '../support/desk.mjs'
import { Knowledge, openFeed, openSse, ticketOf } from '../support/feed.mjs'
import { password, startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'

const everything = ['positions', 'pause_state', 'stats', 'orders', 'operations', 'alerts', 'approvals', 'equity', 'bots']
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

let desk
before(async () => { desk = await openDesk({ env: { ROBSON_SERVER_LOG_LEVEL: 'debug' } }) })
after(() => desk?.close())

const open = (options = {}) => openFeed(desk.url, { token: desk.tokens.admin, ...options })
const stranger = (options = {}) => openFeed(desk.url, options)
const killSwitch = (on) => desk.post('admin', '/api/risk/kill-switch/', on ? { on, reason: 'a look at the news' } : { on })
async function cookieOf(url) {
  const signed = await ask(url, '/api/v1/auth/session', { method: 'POST', json: { username: 'admin', password }, headers: { Origin: url } })
  return signed.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
}

// ---- who may listen

const ways = {
  'the header': async (token) => stranger({ token }),
  'a sub-protocol': async (token) => stranger({ protocols: ['robson.v1', `bearer.${token}`] }),
  'a sub-protocol, with msgpack': async (token) => stranger({ protocols: ['robson.v1.msgpack', `bearer.${token}`] }),
  'the address': async (token) => stranger({ query: `?token=${token}` }),
  'the first message': async (token) => {
    const feed = stranger()
    await feed.opened
    feed.send({ action: 'auth', token })
    await feed.until(() => feed.of('authenticated')[0])
    return feed
  },
}
for (const [way, make] of Object.entries(ways)) {
  for (const what of ['token', 'ticket']) {
    if (what === 'ticket' && way === 'the header') continue // a ticket is not an access token for requests
    test(`a ${what} by ${way} opens the feed`, async () => {
      const feed = await make(what === 'token' ? desk.tokens.vera : await ticketOf(desk.url, desk.tokens.vera))
      await feed.opened
      const message = { action: 'subscribe', channels: ['positions'] }
      feed.send(way.includes('msgpack') ? Buffer.from(encode(message)) : message)
      await feed.until(() => feed.of('snapshot')[0])
      assert.equal(feed.of('snapshot')[0].data.positions['1'].symbol, 'BTCUSDC')
      await feed.close()
    })
  }
  if (way === 'the first message') continue
  test(`a bad token by ${way} is closed with 1008`, async () => {
    const feed = await make('nonsense')
    assert.equal((await feed.closed).code, 1008)
    assert.deepEqual(feed.messages, [])
  })
}

test('a bad first token, or a first message that is none, is closed with 1008', async () => {
  for (const message of [{ action: 'auth', token: 'nonsense' }, { action: 'auth', token: '' }, { action: 'subscribe', channels: ['positions'] }, { action: 'catch_up', last_seq: 0 }]) {
    const feed = stranger()
    await feed.opened
    feed.send(message)
    assert.equal((await feed.closed).code, 1008, JSON.stringify(message))
    assert.deepEqual(feed.of('snapshot'), [])
  }
})

test('who says nothing is closed after ten seconds', async () => {
  const began = Date.now()
  const feed = stranger()
  assert.equal((await feed.closed).code, 1008)
  assert.ok(Date.now() - began > 9000)
})

test('a ticket is good once', async () => {
  const ticket = await ticketOf(desk.url, desk.tokens.vera)
  const first = stranger({ query: `?token=${ticket}` })
  await first.subscribe(['stats'])
  const second = stranger({ query: `?token=${ticket}` })
  assert.equal((await second.closed).code, 1008)
  await first.close()
})

test('a ticket is good for thirty seconds', async () => {
  const [early, late] = [await ticketOf(desk.url, desk.tokens.vera), await ticketOf(desk.url, desk.tokens.vera)]
  await pause(25_000)
  const feed = stranger({ query: `?token=${early}` })
  await feed.subscribe(['stats'])
  await feed.close()
  await pause(6000)
  assert.equal((await stranger({ query: `?token=${late}` }).closed).code, 1008)
})

test('a ticket is not given to strangers, and is no key to anything else', async () => {
  assert.equal((await ask(desk.url, '/api/v1/auth/ticket', { method: 'POST' })).status, 401)
  const ticket = await ticketOf(desk.url, desk.tokens.admin)
  assert.equal((await ask(desk.url, '/api/portfolio/positions/', { token: ticket })).status, 401)
})

test('a ticket ends with the session that asked for it', async () => {
  const own = await tokenOf(desk.url, 'vera', 'another-password')
  const [before, during] = [await ticketOf(desk.url, own), await ticketOf(desk.url, own)]
  const feed = stranger({ query: `?token=${during}` })
  await feed.subscribe(['stats'])
  await ask(desk.url, '/api/v1/auth/logout', { method: 'POST', token: own })
  assert.deepEqual(await feed.closed, { code: 1008, reason: 'session ended' })
  assert.equal((await stranger({ query: `?token=${before}` }).closed).code, 1008)
})

test('a browser is known by its cookie, from our own pages only', async () => {
  const Cookie = await cookieOf(desk.url)
  for (const channel of ['feed', 'dashboard', 'prices']) {
    const ours = stranger({ channel, headers: { Cookie, Origin: desk.url } })
    await ours.opened
    if (channel === 'feed') await ours.subscribe(['stats'])
    ours.socket.close()
    for (const Origin of ['https://evil.example', 'null', `${desk.url}.evil.example`, undefined]) {
      const foreign = stranger({ channel, headers: { Cookie, ...(Origin ? { Origin } : {}) } })
      const refused = await foreign.opened.catch((error) => error)
      assert.equal(refused?.status, 403, `${channel} from ${Origin}`)
      assert.equal(JSON.parse(refused.body).code, 'FOREIGN_ORIGIN')
    }
  }
})

test('an unknown encoding is refused by name', async () => {
  for (const query of ['?encoding=xml', '?encoding=', '?encoding=MSGPACK']) {
    const refused = await open({ query }).opened.catch((error) => error)
    assert.equal(refused?.status, 400, query)
    assert.equal(JSON.parse(refused.body).field, 'encoding')
  }
})

test('a plain request is told to upgrade', async () => {
  assert.equal((await ask(desk.url, '/ws/v1/feed', { token: desk.tokens.admin })).status, 426)
})

test('logging out, or a spent refresh token, closes the feeds of that session and no other', async () => {
  const login = async () => (await ask(desk.url, '/api/v1/auth/login', { method: 'POST', json: { username: 'olga', password: 'another-password' } })).body
  const [left, robbed, kept] = [await login(), await login(), await login()]
  const feeds = [left, robbed, kept].map((one) => stranger({ token: one.access_token }))
  for (const feed of feeds) await feed.subscribe(['pause_state'])
  await ask(desk.url, '/api/v1/auth/logout', { method: 'POST', token: left.access_token })
  assert.deepEqual(await feeds[0].closed, { code: 1008, reason: 'session ended' })
  const refresh = () => ask(desk.url, '/api/v1/auth/refresh', { method: 'POST', json: { refresh_token: robbed.refresh_token } })
  assert.equal((await refresh()).status, 200)
  assert.equal((await refresh()).status, 401)
  assert.deepEqual(await feeds[1].closed, { code: 1008, reason: 'session ended' })
  await killSwitch(true)
  await killSwitch(false)
  await feeds[2].until(() => feeds[2].of('pause_state_change').length === 2)
  await feeds[2].close()
})

test('a token that ends soon is announced once, may be replaced, and closes the feed when it has ended', { timeout: 120_000 }, async () => {
  const venue = await startSimulator()
  const directory = await temporaryDirectory()
  const server = await startServer({ venue: venue.address, directory: directory.path, env: { ROBSON_SESSION_ACCESS_LIFETIME: '60s' } })
  try {
    const began = Date.now()
    const token = await tokenOf(server.url)
    const make = (more = {}) => openFeed(server.url, { token, ...more })
    const feeds = { left: make(), renewed: make(), ticket: make(), packed: make({ protocols: ['robson.v1.msgpack'] }), prices: make({ channel: 'prices' }), dashboard: make({ channel: 'dashboard' }) }
    await Promise.all(Object.values(feeds).map((feed) => feed.opened))
    for (const name of ['left', 'renewed', 'ticket']) await feeds[name].subscribe(['stats'])
    for (const name of ['left', 'renewed', 'ticket', 'packed']) {
      const told = await feeds[name].until(() => feeds[name].of('token_refresh_required')[0])
      assert.ok(Math.abs(Date.parse(told.expires_at) - began - 60_000) < 5000)
    }
    // One whose access token already had its refresh: a newer token, or a ticket of the newer session.
    await pause(20_000)
    const newer = await tokenOf(server.url)
    feeds.renewed.send({ action: 'refresh_token', token: newer })
    feeds.ticket.send({ action: 'refresh_token', token: await ticketOf(server.url, newer) })
    for (const name of ['renewed', 'ticket']) {
      const { expires_at } = await feeds[name].until(() => feeds[name].of('authenticated')[0])
      assert.ok(Date.parse(expires_at) > began + 75_000, `${name} ends ${expires_at}`)
    }
    for (const name of ['left', 'packed', 'prices', 'dashboard']) {
      assert.deepEqual(await feeds[name].closed, { code: 1008, reason: 'token expired' }, name)
      const took = Date.now() - began
      assert.ok(took > 58_000 && took < 90_000, `${name} was closed after ${took} ms`)
    }
    assert.equal(feeds.left.of('token_refresh_required').length, 1)
    for (const name of ['renewed', 'ticket']) {
      assert.equal(feeds[name].socket.readyState, 1, `${name} goes on`)
      await feeds[name].close()
    }
    // An ended token does not open anything.
    assert.equal((await make().closed).code, 1008)
  } finally {
    await server.stop()
    await venue.stop()
    await directory.remove()
  }
})

test('another user\'s token does not take a feed over', async () => {
  for (const name of ['olga', 'bob']) {
    const feed = open()
    await feed.subscribe(['positions'])
    feed.send({ action: 'refresh_token', token: desk.tokens[name] })
    assert.equal((await feed.closed).code, 1008)
    assert.deepEqual(feed.of('authenticated'), [])
  }
})

// ---- what is no message

const deep = '['.repeat(200) + ']'.repeat(200)
const bad = [
  ['no JSON', 'hello', 'INVALID_MESSAGE'],
  ['nothing', '', 'INVALID_MESSAGE'],
  ['a list', '[]', 'INVALID_MESSAGE'],
  ['null', 'null', 'INVALID_MESSAGE'],
  ['nesting without end', `{"action":"subscribe","channels":${deep}}`, 'INVALID_MESSAGE'],
  ['two members of a name', '{"action":"unsubscribe","action":"subscribe","channels":["stats"]}', 'INVALID_MESSAGE'],
  ['no action', { channels: ['stats'] }, 'INVALID_MESSAGE', 'action'],
  ['an unknown action', { action: 'explode' }, 'INVALID_MESSAGE', 'action'],
  ['an action that is no text', { action: 1 }, 'INVALID_MESSAGE', 'action'],
  ['an unknown member', { action: 'subscribe', channels: ['stats'], volume: 11 }, 'INVALID_MESSAGE', 'volume'],
  ['a position, as if there were a filter', { action: 'subscribe', channels: ['positions'], position_id: 77 }, 'INVALID_MESSAGE', 'position_id'],
  ['no channels', { action: 'subscribe' }, 'INVALID_MESSAGE', 'channels'],
  ['an empty list of channels', { action: 'subscribe', channels: [] }, 'INVALID_MESSAGE', 'channels'],
  ['channels that are no list', { action: 'subscribe', channels: 'stats' }, 'INVALID_MESSAGE', 'channels'],
  ['a channel that is no text', { action: 'subscribe', channels: [7] }, 'INVALID_MESSAGE', 'channels[0]'],
  ['an unknown channel', { action: 'subscribe', channels: ['stats', 'secrets'] }, 'UNKNOWN_CHANNEL', 'channels'],
  ['a channel of one foreign position', { action: 'subscribe', channels: ['positions/77'] }, 'UNKNOWN_CHANNEL', 'channels'],
  ['a channel in capitals', { action: 'subscribe', channels: ['STATS'] }, 'UNKNOWN_CHANNEL', 'channels'],
  ['an unknown symbol', { action: 'subscribe', channels: ['prices'], symbols: ['NOPEUSDC'] }, 'UNKNOWN_SYMBOL', 'symbols'],
  ['a symbol that is none', { action: 'subscribe', channels: ['prices'], symbols: ['💩'] }, 'UNKNOWN_SYMBOL', 'symbols'],
  ['too many symbols', { action: 'subscribe', channels: ['prices'], symbols: Array(101).fill('BTCUSDC') }, 'TOO_MANY_SYMBOLS', 'symbols'],
  ['a seq below 0', { action: 'subscribe', channels: ['stats'], last_seq: -1 }, 'INVALID_MESSAGE', 'last_seq'],
  ['a seq that is no whole number', { action: 'subscribe', channels: ['stats'], last_seq: 1.5 }, 'INVALID_MESSAGE', 'last_seq'],
  ['a seq beyond 64 bits', '{"action":"subscribe","channels":["stats"],"last_seq":99999999999999999999}', 'INVALID_MESSAGE', 'last_seq'],
  ['an epoch that is no number', { action: 'subscribe', channels: ['stats'], last_seq: 1, epoch: 'yesterday' }, 'INVALID_MESSAGE', 'epoch'],
  ['catching up from nowhere', { action: 'catch_up' }, 'INVALID_MESSAGE', 'last_seq'],
  ['catching up with channels', { action: 'catch_up', last_seq: 1, channels: ['stats'] }, 'INVALID_MESSAGE', 'channels'],
  ['leaving nothing', { action: 'unsubscribe' }, 'INVALID_MESSAGE'],
  ['leaving an unknown channel', { action: 'unsubscribe', channels: ['secrets'] }, 'UNKNOWN_CHANNEL', 'channels'],
  ['a token that is no text', { action: 'refresh_token', token: 5 }, 'INVALID_MESSAGE', 'token'],
  ['no token', { action: 'refresh_token' }, 'INVALID_MESSAGE', 'token'],
  ['bytes', Buffer.from([0x80]), 'BINARY_NOT_SUPPORTED'],
]
for (const [what, message, code, field] of bad) {
  test(`${what} gets an error that names it, and the feed goes on`, async () => {
    const feed = open()
    await feed.opened
    feed.send(message)
    const error = await feed.until(() => feed.of('error')[0])
    assert.equal(error.code, code, error.message)
    if (field) assert.equal(error.field, field, error.message)
    await feed.subscribe(['stats'])
    await feed.close()
  })
}

const badPacked = [
  ['text', 'hello', 'TEXT_NOT_SUPPORTED'],
  ['nothing', Buffer.alloc(0), 'INVALID_MESSAGE'],
  ['a cut message', Buffer.from(encode({ action: 'subscribe', channels: ['stats'] })).subarray(0, 20), 'INVALID_MESSAGE'],
  ['bytes behind the message', Buffer.concat([Buffer.from(encode({ action: 'unsubscribe', channels: ['stats'] })), Buffer.from([1])]), 'INVALID_MESSAGE'],
  ['a map that promises four billion members', Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]), 'INVALID_MESSAGE'],
  ['text that is not UTF-8', Buffer.from([0x81, 0xa6, ...Buffer.from('action'), 0xa2, 0xff, 0xfe]), 'INVALID_MESSAGE'],
  ['a byte that msgpack never uses', Buffer.from([0xc1]), 'INVALID_MESSAGE'],
  ['an unknown channel', Buffer.from(encode({ action: 'subscribe', channels: ['secrets'] })), 'UNKNOWN_CHANNEL', 'channels'],
]
for (const [what, message, code, field] of badPacked) {
  test(`${what} in msgpack gets an error that names it, and the feed goes on`, async () => {
    const feed = open({ query: '?encoding=msgpack' })
    await feed.opened
    feed.socket.send(message)
    const error = await feed.until(() => feed.of('error')[0])
    assert.equal(error.code, code, error.message)
    if (field) assert.equal(error.field, field)
    feed.send(Buffer.from(encode({ action: 'subscribe', channels: ['stats'] })))
    await feed.until(() => feed.of('snapshot')[0])
    await feed.close()
  })
}

test('a message that is too long closes with 1009, text that is not UTF-8 with 1007', async () => {
  const long = open()
  await long.opened
  long.send(JSON.stringify({ action: 'subscribe', channels: ['stats'], symbols: ['x'.repeat(70_000)] }))
  assert.equal((await long.closed).code, 1009)
  const broken = open()
  await broken.opened
  broken.socket.send(Buffer.from([0x7b, 0xff, 0x7d]), { binary: false })
  assert.equal((await broken.closed).code, 1007)
})

test('a hundred symbols are a connection\'s most, over all its wishes', async () => {
  const listed = (await desk.as('admin', '/api/symbols/?limit=5000')).body.symbols.map((one) => one.symbol)
  const feed = open()
  await feed.subscribe(['prices'], { symbols: listed.slice(0, 100) })
  if (listed.length > 100) {
    feed.send({ action: 'subscribe', channels: ['prices'], symbols: [listed[100]] })
    assert.equal((await feed.until(() => feed.of('error')[0])).code, 'TOO_MANY_SYMBOLS')
  }
  feed.send({ action: 'subscribe', channels: ['prices'], symbols: [listed[0]] })
  await pause(300)
  assert.equal(feed.of('error').length, listed.length > 100 ? 1 : 0, 'what is subscribed to counts once')
  await feed.close()
})

// ---- readers that do not read, and too many of them

/** So many plans: ordered events that nobody needs at once. */
async function flood(count, width = 16) {
  let made = 0
  const one = async () => {
    while (made < count) {
      ++made
      await fetch(`${desk.url}/api/risk/kill-switch/`, {
        method: 'POST', headers: { Authorization: `Bearer ${desk.tokens.admin}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(made % 2 === 1 ? { on: true, reason: 'x'.repeat(200) } : { on: false }),
      }).then((answer) => answer.arrayBuffer())
    }
  }
  await Promise.all(Array.from({ length: width }, one))
}

test('who stops reading holds nobody up, is closed with 1013 when too far behind, and resumes', { timeout: 180_000 }, async () => {
  const lively = open()
  const sleepy = open()
  await lively.subscribe(['pause_state', 'alerts', 'operations'])
  await sleepy.subscribe(['pause_state', 'alerts', 'operations'])
  const { knowledge } = sleepy
  sleepy.socket.pause()
  const slow = async () => Number((await ask(desk.url, '/metrics')).body.match(/^robson_feed_slow_closes_total (\d+)/m)[1])
  const closedBefore = await slow()
  const flooding = flood(6000)
  // It wakes up when it was given up, and finds the word of it behind what the kernel held.
  await until(async () => (await slow()) > closedBefore, 120_000)
  sleepy.socket.resume()
  assert.equal((await sleepy.closed).code, 1013)
  sleepy.assertSound()
  await flooding
  await killSwitch(true)
  await killSwitch(false)
  await pause(500)
  lively.assertSound()
  const told = lively.knowledge.events.length
  assert.ok(told > 4000 && knowledge.events.length < told)
  console.log(`# ${told} events; the sleeper had ${knowledge.events.length} of them when it was closed`)
  const again = open({ knowledge })
  const answer = await again.resume(['pause_state', 'alerts', 'operations'])
  assert.equal(answer.type, 'catch_up')
  assert.ok(again.of('catch_up').length > 1, 'in pages')
  assert.deepEqual(knowledge.events.map((one) => one.seq), lively.knowledge.events.map((one) => one.seq))
  await Promise.all([again.close(), lively.close()])
})

test('what is out of the log is answered by a snapshot that says so', { timeout: 300_000 }, async () => {
  const early = open()
  await early.subscribe(everything)
  early.cut()
  await flood(10_100)
  const { events } = (await desk.as('admin', '/api/v1/events?limit=1')).body
  const feed = open({ knowledge: early.knowledge })
  const answer = await feed.resume(everything)
  assert.ok(events.length === 1)
  assert.equal(answer.type, 'snapshot')
  assert.equal(answer.resync, true)
  await feed.close()
})

test('a connection too many is closed with 1013, and the others stay', async () => {
  const venue = await startSimulator()
  const directory = await temporaryDirectory()
  const server = await startServer({ venue: venue.address, directory: directory.path, env: { ROBSON_SERVER_MAX_CONNECTIONS: '10' } })
  try {
    const token = await tokenOf(server.url)
    const feeds = []
    for (let i = 0; i < 10; ++i) {
      const feed = openFeed(server.url, { token })
      await feed.subscribe(['stats'])
      feeds.push(feed)
    }
    for (const channel of ['feed', 'prices', 'dashboard']) {
      const extra = openFeed(server.url, { token, channel })
      assert.equal((await extra.closed).code, 1013, channel)
    }
    assert.equal((await ask(server.url, '/api/v1/health')).status, 200, 'requests have their own room')
    for (const feed of feeds) assert.equal(feed.socket.readyState, 1)
    await feeds[0].close()
    const late = openFeed(server.url, { token })
    await late.subscribe(['stats'])
    for (const feed of [...feeds.slice(1), late]) await feed.close()
  } finally {
    await server.stop()
    await venue.stop()
    await directory.remove()
  }
})

// ---- a server that goes

test('a server that stops says 1001', async () => {
  const feed = open()
  await feed.subscribe(['stats'])
  await desk.restart('SIGTERM')
  assert.equal((await feed.closed).code, 1001)
  await desk.ready()
})

test('a hundred readers are all back after a restart, and none has a gap', { timeout: 120_000 }, async () => {
  const readers = []
  for (let i = 0; i < 100; ++i) {
    const feed = open({ knowledge: new Knowledge() })
    await feed.subscribe(everything)
    readers.push(feed)
  }
  await killSwitch(true)
  await Promise.all(readers.map((feed) => feed.until(() => feed.of('pause_state_change').length > 0)))
  let down
  await desk.restart('SIGKILL', () => { down = Date.now() })
  for (const feed of readers) feed.assertSound()
  // The first that comes back finds news already.
  await killSwitch(false)
  const back = await Promise.all(readers.map(async ({ knowledge }) => {
    const feed = open({ knowledge })
    assert.equal((await feed.resume(everything)).type, 'catch_up')
    return feed
  }))
  console.log(`# a hundred readers were back ${Date.now() - down} ms after the kill`)
  await desk.ready()
  await killSwitch(true)
  await Promise.all(back.map((feed) => feed.until(() => feed.knowledge.events.filter((one) => one.type === 'pause_state_change').length === 3)))
  const sequence = (feed) => feed.knowledge.events.filter((one) => one.type === 'pause_state_change').map((one) => [one.seq, one.data.paused])
  for (const feed of back) assert.deepEqual(sequence(feed), sequence(back[0]))
  await killSwitch(false)
  for (const feed of back) await feed.close()
})

test('no token and no ticket is ever logged', async () => {
  const ticket = await ticketOf(desk.url, desk.tokens.admin)
  await stranger({ query: `?token=${desk.tokens.admin}` }).subscribe(['stats'])
  await stranger({ query: `?token=${ticket}` }).subscribe(['stats'])
  await stranger({ query: '?token=a-token-that-is-none' }).closed
  const sse = await openSse(desk.url, { query: `?token=${desk.tokens.admin}` })
  await sse.until(() => sse.of('snapshot')[0])
  await sse.close()
  await until(() => desk.log().includes('/api/v1/feed/sse'))
  for (const secret of [desk.tokens.admin, ticket, 'a-token-that-is-none', password]) assert.ok(!desk.log().includes(secret))
})
