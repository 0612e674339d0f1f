// A thousand signed signals a second, of twenty clients, while the simulator trades 200 times a second: how many are
// accepted, how long that takes, and what it does to the time from a price's bytes to its frame, against a quiet server.
import { Agent, request } from 'node:http'
import { createRequire } from 'node:module'
import { run } from '../tests/acceptance/support/programs.mjs'
import { signed } from '../tests/acceptance/support/signals.mjs'
import { begin, cpuSeconds, demoDirectory, histogramQuantile, metricsOf, password, pause, pin, quantile, seconds, server, serverCore, simulator, tell, temporaryDirectory, tokenOf, until, withFreshPrices } from './support.mjs'

const { WebSocket } = createRequire(new URL('../tests/acceptance/package.json', import.meta.url))('ws')
const clients = 20 // each has room for 1,000 signals that wait
const perSecond = Number(process.env.SIGNALS_PER_SECOND ?? 1000)
const readers = 20
const histogram = 'robson_tick_to_frame_seconds'

async function addClients(data) {
  const names = ['admin']
  for (let number = 2; number <= clients; ++number) {
    const flags = ['--data-dir', data, '--log-level', 'error']
    const client = await run('robsond', [...flags, 'client', 'add', `Client ${number}`])
    const user = await run('robsond', [...flags, 'user', 'add', `user${number}`, '--client', client.out.trim(), '--role', 'admin', '--password-stdin'], { input: password })
    if (client.code !== 0 || user.code !== 0) throw new Error(`client ${number} was not added: ${client.err}${user.err}`)
    names.push(`user${number}`)
  }
  return names
}

async function newProducer(url, token) {
  const answer = await fetch(`${url}/api/v1/producers`, {
    method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: '{"name":"bench"}',
  })
  const { producer, secret } = await answer.json()
  return { id: producer.id, secret, agent: new Agent({ keepAlive: true, maxSockets: 8 }) }
}

let count = 0
/** {status, took} of one signal; signing is not in the time. */
function propose(url, producer) {
  const body = JSON.stringify({ external_id: `b-${++count}`, instrument: 'BTCUSDC', side: 'BUY', price: '89250.00', volume: '0.001', confidence: '0.82', ttl_minutes: 1 })
  const headers = { ...signed(producer, body), 'Content-Length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const asked = request(`${url}/api/v1/signals`, { method: 'POST', agent: producer.agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode, took: performance.now() - began }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

await begin({ pinned: true })
const directory = await temporaryDirectory()
const venue = await simulator(['--symbols', 'BTCUSDC', '--ticks-per-second', '200'])
await demoDirectory(directory.path, venue.address)
const names = await addClients(directory.path)
const robsond = await server({ venue: venue.address, directory: directory.path, env: { ROBSON_VENUE_SYMBOLS: 'BTCUSDC' } })
pin(robsond.child.pid, serverCore)
const token = await tokenOf(robsond.url)
await withFreshPrices(robsond.url, token, 1)
const producers = []
for (const name of names) producers.push(await newProducer(robsond.url, name === 'admin' ? token : await tokenOf(robsond.url, name)))

let subscribed = 0
const sockets = Array.from({ length: readers }, () => {
  const socket = new WebSocket(`${robsond.url.replace('http', 'ws')}/ws/prices/`, { headers: { Authorization: `Bearer ${token}` } })
  socket.on('open', () => socket.send('{"action":"subscribe","symbols":["BTCUSDC"]}'))
  socket.on('message', (data) => { if (data.toString().startsWith('{"type":"subscribed"')) subscribed += 1 })
  return socket
})
await until(() => subscribed === readers)
await pause(500)

/** The p99 of tick to frame, in ms, while `work` runs. */
async function during(work) {
  const before = await metricsOf(robsond.url)
  await work()
  return histogramQuantile(before, await metricsOf(robsond.url), histogram, 0.99) * 1000
}
const idle = await during(() => pause(seconds * 1000))

const answers = []
let late = 0
let took = 0 // longer than the round where the load cannot keep its own times
const cpu = cpuSeconds(robsond.child.pid)
const loaded = await during(async () => {
  const began = performance.now()
  const sent = []
  // At its own times, however fast the answers come.
  for (let i = 0; i < perSecond * seconds; ++i) {
    const due = began + (i * 1000) / perSecond
    if (performance.now() < due) await pause(due - performance.now())
    if (performance.now() > due + 100) late += 1
    sent.push(propose(robsond.url, producers[i % clients]).then((answer) => answers.push(answer)))
  }
  await Promise.all(sent)
  took = (performance.now() - began) / 1000
})
const used = cpuSeconds(robsond.child.pid) - cpu
const accepted = answers.filter((one) => one.status === 201)
const note = `of ${perSecond} sent a second by ${clients} clients; ${((100 * used) / took).toFixed(0)} % of a core; ${late} sent late`

const command = 'signals'
tell({ name: 'signed signals accepted', command, value: accepted.length / took, unit: 'signals/s', goal: { least: perSecond * 0.95 }, note })
tell({ name: 'signed signal to its answer, p99', command, value: quantile(accepted.map((one) => one.took), 0.99), unit: 'ms', note: 'committed before it is answered' })
tell({ name: 'tick in to frame out beside them, p99', command, value: loaded, ratio: loaded / idle, unit: 'ms', goal: { below: 1.3 }, note: `quiet ${idle.toFixed(3)} ms` })

sockets.forEach((socket) => socket.terminate())
producers.forEach(({ agent }) => agent.destroy())
await robsond.stop()
await venue.stop()
await directory.remove()
