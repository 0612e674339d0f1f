// What the measurements share: the programs under test, their metrics, a bit of statistics, and how a result is told.
// Each measurement is a program of its own, prints one line a figure and adds the same to build/bench/results.jsonl.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { binaries, password, root, startServer, startSimulator, temporaryDirectory as makeDirectory, tokenOf, until } from '../tests/acceptance/support/programs.mjs'

export { binaries, password, root, tokenOf, until }

/** The core of the program under test; everything else runs on the other one. */
export const serverCore = 0
export const loadCore = 1
/** Seconds of load in each round. */
export const seconds = Number(process.env.BENCH_SECONDS ?? 5)
const results = path.join(root, 'build/bench/results.jsonl')

// ---- what is started is ended -----------------------------------------------------------------------------------------
const children = new Set()

/** `child` is killed when the measurement ends, however it ends. */
export function owned(child) {
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}
const directories = new Set()
process.on('exit', () => {
  children.forEach((child) => child.kill('SIGKILL'))
  directories.forEach((directory) => rmSync(directory, { recursive: true, force: true }))
})
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    console.error(`${path.basename(process.argv[1])} was ended by ${signal}`)
    process.exit(1)
  })
}

export async function temporaryDirectory() {
  const made = await makeDirectory()
  directories.add(made.path)
  return made
}

export async function simulator(flags = []) {
  const started = await startSimulator(flags)
  owned(started.child)
  return started
}

export async function server(options) {
  const started = await startServer(options)
  owned(started.child)
  return started
}

/** All threads of the process on one core. Nothing happens on a machine with a single core. */
export function pin(pid, core) {
  if (os.cpus().length > core) execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' })
}

/** A data directory as `robsond --demo` makes it, with `operations` open operations for each of its clients. */
export async function demoDirectory(directory, venue, operations = { open: 1, closed: 0 }) {
  const first = await server({ venue, directory })
  await first.stop()
  const script = fileURLToPath(new URL('add_operations.py', import.meta.url))
  execFileSync('python3', [script, path.join(directory, 'robson.db'), String(operations.open), String(operations.closed)])
}

export const positionsOf = async (url, token) => {
  const answer = await fetch(`${url}/api/portfolio/positions/`, { headers: { Authorization: `Bearer ${token}` } })
  if (answer.status !== 200) throw new Error(`positions answered ${answer.status}`)
  return (await answer.json()).positions
}

/** CPU time that the process has used, of all its threads. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
  const ticksPerSecond = 100 // Linux tells user space nothing else
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Resolves when `count` positions are there, each with a fresh price. */
export const withFreshPrices = (url, token, count) =>
  until(async () => {
    const positions = await positionsOf(url, token)
    return positions.length === count && positions.every((position) => !position.stale)
  }, 20_000)

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

// ---- figures ------------------------------------------------------------------------------------------------------------
export function quantile(values, share) {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
}

export const median = (values) => quantile(values, 0.5)
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Prometheus text as a map from series ("name{label=...}") to number. */
export async function metricsOf(url) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const series = new Map()
  for (const line of text.split('\n')) {
    const found = line.match(/^([a-z_:]+(?:\{.*\})?) (\S+)/)
    if (found) series.set(found[1], Number(found[2]))
  }
  return series
}

/**
 * A quantile of what a histogram counted between two readings, by straight lines within its buckets; in the first
 * bucket its bound. Beyond the last one only "more than that" is known: then the answer is Infinity.
 */
export function histogramQuantile(before, after, name, share) {
  const buckets = [...after.keys()]
    .filter((series) => series.startsWith(`${name}_bucket{`))
    .map((series) => {
      const bound = series.match(/le="([^"]+)"/)[1]
      return { bound: bound === '+Inf' ? Infinity : Number(bound), count: after.get(series) - (before.get(series) ?? 0) }
    })
    .sort((a, b) => a.bound - b.bound)
  const wanted = share * (buckets.at(-1)?.count ?? 0)
  if (wanted === 0) throw new Error(`${name} counted nothing`)
  let low = { bound: 0, count: 0 }
  for (const bucket of buckets) {
    if (bucket.count >= wanted) {
      if (bucket.bound === Infinity || low.count === 0) return bucket.bound
      return low.bound + ((bucket.bound - low.bound) * (wanted - low.count)) / (bucket.count - low.count)
    }
    low = bucket
  }
}

// ---- how results are told -----------------------------------------------------------------------------------------------
function jiffies() {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).map(Number)
  return { idle: fields[3] + fields[4], all: fields.reduce((sum, value) => sum + value, 0) }
}

let busy = false
/**
 * Looks for a second how busy the machine is with other things: a result taken then is marked, to be taken again.
 * `pinned`: this process and all that it starts stay on the load's core, but for what is pinned elsewhere.
 */
export async function begin({ pinned = false } = {}) {
  const before = jiffies()
  await pause(1000)
  const after = jiffies()
  busy = 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all) > 0.25
  if (pinned) pin(process.pid, loadCore)
}

const digits = (value) => {
  if (!Number.isFinite(value)) return String(value)
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}

/**
 * One figure. `goal` is {below} or {least}, applied to `ratio` where there is one, else to `value`; without a goal the
 * figure stands for itself. `note` says what must be known to read it.
 */
export function tell({ name, command, value, unit, ratio, goal, note = '' }) {
  const held = ratio ?? value
  const wanted = goal && (goal.below !== undefined ? `< ${goal.below}` : `≥ ${goal.least}`)
  const reached = goal && (goal.below !== undefined ? held < goal.below : held >= goal.least)
  const aside = [
    ratio === undefined ? '' : `ratio ${ratio.toFixed(2)}`,
    wanted ? `goal ${wanted}` : '',
    reached === false ? 'NOT REACHED' : '',
    busy ? 'busy machine' : '',
    note,
  ].filter(Boolean)
  console.log(`${name}  ${digits(value)} ${unit}${aside.length ? `  (${aside.join('; ')})` : ''}`)
  mkdirSync(path.dirname(results), { recursive: true })
  const line = {
    name, command, value: Number.isFinite(value) ? value : null, shown: digits(value), unit, ratio, goal: wanted, reached, note, busy,
    date: new Date().toISOString().slice(0, 10),
    machine: `${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
  }
  appendFileSync(results, `${JSON.stringify(line)}\n`)
}
