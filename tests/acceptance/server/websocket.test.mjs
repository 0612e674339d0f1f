// The WebSocket server from the outside: clients that we did not write, peers that break the rules of RFC 6455, and
// crowds. /ws/prices/ is what they talk to.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import driver from 'websocket-driver'
import WebSocket from 'ws'
import { ask } from '../support/contract.mjs'
import { password, root, startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'
import { closeFrame, dial, frame, handshake, opcode, openRaw } from '../support/raw_socket.mjs'

const execute = promisify(execFile)
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const subscribe = JSON.stringify({ action: 'subscribe', symbols: ['BTCUSDC'] })

let simulator, server, directory, token, address, bearer

before(async () => {
  simulator = await startSimulator(['--ticks-per-second', '20'])
  directory = await temporaryDirectory()
  server = await startServer({ venue: simulator.address, directory: directory.path })
  token = await tokenOf(server.url)
  bearer = { Authorization: `Bearer ${token}` }
  address = `${server.url.replace('http', 'ws')}/ws/prices/`
  await until(async () => (await ask(server.url, '/api/v1/health')).body.checks.venue_stream.status === 'healthy')
})
after(async () => {
  await server?.stop()
  await simulator?.stop()
  await directory?.remove()
})

const descriptors = async () => (await readdir(`/proc/${server.child.pid}/fd`)).length
/** Processor time of the server so far, in seconds. */
async function processorTime() {
  const fields = (await readFile(`/proc/${server.child.pid}/stat`, 'latin1')).split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** A reader by npm's ws, which has subscribed: {socket, prices(), closed}. */
async function reader(options = {}) {
  const socket = new WebSocket(address, { headers: bearer, ...options })
  let prices = 0
  let last = Date.now()
  let longest = 0
  socket.on('message', (text) => {
    if (JSON.parse(text).type !== 'price_update') return
    ++prices
    longest = Math.max(longest, Date.now() - last)
    last = Date.now()
  })
  const closed = once(socket, 'close').then(([code]) => code)
  await once(socket, 'open')
  socket.send(subscribe)
  await until(() => prices > 0)
  longest = 0
  return { socket, prices: () => prices, longestGap: () => longest, closed }
}
async function assertHealthy() {
  assert.equal((await ask(server.url, '/api/v1/health')).status, 200)
  const one = await reader()
  one.socket.close(1000)
  assert.equal(await one.closed, 1000)
}

// ---- clients that we did not write ---------------------------------------------------------------------------------

test('npm ws: subscribes in fragments, pings between them, is answered, closes', async () => {
  const socket = new WebSocket(address, { headers: bearer, perMessageDeflate: true })
  const messages = []
  const pongs = []
  socket.on('message', (text, binary) => messages.push({ ...JSON.parse(text), binary }))
  socket.on('pong', (payload) => pongs.push(payload.toString()))
  const closed = once(socket, 'close')
  await once(socket, 'open')
  assert.equal(socket.extensions, '', 'compression is offered and not agreed to')
  const cut = [0, 3, 20, subscribe.length]
  for (let i = 0; i < 3; ++i) {
    socket.send(subscribe.slice(cut[i], cut[i + 1]), { fin: i === 2, compress: false })
    socket.ping(`between ${i}`)
  }
  const update = await until(() => messages.find((each) => each.type === 'price_update'))
  assert.equal(update.symbol, 'BTCUSDC')
  assert.equal(update.binary, false)
  await until(() => pongs.length === 3)
  assert.deepEqual(pongs, ['between 0', 'between 1', 'between 2'])
  socket.close(4000, 'enough')
  assert.equal((await closed)[0], 4000, 'the code is echoed')
})

test('npm websocket-driver: subscribes, pings, is answered, closes', async () => {
  const line = net.connect(Number(new URL(address).port), '127.0.0.1')
  const client = driver.client(address)
  client.setHeader('Authorization', bearer.Authorization)
  const messages = []
  client.messages.on('data', (text) => messages.push(JSON.parse(text)))
  line.pipe(client.io).pipe(line)
  const opened = new Promise((resolve, reject) => client.on('open', resolve).on('error', reject))
  const closed = new Promise((resolve) => client.on('close', resolve))
  await once(line, 'connect')
  client.start()
  await opened
  assert.equal(client.version, 'hybi-13')
  client.text(subscribe)
  await until(() => messages.find((each) => each.type === 'price_update'))
  await new Promise((resolve) => client.ping('are you there', resolve))
  client.text('{"action":"explode €"}')
  const error = await until(() => messages.find((each) => each.type === 'error'))
  assert.equal(error.field, 'action')
  client.close('enough', 4001)
  const end = await closed
  assert.equal(end.code, 4001)
})

test('Python websockets: subscribes in fragments, pings, is answered, closes, is refused', async () => {
  const script = path.join(root, 'tests/acceptance/support/foreign_client.py')
  // Debian's Python, for which python3-websockets is installed.
  const { stdout } = await execute('/usr/bin/python3', [script, address, token], { timeout: 40_000 })
  const seen = JSON.parse(stdout)
  assert.deepEqual(seen.extensions, [])
  assert.equal(seen.price, 'BTCUSDC')
  assert.equal(seen.pong, true)
  assert.equal(seen.error, 'INVALID_MESSAGE')
  assert.equal(seen.closed[0], 1000)
  assert.equal(seen.refused, 1008)
})

// ---- peers that break the rules --------------------------------------------------------------------------------------

const tooLarge = Buffer.alloc(64 * 1024 + 1, 'x')
const begun = frame(opcode.text, 'a', { fin: false })
const broken = [
  ['a frame that is not masked', [frame(opcode.text, subscribe, { masked: false })], 1002],
  ['a ping that is not masked', [frame(opcode.ping, '', { masked: false })], 1002],
  ['RSV1, as compression sets it', [frame(opcode.text, subscribe, { reserved: 4 })], 1002],
  ['RSV2', [frame(opcode.text, subscribe, { reserved: 2 })], 1002],
  ['RSV3', [frame(opcode.ping, '', { reserved: 1 })], 1002],
  ['a reserved data opcode', [frame(3, 'a')], 1002],
  ['a reserved control opcode', [frame(11, 'a')], 1002],
  ['a continuation of nothing', [frame(opcode.more, 'a')], 1002],
  ['a message inside a message', [begun, frame(opcode.text, 'b')], 1002],
  ['a ping in fragments', [frame(opcode.ping, 'a', { fin: false })], 1002],
  ['a ping of 126 bytes', [frame(opcode.ping, 'a'.repeat(126))], 1002],
  ['a length in a longer form than it needs', [Buffer.from([0x81, 0xfe, 0, 5, 0, 0, 0, 0]), 'hello'], 1002],
  ['a length with its top bit', [Buffer.from([0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]), 'a'], 1002],
  ['a length of 2^62', [Buffer.from([0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 'a'], 1009],
  ['a message over the limit', [frame(opcode.text, tooLarge)], 1009],
  ['a message over the limit in fragments', [...Array(70).fill(0).map((_, i) =>
    frame(i === 0 ? opcode.text : opcode.more, 'x'.repeat(1000), { fin: false }))], 1009],
  ['text that is not UTF-8', [frame(opcode.text, Buffer.from([0x7b, 0xff, 0x7d]))], 1007],
  ['text that breaks UTF-8 across fragments', [frame(opcode.text, Buffer.from([0xe2]), { fin: false }), frame(opcode.more, 'a')], 1007],
  ['text that is wrong before its end has come', [frame(opcode.text, Buffer.from([0xff]), { fin: false })], 1007],
  ['a close of one byte', [frame(opcode.close, 'a')], 1002],
  ['a close with 1005', [closeFrame(1005)], 1002],
  ['a close with 2999', [closeFrame(2999)], 1002],
  ['a close with a reason that is not UTF-8', [closeFrame(1000, Buffer.from([0xff]))], 1007],
]
for (const [what, parts, code] of broken) {
  test(`${what} is closed with ${code}`, async () => {
    for (const headers of [bearer, {}]) { // before it is known who that is, too
      const peer = await openRaw(address, headers)
      peer.send(...parts)
      await peer.ended
      assert.equal(peer.closeCode(), code)
      assert.ok(peer.frames().every((each) => each.fin && !each.masked && each.reserved === 0))
      assert.equal(peer.frames().at(-1).code, opcode.close, 'nothing follows a close')
    }
  })
}

test('what follows a close is not heard', async () => {
  const peer = await openRaw(address, bearer)
  peer.send(closeFrame(1000, 'bye'), frame(opcode.text, subscribe))
  await peer.ended
  assert.equal(peer.closeCode(), 1000)
  assert.ok(!peer.frames().some((each) => each.payload.includes('price_update')))
})

test('a ping between the fragments of a message is answered before the message is whole', async () => {
  const peer = await openRaw(address, bearer)
  peer.send(frame(opcode.text, subscribe.slice(0, 9), { fin: false }), frame(opcode.ping, 'now'))
  await until(() => peer.frames().some((each) => each.code === opcode.pong && each.payload.toString() === 'now'))
  peer.send(frame(opcode.more, '', { fin: false }), frame(opcode.more, subscribe.slice(9)))
  await until(() => peer.frames().some((each) => each.payload.includes('price_update')))
  peer.send(closeFrame(1001))
  await peer.ended
  assert.equal(peer.closeCode(), 1001)
})

test('a message byte by byte is a message', async () => {
  const peer = await openRaw(address, bearer)
  for (const byte of frame(opcode.text, subscribe)) {
    peer.send([byte])
    await pause(1)
  }
  await until(() => peer.frames().some((each) => each.payload.includes('price_update')))
  peer.socket.destroy()
})

const refusals = [
  ['another version', { 'Sec-WebSocket-Version': '8' }, 426],
  ['a key that is too short', { 'Sec-WebSocket-Key': 'c2hvcnQ=' }, 400],
  ['no upgrade in Connection', { Connection: 'keep-alive' }, 400],
]
for (const [what, headers, status] of refusals) {
  test(`a handshake with ${what} gets ${status}`, async () => {
    const line = dial(server.url)
    line.socket.write(handshake('/ws/prices/', { ...bearer, ...headers }))
    await line.ended
    assert.match(line.received().toString(), new RegExp(`^HTTP/1.1 ${status} `))
  })
}

test('a cookie from a foreign page opens nothing', async () => {
  const signed = await ask(server.url, '/api/v1/auth/session', {
    method: 'POST', json: { username: 'admin', password }, headers: { Origin: server.url },
  })
  const Cookie = signed.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
  for (const Origin of ['https://evil.example', 'null', `${server.url}.evil.example`, 'http://127.0.0.1:1']) {
    const line = dial(server.url)
    line.socket.write(handshake('/ws/prices/', { Cookie, Origin, Host: new URL(server.url).host }))
    await until(() => line.received().includes('\r\n\r\n'))
    assert.match(line.received().toString(), /^HTTP\/1.1 403 /, Origin)
    line.socket.destroy()
  }
})

test('handshakes that drip in are answered 408 after ten seconds and hold nobody up', async () => {
  const began = Date.now()
  const text = handshake('/ws/prices/', { ...bearer, 'X-Long': 'x'.repeat(4000) })
  const slow = Array.from({ length: 100 }, (_, i) => {
    const line = dial(server.url)
    let at = i % 2 === 0 ? 60 : 1 // every other one stops half way, the rest go on byte by byte
    line.socket.write(text.slice(0, at))
    const drip = i % 2 === 0 ? undefined : setInterval(() => line.socket.write(text[at++]), 100)
    return { ...line, ended: line.ended.finally(() => clearInterval(drip)) }
  })
  const quick = await reader()
  await Promise.all(slow.map((line) => line.ended))
  const took = Date.now() - began
  assert.ok(took > 8000 && took < 60_000, `${took} ms`)
  for (const line of slow) assert.match(line.received().toString(), /^HTTP\/1.1 408 /)
  assert.ok(quick.longestGap() < 8000, `a price came within ${quick.longestGap()} ms`)
  quick.socket.close()
})

// ---- crowds ----------------------------------------------------------------------------------------------------------

// One attempt, as hostile and as hasty clients make them; ends when its connection has.
const attempts = [
  (line) => line.socket.on('connect', () => line.socket.resetAndDestroy()),
  (line) => line.socket.on('connect', () => line.socket.end()),
  (line) => line.socket.write(handshake('/ws/prices/').slice(0, 40), () => line.socket.resetAndDestroy()),
  (line) => { // TLS, where none is spoken
    line.socket.write(Buffer.from('1603010200010001fc0303', 'hex'))
    setTimeout(() => line.socket.end(), 20)
  },
  (line) => line.socket.write(handshake('/ws/prices/'), () => line.socket.once('data', () => line.socket.resetAndDestroy())),
  (line) => line.socket.write(handshake('/ws/nothing'), () => line.socket.once('data', () => line.socket.end())),
  (line) => line.socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
  (line) => line.socket.write(handshake('/ws/prices/', { 'Sec-WebSocket-Version': '7' })),
]

test('20,000 connection attempts are survived, and a reader notices nothing', { timeout: 300_000 }, async () => {
  const witness = await reader()
  const before = await descriptors()
  const total = 20_000
  let begun = 0
  const wave = async () => {
    while (begun < total) {
      const number = begun++
      // Many addresses of ours, or the client's ports would run out.
      const line = dial(server.url, { localAddress: `127.0.0.${2 + (number % 40)}` })
      attempts[number % attempts.length](line)
      const patience = setTimeout(() => line.socket.destroy(new Error('no end')), 20_000)
      await line.ended
      clearTimeout(patience)
    }
  }
  await Promise.all(Array.from({ length: 40 }, wave))
  assert.equal(begun, total)
  assert.ok(witness.longestGap() < 8000, `a price came within ${witness.longestGap()} ms`)
  assert.equal(witness.socket.readyState, WebSocket.OPEN)
  witness.socket.close()
  await until(async () => (await descriptors()) <= before + 4, 20_000)
  await assertHealthy()
})

test('out of file descriptors, those inside are served on, nothing spins, and the rest come in when some are free', async () => {
  const witness = await reader()
  const before = await descriptors()
  const { stdout } = await execute('prlimit', ['--pid', server.child.pid, '--nofile', '--noheadings', '--raw', '-o', 'SOFT'])
  await execute('prlimit', ['--pid', server.child.pid, `--nofile=${before + 30}:`])
  let lines
  try {
    lines = Array.from({ length: 200 }, () => dial(server.url))
    await until(async () => (await descriptors()) >= before + 29)
    const used = await processorTime()
    const prices = witness.prices()
    await pause(2000)
    assert.ok((await processorTime()) - used < 1.2, 'the server waits instead of spinning')
    assert.ok(witness.prices() > prices)
  } finally {
    for (const line of lines ?? []) line.socket.destroy()
    await execute('prlimit', ['--pid', server.child.pid, `--nofile=${stdout.trim()}:`])
  }
  await assertHealthy()
  assert.ok(witness.longestGap() < 8000)
  witness.socket.close()
  await until(async () => (await descriptors()) <= before + 4, 20_000)
})

test('feeds over the limit are closed with 1013 while requests are answered', async () => {
  const own = await temporaryDirectory()
  const small = await startServer({
    venue: simulator.address, directory: own.path, env: { ROBSON_SERVER_MAX_CONNECTIONS: '10' },
  })
  try {
    const target = `${small.url.replace('http', 'ws')}/ws/prices/`
    const headers = { Authorization: `Bearer ${await tokenOf(small.url)}` }
    const peers = []
    for (let i = 0; i < 10; ++i) peers.push(await openRaw(target, headers))
    for (let i = 0; i < 20; ++i) {
      const late = await openRaw(target, headers)
      late.send(closeFrame(1013))
      await late.ended
      assert.equal(late.closeCode(), 1013)
    }
    assert.equal((await ask(small.url, '/api/v1/health')).status, 200)
    for (const peer of peers) assert.equal(peer.closeCode(), undefined)
    peers[0].socket.destroy()
    await until(async () => {
      const next = await openRaw(target, headers)
      await pause(50)
      return next.closeCode() === undefined
    })
  } finally {
    await small.stop()
    await own.remove()
  }
})

test('a server that stops says goodbye with 1001', async () => {
  const own = await temporaryDirectory()
  const other = await startServer({ venue: simulator.address, directory: own.path })
  try {
    const peer = await openRaw(`${other.url.replace('http', 'ws')}/ws/prices/`, { Authorization: `Bearer ${await tokenOf(other.url)}` })
    const stopped = other.stop()
    await until(() => peer.closeCode() !== undefined)
    assert.equal(peer.closeCode(), 1001)
    peer.send(closeFrame(1001))
    await peer.ended
    assert.equal(await stopped, 0)
  } finally {
    await other.stop()
    await own.remove()
  }
})
