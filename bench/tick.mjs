// A price from the venue's bytes to its frame: 20 readers of /ws/prices/ while the simulator trades 200 times a second.
// The server's own histogram has microseconds; what the messages say and when they came has milliseconds only, and the
// reader shares its core with the simulator.
import { createRequire } from 'node:module'
import { begin, histogramQuantile, metricsOf, pause, pin, quantile, seconds, server, serverCore, simulator, tell, temporaryDirectory, tokenOf, until, withFreshPrices } from './support.mjs'

const { WebSocket } = createRequire(new URL('../tests/acceptance/package.json', import.meta.url))('ws')
const readers = 20
const ticksPerSecond = 200
const histogram = 'robson_tick_to_frame_seconds'

await begin({ pinned: true })
const directory = await temporaryDirectory()
const venue = await simulator(['--symbols', 'BTCUSDC', '--ticks-per-second', String(ticksPerSecond)])
const robsond = await server({ venue: venue.address, directory: directory.path, env: { ROBSON_VENUE_SYMBOLS: 'BTCUSDC' } })
pin(robsond.child.pid, serverCore)
const token = await tokenOf(robsond.url)
await withFreshPrices(robsond.url, token, 1)

let counting = false
let frames = 0
const inServer = []
const onTheWay = []
function read(text) {
  if (!counting) return
  const message = JSON.parse(text)
  if (message.type !== 'price_update') return
  frames += 1
  inServer.push(message.sent_ms - message.received_ms)
  onTheWay.push(Date.now() - message.received_ms)
}
let subscribed = 0
const sockets = Array.from({ length: readers }, () => {
  const socket = new WebSocket(`${robsond.url.replace('http', 'ws')}/ws/prices/`, { headers: { Authorization: `Bearer ${token}` } })
  socket.on('open', () => socket.send('{"action":"subscribe","symbols":["BTCUSDC"]}'))
  socket.on('message', (data) => {
    const text = data.toString()
    if (text.startsWith('{"type":"subscribed"')) subscribed += 1
    read(text)
  })
  return socket
})
await until(() => subscribed === readers)
await pause(500)

const before = await metricsOf(robsond.url)
counting = true
await pause(seconds * 1000)
counting = false
const after = await metricsOf(robsond.url)

const command = 'tick'
const published = (after.get(`${histogram}_count`) - before.get(`${histogram}_count`)) / seconds
const p = (share) => histogramQuantile(before, after, histogram, share) * 1000
const note = `${Math.round(published)} prices/s, ${readers} readers`
tell({ name: 'tick in to frame out, p50', command, value: p(0.5), unit: 'ms', note })
tell({ name: 'tick in to frame out, p99', command, value: p(0.99), unit: 'ms', goal: { below: 2 }, note: 'requirement 100 ms' })
tell({ name: 'tick in to frame made, as messages say, p99', command, value: quantile(inServer, 0.99), unit: 'ms', note: 'whole milliseconds' })
tell({ name: 'tick in to reader, p99', command, value: quantile(onTheWay, 0.99), unit: 'ms', goal: { below: 100 }, note: `${Math.round(frames / seconds)} frames/s read` })

sockets.forEach((socket) => socket.terminate())
await robsond.stop()
await venue.stop()
await directory.remove()
