// The durable log and the live feed from the terminal: the real command line, server and simulator.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { openDesk } from '../support/desk.mjs'
import { binaries, password, run, temporaryDirectory, until } from '../support/programs.mjs'

let desk, home, env

before(async () => {
  desk = await openDesk()
  home = await temporaryDirectory()
  env = { ROBSON_API_BASE_URL: desk.url, XDG_CONFIG_HOME: home.path, NO_COLOR: '1', LC_ALL: 'C.UTF-8' }
  const login = await robson(['login', '--username', 'admin', '--password-stdin'], { input: `${password}\n` })
  assert.equal(login.code, 0, login.err)
  await robson(['trading', 'enable', '--yes'])
})
after(async () => {
  await desk?.close()
  await home?.remove()
})

const robson = (words, options = {}) => run('robson', words, { ...options, env: { ...env, ...options.env } })
const documents = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line))
const seqs = (events) => events.map(({ seq }) => seq)
const history = async (...words) => {
  const done = await robson(['events', '--json', ...words])
  assert.equal(done.code, 0, done.err)
  return documents(done.out)
}

/** A command that goes on, with what it has written so far. */
function going(words, more = {}) {
  const child = spawn(path.join(binaries, 'robson'), words, { env: { ...process.env, ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
  const seen = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (seen.out += chunk))
  child.stderr.on('data', (chunk) => (seen.err += chunk))
  return {
    seen,
    events: () => documents(seen.out.slice(0, seen.out.lastIndexOf('\n') + 1)),
    async interrupt() {
      child.kill('SIGINT')
      const [code] = await once(child, 'exit')
      return code
    },
  }
}

const pauseAndGoOn = async () => {
  assert.equal((await robson(['kill-switch', 'on', '--reason', 'a look at the news'])).code, 0)
  assert.equal((await robson(['kill-switch', 'off', '--yes'])).code, 0)
}

test('a trade is told in words, oldest first', async () => {
  const done = await desk.execute(await desk.validated(), { wait_ms: 10000 })
  assert.equal(done.body.outcome, 'filled', JSON.stringify(done.body))
  await until(async () => (await history('--channel', 'operations')).some(({ type, data }) => type === 'protection_change' && data.protection === 'AT_VENUE'))
  const events = await history()
  assert.deepEqual(seqs(events), [...seqs(events)].sort((a, b) => a - b))
  assert.equal(new Set(seqs(events)).size, events.length)
  for (const type of ['order_update', 'fill', 'operation_update', 'plan_update']) assert.ok(events.some((one) => one.type === type), type)
  const people = await robson(['events', '-o', 'table'])
  assert.match(people.out, /fill +BUY [\d.]+ BTCUSDC at [\d.]+, operation \d+/)
  assert.match(people.out, /protection AT_VENUE at [\d.]+/)
  assert.equal(people.out.trim().split('\n').length, events.length)
})

test('filters, limits and forms', async () => {
  const all = await history()
  assert.deepEqual(seqs(await history('--limit', '2')), seqs(all).slice(-2))
  const from = all[1].seq
  assert.deepEqual(seqs(await history('--from-seq', String(from), '--limit', '2')), seqs(all).slice(1, 3))
  const fills = await history('--channel', 'orders')
  assert.ok(fills.length > 0 && fills.every(({ channel }) => channel === 'orders'))
  assert.deepEqual(await history('--since', '2100-01-01'), [])
  const csv = await robson(['events', '-o', 'csv', '--columns', 'seq,type', '--limit', '1'])
  assert.match(csv.out, /^seq,type\n\d+,\w+\n$/)
  assert.equal((await robson(['events', '--since', 'yesterday'])).code, 2)
  assert.equal((await robson(['events'], { env: { ROBSON_API_TOKEN: 'not-a-token' } })).code, 4)
})

test('--follow goes on where the history ends, over a killed and a stopped server, without a gap or a double', async () => {
  const follower = going(['events', '--follow', '--json', '--from-seq', '1'])
  await until(() => follower.events().length > 0)
  await pauseAndGoOn()
  for (const signal of ['SIGKILL', 'SIGTERM']) {
    await desk.restart(signal)
    await desk.ready()
    await pauseAndGoOn()
  }
  const all = await history('--from-seq', '1')
  await until(() => follower.events().length >= all.length, 15_000)
  assert.equal(await follower.interrupt(), 130)
  assert.deepEqual(seqs(follower.events()).slice(0, all.length), seqs(all))
  assert.deepEqual(follower.events().slice(0, all.length), all)
  assert.match(follower.seen.err, /the live feed is interrupted/)
  assert.match(follower.seen.err, /the live feed is back/)
})

test('a watch of positions follows the feed: a closed position is gone at once', async () => {
  const watch = going(['positions', '--watch=60'])
  const newest = () => watch.events().at(-1)?.positions
  await until(() => newest()?.length > 0)
  const [position] = newest()
  assert.equal((await robson(['positions', 'close', String(position.id), '--yes'])).code, 0)
  await until(() => newest().every(({ id }) => id !== position.id))
  assert.equal(await watch.interrupt(), 130)
})

test('a price of a still market is told with its age', async () => {
  const watch = going(['price', 'BTCUSDC', '--watch=60'])
  await until(() => watch.events().length > 3, 15_000)
  const [first] = watch.events()
  for (const price of watch.events()) assert.deepEqual(Object.keys(price), Object.keys(first))
  assert.equal(await watch.interrupt(), 130)
})

test('a program with an API key watches too', async () => {
  // Since the server was started anew it wants to know again who asks.
  const made = await robson(['apikey', 'add', 'wall', '--scope', 'read', '--json', '--password-stdin'], { input: `${password}\n` })
  assert.equal(made.code, 0, made.err)
  const elsewhere = await temporaryDirectory()
  const own = { XDG_CONFIG_HOME: elsewhere.path }
  const { api_key: key, key: { id } } = JSON.parse(made.out)
  assert.equal((await robson(['login', '--api-key-stdin'], { input: `${key}\n`, env: own })).code, 0)
  const watch = going(['price', 'BTCUSDC', '--watch=60'], own)
  await until(() => watch.events().length > 1, 15_000)
  assert.equal((await robson(['apikey', 'revoke', String(id), '--yes'])).code, 0)
  await until(() => /the live feed/.test(watch.seen.err), 10_000)
  await elsewhere.remove()
})
