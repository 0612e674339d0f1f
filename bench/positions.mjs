// GET /api/portfolio/positions/ with a token and five positions, 64 connections, against nginx with a body of the same
// size: both on one core, wrk on the other, in turns, the median of three rounds. Requests per second of CPU time say the
// same as requests per second, but also where other work takes part of the core.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startNginx } from './nginx.mjs'
import { begin, cpuSeconds, demoDirectory, median, pin, positionsOf, seconds, server, serverCore, simulator, tell, temporaryDirectory, tokenOf, withFreshPrices } from './support.mjs'

const rounds = 3
const connections = 64
const count = 5
const script = fileURLToPath(new URL('authorized.lua', import.meta.url))

async function load(url, token, pid) {
  const before = cpuSeconds(pid)
  const { stdout } = await promisify(execFile)(
    'wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script, url],
    { env: { ...process.env, BENCH_TOKEN: token } },
  )
  const got = JSON.parse(stdout.trim().split('\n').at(-1))
  if (got.failed > 0) throw new Error(`${got.failed} of ${got.requests} requests to ${url} failed`)
  return { perSecond: (got.requests * 1e6) / got.duration_us, perCpuSecond: got.requests / (cpuSeconds(pid) - before), p99: got.p99_us / 1000 }
}

await begin({ pinned: true })
const directory = await temporaryDirectory()
const venue = await simulator()
await demoDirectory(`${directory.path}/data`, venue.address, { open: count, closed: 0 })
const robsond = await server({ venue: venue.address, directory: `${directory.path}/data` })
pin(robsond.child.pid, serverCore)
const token = await tokenOf(robsond.url)
await withFreshPrices(robsond.url, token, count)

const target = `${robsond.url}/api/portfolio/positions/`
const bytes = (await (await fetch(target, { headers: { Authorization: `Bearer ${token}` } })).text()).length
const nginx = await startNginx(directory.path, bytes)
const ours = []
const theirs = []
for (let round = 0; round < rounds; ++round) {
  theirs.push(await load(`${nginx.url}/`, token, nginx.worker))
  ours.push(await load(target, token, robsond.child.pid))
}
if ((await positionsOf(robsond.url, token)).length !== count) throw new Error('positions were lost under load')

const middle = (all, key) => median(all.map((one) => one[key]))
const ratio = (key) => median(ours.map((one, i) => one[key] / theirs[i][key]))
const whole = (value) => Math.round(value).toLocaleString('en-US')
const command = 'positions'
for (const [key, name, unit] of [['perSecond', 'positions: requests, 5 positions, 64 connections', 'requests/s'], ['perCpuSecond', 'positions: requests for a second of CPU time', 'requests']]) {
  tell({ name, command, value: middle(ours, key), unit, ratio: ratio(key), goal: { least: 0.5 }, note: `${bytes} bytes; nginx ${whole(middle(theirs, key))}` })
}
tell({ name: 'positions: p99 at full load', command, value: middle(ours, 'p99'), unit: 'ms', note: `nginx ${middle(theirs, 'p99').toFixed(2)} ms` })

await nginx.stop()
await robsond.stop()
await venue.stop()
await directory.remove()
