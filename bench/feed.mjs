// The live feed under load: how many messages a second of the server's CPU time brings, how late they are, what a session
// weighs, what stalled readers do to the others, and how fast all are back after a restart. The server runs as it does in
// production (authentication, filters, conflation); its prices are the simulator's, by Binance's protocol. What it is
// compared with, in turns within the same minute, is a bare epoll server: the shared ruler where ../shared/bench is
// there, and our own (fanout_floor.cpp). Server or floor on core 0, simulator and clients (feed_load.cpp) on core 1.
//
// FEED_ONLY=P1,P4 takes some parts, FEED_FLAT=1 the flat messages of /ws/prices/, FEED_HOLD_S=300 holds P5 for so long.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { openDesk } from '../tests/acceptance/support/desk.mjs'
import { shared } from '../tests/acceptance/support/programs.mjs'
import { begin, cpuSeconds, freePort, histogramQuantile, median, metricsOf, owned, password, pause, pin, root, seconds, server, serverCore, simulator, tell, temporaryDirectory, tokenOf, until, withFreshPrices } from './support.mjs'

const { WebSocket } = createRequire(new URL('../tests/acceptance/package.json', import.meta.url))('ws')
const command = 'feed'
const rounds = Number(process.env.FEED_ROUNDS ?? 3)
const flat = process.env.FEED_FLAT === '1'
const hold = Number(process.env.FEED_HOLD_S ?? 30)
const only = process.env.FEED_ONLY?.split(',')
const markets = ['BTCUSDC', 'ETHUSDC', 'SOLUSDC', 'BNBUSDC', 'XRPUSDC', 'LTCUSDC', 'LINKUSDC', 'ADAUSDC']
const programs = process.env.ROBSON_LOAD_BIN ?? path.join(root, 'build/bin')
const feedPath = flat ? '/ws/prices/' : '/ws/v1/feed'
// When a price came to the server, and when its message was made.
const keys = flat ? { received: 'received_ms', sent: 'sent_ms' } : { received: 'received_us', sent: 'sent_us' }
const label = flat ? 'prices' : 'feed'

// ---- the two floors -----------------------------------------------------------------------------------------------------
/** The shared ruler, compiled here; null when it or the compiler is not there. */
function sharedFloor() {
  const source = path.join(shared, 'bench/floor.c')
  if (!existsSync(source)) return null
  const built = path.join(root, 'build/bench/shared-floor')
  execFileSync('gcc', ['-O2', '-o', built, source])
  return built
}
const ruler = sharedFloor()
const floors = [
  ...(ruler ? [{ name: 'bare epoll server', key: 'ts_ns', monotonic: true, start: startRuler }] : []),
  { name: 'our own floor', key: 'made_ns', monotonic: false, start: startOwn },
]
const floorsRunning = new Set()
const lifetime = 300 // seconds after which a floor ends by itself

async function startRuler({ rate, join, bytes }) {
  const port = await freePort()
  const child = owned(spawn(ruler, ['-P', port, '-r', rate, '-k', join, '-b', bytes, '-d', lifetime].map(String), { stdio: 'ignore' }))
  await pause(200)
  return { child, port }
}

async function startOwn({ rate, join, bytes }) {
  const flags = ['--rate', rate, '--join', join, '--bytes', bytes, '--seconds', lifetime].map(String)
  const child = owned(spawn(path.join(programs, 'robson_fanout_floor'), flags, { stdio: ['ignore', 'pipe', 'ignore'] }))
  const [line] = await once(createInterface(child.stdout), 'line')
  return { child, port: JSON.parse(line).port }
}

// ---- load ---------------------------------------------------------------------------------------------------------------
/** Runs robson_feed_load: {result, measured}. `result` is its report; `measured` resolves when it waits for a restart. */
function load({ port, pid, token = '', resume = 0, ...rest }) {
  const given = { path: feedPath, 'time-key': keys.received, 'warm-up': 1.5, seconds, ...rest, port, pid, ...(resume > 0 && { resume }) }
  const flags = Object.entries(given).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]))
  const child = owned(spawn(path.join(programs, 'robson_feed_load'), flags, {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ROBSON_BENCH_TOKEN: token },
  }))
  let last
  let tellMeasured
  const measured = new Promise((resolve) => (tellMeasured = resolve))
  createInterface(child.stdout).on('line', (line) => {
    last = JSON.parse(line)
    if (last.measured) tellMeasured()
  })
  const result = once(child, 'close').then(([code]) => {
    if (code !== 0 || last?.messages === undefined) throw new Error(`robson_feed_load ended with ${code}`)
    if (process.env.FEED_DEBUG) console.error(JSON.stringify({ port, ...last }))
    return last
  })
  return { result, measured }
}

function whole(result, clients) {
  if (result.opened !== clients || result.disconnects > 0) {
    throw new Error(`${result.opened} of ${clients} clients were opened, ${result.disconnects} were cut off: ${JSON.stringify(result.codes)}`)
  }
  return result
}

/**
 * A measurement, taken again once when other work kept server, prices or clients away: then messages come late
 * and several at a time, each of which costs less.
 */
async function steady(measure, { clients, rate, join = 1 }) {
  let best
  for (let attempt = 0; attempt < 2; ++attempt) {
    const got = whole(await measure(), clients)
    const is = got.per_second > 0.95 * clients * rate && got.per_read < 1.05 * join
    if (!best || got.per_read < best.per_read) best = got
    if (is) return got
  }
  return best
}

async function loadFloor(floor, { clients, rate, join, bytes, ...rest }) {
  const { child, port } = await floor.start({ rate, join, bytes })
  floorsRunning.add(child)
  child.once('exit', () => floorsRunning.delete(child))
  pin(child.pid, serverCore)
  const got = await load({ port, pid: child.pid, path: '/ws', clients, 'time-key': floor.key, ...(floor.monotonic && { monotonic: true }), ...rest }).result
  child.kill('SIGTERM')
  await once(child, 'exit')
  return got
}

// ---- prices -------------------------------------------------------------------------------------------------------------
/**
 * Moves the simulator's markets `perSecond` times a second, all at once, by POST /sim/market: from each move comes one
 * trade, whose price is one tick higher or lower, within the same best bid and ask, so that the server has exactly one
 * new price of each symbol. With `far` the best bid and ask move too. A move that is late by more than two is left out.
 */
async function ticker(venue, symbols, perSecond, far = false) {
  const { symbols: listed } = await (await fetch(`http://${venue}/api/v3/exchangeInfo`)).json()
  const markets = await (await fetch(`http://${venue}/sim/market`)).json()
  const moves = [0, 1].map((up) => symbols.map((symbol) => {
    const tick = Number(listed.find((one) => one.symbol === symbol).filters.find((one) => one.filterType === 'PRICE_FILTER').tickSize)
    const decimals = Math.round(-Math.log10(tick))
    // The simulator's spread divides a thousand ticks.
    const ticks = Math.round(Number(markets.find((one) => one.symbol === symbol).last) / tick / 1000) * 1000 + up * (far ? 1000 : 1)
    const body = JSON.stringify({ symbol, price: (ticks * tick).toFixed(decimals), still: true })
    return `POST /sim/market HTTP/1.1\r\nHost: ${venue}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  }).join(''))
  const [host, port] = venue.split(':')
  const socket = connect({ host, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  socket.on('data', (bytes) => {
    if (!bytes.includes('HTTP/1.1 200')) throw new Error(`the simulator did not move: ${bytes.toString().slice(0, 200)}`)
  })
  const period = 1000 / perSecond
  let due = performance.now()
  let count = 0
  let timer
  const move = () => {
    const late = performance.now() - due
    if (late >= 0) {
      socket.write(moves[count++ % 2])
      due += late > 2 * period ? Math.ceil(late / period) * period : period
    }
    timer = setTimeout(move, Math.max(0, due - performance.now() - 0.5))
  }
  move()
  return { stop: () => { clearTimeout(timer); socket.destroy() } }
}

// ---- the programs under test ----------------------------------------------------------------------------------------------
const stages = new Set() // that have not ended

/** Simulator and server with `count` markets, each of which moves `ticks` times a second. */
async function stageOf({ count = 1, ticks, far = false, env = {} }) {
  const symbols = markets.slice(0, count)
  const directory = await temporaryDirectory()
  const venue = await simulator(['--symbols', symbols.join(','), '--ticks-per-second', '1'])
  const data = path.join(directory.path, 'data')
  const start = async (listen) => {
    const robsond = await server({ venue: venue.address, directory: data, env: { ROBSON_VENUE_SYMBOLS: symbols.join(','), ...env }, listen })
    pin(robsond.child.pid, serverCore)
    return robsond
  }
  const stage = { symbols, venue, robsond: await start() }
  stage.token = await tokenOf(stage.robsond.url)
  await withFreshPrices(stage.robsond.url, stage.token, 1)
  const prices = await ticker(venue.address, symbols, ticks, far)
  stage.port = Number(stage.robsond.address.split(':').at(-1))
  const subscribe = (channels) => JSON.stringify({ action: 'subscribe', ...(!flat && { channels }), ...((flat || channels.includes('prices')) && { symbols }) })
  stage.read = (options) => load({ port: stage.port, pid: stage.robsond.child.pid, token: stage.token, subscribe: subscribe(options.channels ?? ['prices']), ...without(options, 'channels') })
  stage.restart = async () => {
    await stage.robsond.stop()
    stage.robsond = await start(`127.0.0.1:${stage.port}`)
  }
  stages.add(stage)
  stage.end = async () => {
    stages.delete(stage)
    prices.stop()
    await stage.robsond.stop()
    await venue.stop()
    await directory.remove()
  }
  return stage
}

function without(object, key) {
  const { [key]: _, ...rest } = object
  return rest
}

/** Share of a core that the server takes for reading prices that nobody reads. */
async function idleCost(stage) {
  const { pid } = stage.robsond.child
  const before = cpuSeconds(pid)
  await pause(seconds * 1000)
  return (cpuSeconds(pid) - before) / seconds
}

function bytesOf({ bytes, messages }) {
  if (messages === 0) throw new Error('no prices came: other work takes the whole machine')
  return Math.round(bytes / messages) - 4 // the frame's head
}
const perCpu = (result, cost = 0) => result.messages / (result.server_cpu_s - cost * result.seconds)

// ---- P1 to P3 -----------------------------------------------------------------------------------------------------------
async function fanOut({ id, clients, rate, join = 1, least }) {
  const stage = await stageOf({ count: join, ticks: rate / join })
  const cost = await idleCost(stage)
  const sample = await stage.read({ clients: 10, seconds: 1 }).result
  const bytes = bytesOf(sample)
  const ours = []
  const theirs = floors.map(() => [])
  const metrics = { before: await metricsOf(stage.robsond.url) }
  for (let round = 0; round < rounds; ++round) {
    ours.push(await steady(() => stage.read({ clients }).result, { clients, rate, join }))
    for (const [i, floor] of floors.entries()) {
      theirs[i].push(await steady(() => loadFloor(floor, { clients, rate, join, bytes }), { clients, rate, join }))
    }
  }
  metrics.after = await metricsOf(stage.robsond.url)
  await stage.end()

  const ratio = (i, less = 0) => median(ours.map((one, round) => perCpu(one, less) / perCpu(theirs[i][round])))
  const reached = median(ours.map((one) => one.per_second)) / (clients * rate)
  const each = median(ours.map((one) => one.per_read))
  const bunched = each > 1.05 * join ? ' (kept waiting: the ratio flatters)' : ''
  const size = `${clients.toLocaleString('en-US')} × ${rate}/s${join > 1 ? `, ${join} at a time` : ''}`
  floors.forEach((floor, i) => {
    tell({
      name: `${label} ${id}: messages for a second of CPU time, ${size}, against ${floor.name}`, command, unit: 'messages',
      value: median(ours.map((one) => perCpu(one))), ratio: ratio(i), goal: { least },
      note: `${bytes} bytes; floor ${Math.round(median(theirs[i].map((one) => perCpu(one)))).toLocaleString('en-US')}; less the ticks' own ${(cost * 100).toFixed(1)} % of a core ${ratio(i, cost).toFixed(2)}; ${(reached * 100).toFixed(0)} % of the rate reached, ${each.toFixed(2)} messages a read${bunched}`,
    })
  })
  const quantile = (share) => histogramQuantile(metrics.before, metrics.after, 'robson_tick_to_frame_seconds', share) * 1000
  tell({ name: `${label} ${id}: tick in to frame made, p99`, command, value: quantile(0.99), unit: 'ms', goal: { below: 2 }, note: `inside the server; p50 ${quantile(0.5).toFixed(3)} ms` })
  const heaviest = Math.max(...ours.map((one) => one.memory_most_kib)) - sample.memory_before_kib
  if (id === 'P1') {
    tell({ name: `${label}: memory for 1,000 clients`, command, value: heaviest / 1024, unit: 'MiB', goal: { below: 1000 }, note: 'at most, under load; goal is 100 MB for 100 connections' })
  }
}

// ---- P4 -----------------------------------------------------------------------------------------------------------------
async function latency() {
  const [clients, rate] = [1000, 20]
  const stage = await stageOf({ ticks: rate })
  const bytes = bytesOf(await stage.read({ clients: 10, seconds: 1 }).result)
  const ours = { received: [], sent: [] }
  const theirs = floors.map(() => [])
  for (let round = 0; round < rounds; ++round) {
    for (const from of ['received', 'sent']) {
      ours[from].push(await steady(() => stage.read({ clients, 'time-key': keys[from] }).result, { clients, rate }))
    }
    for (const [i, floor] of floors.entries()) {
      theirs[i].push(await steady(() => loadFloor(floor, { clients, rate, join: 1, bytes }), { clients, rate }))
    }
  }
  await stage.end()
  for (const [from, name] of [['received', 'price in to client'], ['sent', 'message made to client']]) {
    for (const [quantile, below] of [['p50_us', 1.25], ['p99_us', 2]]) {
      floors.slice(0, from === 'sent' ? 1 : floors.length).forEach((floor, i) => {
        tell({
          name: `${label} P4: ${name}, ${quantile.slice(0, 3)}, 1,000 × 20/s, against ${floor.name}`, command, unit: 'ms',
          value: median(ours[from].map((one) => one[quantile])) / 1000,
          ratio: median(ours[from].map((one, round) => one[quantile] / theirs[i][round][quantile])),
          ...(from === 'received' && { goal: { below } }), note: `floor ${(median(theirs[i].map((one) => one[quantile])) / 1000).toFixed(2)} ms`,
        })
      })
    }
  }
}

// ---- P5 -----------------------------------------------------------------------------------------------------------------
// Values of positions are told ten times a second; with twenty prices there is a new one each time.
async function thousands() {
  const clients = 10_000
  const stage = await stageOf({ ticks: flat ? 10 : 20, far: !flat })
  const got = await stage.read({ clients, channels: ['positions'], seconds: hold, 'warm-up': 3 }).result
  await stage.end()
  const note = `${hold} s; ${Math.round(got.per_second).toLocaleString('en-US')} messages/s, ${got.fewest} to ${got.most} a client; all open after ${got.opening_s.toFixed(1)} s; ${got.ordered} ordered`
  tell({ name: `${label} P5: sessions open, 10,000 × 10/s`, command, value: got.opened, unit: 'sessions', goal: { least: clients }, note })
  tell({ name: `${label} P5: cut off`, command, value: got.disconnects + got.failed, unit: 'sessions', goal: { below: 1 }, note: JSON.stringify(got.codes) })
  if (!flat) tell({ name: `${label} P5: gaps in seq or prev_seq`, command, value: got.lost + got.back, unit: 'gaps', goal: { below: 1 } })
  const each = (kib) => (kib - got.memory_before_kib) / clients
  tell({ name: `${label} P5: user memory a session`, command, value: each(got.memory_kib), unit: 'KiB', goal: { below: 8 }, note: `at most ${each(got.memory_most_kib).toFixed(2)}; heap and stacks in RAM` })
  tell({ name: `${label} P5: server's CPU`, command, value: (100 * got.server_cpu_s) / got.seconds, unit: '% of a core', note: `${Math.round(got.per_cpu_second).toLocaleString('en-US')} messages for a second of it` })
}

// ---- P6 -----------------------------------------------------------------------------------------------------------------
// 200 messages a second fill what the kernel holds for a stalled reader within the warm-up.
async function stalledReaders() {
  const [live, stalled, rate] = [800, 200, 200]
  const stage = await stageOf({ ticks: rate })
  const alone = []
  const among = []
  for (let round = 0; round < rounds; ++round) {
    alone.push(await steady(() => stage.read({ clients: live, 'warm-up': 4 }).result, { clients: live, rate }))
    among.push(whole(await stage.read({ clients: live + stalled, stalled, 'warm-up': 4 }).result, live + stalled))
  }
  await stage.end()
  tell({
    name: `${label} P6: p99 of 800 readers among 200 stalled ones`, command, unit: 'ms', value: median(among.map((one) => one.p99_us)) / 1000,
    ratio: median(among.map((one, round) => one.p99_us / alone[round].p99_us)), goal: { below: 1.3 },
    note: `${(median(alone.map((one) => one.p99_us)) / 1000).toFixed(2)} ms without them; ${rate}/s; ${(Math.max(...among.map((one) => one.memory_most_kib - one.memory_before_kib)) / 1024).toFixed(1)} MiB at most`,
  })
}

// ---- bytes of a message ---------------------------------------------------------------------------------------------------
/** Short texts, lists and objects as msgpack. */
function packed(value) {
  if (typeof value === 'string') return Buffer.concat([Buffer.from([0xa0 | value.length]), Buffer.from(value)])
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([0x90 | value.length]), ...value.map(packed)])
  const members = Object.entries(value)
  return Buffer.concat([Buffer.from([0x80 | members.length]), ...members.flat().map(packed)])
}

// One trade in front of two readers, one of each encoding.
async function sizes() {
  const wish = { action: 'subscribe', channels: ['positions', 'prices', 'orders'], symbols: ['BTCUSDC'] }
  const types = ['position_update', 'price_update', 'order_update']
  const desk = await openDesk()
  try {
    const { access_token: token } = (await desk.post('admin', '/api/v1/auth/login', { username: 'admin', password })).body
    const readers = ['json', 'msgpack'].map((encoding) => {
      const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/ws/v1/feed?encoding=${encoding}`, { headers: { Authorization: `Bearer ${token}` } })
      const got = Object.fromEntries(types.map((type) => [type, []]))
      socket.on('open', () => socket.send(encoding === 'json' ? JSON.stringify(wish) : packed(wish)))
      socket.on('message', (bytes) => {
        const type = types.find((one) => bytes.subarray(0, 40).includes(one)) // the first member in both encodings
        if (type) got[type].push(bytes.length)
      })
      return { socket, got }
    })
    const seen = (count) => until(() => readers.every(({ got }) => types.every((type) => got[type].length >= (type === 'order_update' ? 1 : count))), 20_000)
    await desk.execute(await desk.validated(), { wait_ms: 10_000 })
    await seen(10)
    for (const type of types) {
      const [json, msgpack] = readers.map(({ got }) => got[type].reduce((sum, bytes) => sum + bytes, 0) / got[type].length)
      tell({ name: `feed: msgpack of ${type}`, command, value: msgpack, unit: 'bytes', ratio: msgpack / json, note: `JSON ${Math.round(json)} bytes; the mean of ${readers[0].got[type].length}` })
    }
    readers.forEach(({ socket }) => socket.terminate())
  } finally {
    await desk.close()
  }
}

// ---- a restart ------------------------------------------------------------------------------------------------------------
// While the kill switch is set and taken back again and again, each time with an ordered message.
async function restart() {
  const clients = 1000
  const stage = await stageOf({ ticks: 20 })
  let over = false
  const events = (async () => {
    for (let on = true; !over; on = !on) {
      const wish = { method: 'POST', headers: { Authorization: `Bearer ${stage.token}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ on, ...(on && { reason: 'measuring' }) }) }
      await fetch(`${stage.robsond.url}/api/risk/kill-switch/`, wish).catch(() => {}) // it is being restarted
      await pause(50)
    }
  })()
  const run = stage.read({ clients, channels: ['positions', 'pause_state', 'operations', 'prices'], seconds: 2, resume: 60 })
  await run.measured
  await stage.restart()
  const got = await run.result
  over = true
  await events
  await stage.end()
  const note = `${got.caught_up} by catch_up, ${got.snapshots} by snapshot; the first is back after ${Math.round(got.first_open_ms)} ms; ${Math.round(got.ordered / clients)} ordered messages a client`
  tell({ name: 'feed: restart under 1,000 readers, all back', command, value: got.all_back_ms > 0 ? got.all_back_ms : Infinity, unit: 'ms', note })
  tell({ name: 'feed: restart, from the first reader back to the last', command, value: got.all_back_ms - got.first_open_ms, unit: 'ms', note: `half after ${Math.round(got.half_back_ms - got.first_open_ms)} ms` })
  tell({ name: 'feed: restart, gaps and readers without a catch_up', command, value: got.lost + got.back + clients - got.caught_up, unit: 'gaps', goal: { below: 1 } })
}

// ---- all of it ------------------------------------------------------------------------------------------------------------
const parts = {
  P1: () => fanOut({ id: 'P1', clients: 1000, rate: 200, least: 0.9 }),
  P2: () => fanOut({ id: 'P2', clients: 5000, rate: 40, least: 0.85 }),
  P3: () => fanOut({ id: 'P3', clients: 1000, rate: 800, join: 8, least: 0.85 }),
  P4: latency,
  P5: thousands,
  P6: stalledReaders,
  ...(!flat && { sizes, restart }),
}

await begin({ pinned: true })
for (const [name, part] of Object.entries(parts)) {
  if (only && !only.includes(name)) continue
  try {
    await part()
  } catch (error) {
    console.error(`${name}: ${error.message}`)
    process.exitCode = 1
    for (const stage of stages) await stage.end()
    floorsRunning.forEach((child) => child.kill('SIGTERM'))
  }
}
