// The real command line against the real server: what only whole processes can show.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, stat } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { binaries, password, run, startServer, startSimulator, temporaryDirectory, until } from '../support/programs.mjs'

let simulator, server, directory, env

const robson = (words, options = {}) => run('robson', words, { ...options, env: { ...env, ...options.env } })
const data = () => path.join(directory.path, 'data')

before(async () => {
  directory = await temporaryDirectory()
  simulator = await startSimulator()
  server = await startServer({ venue: simulator.address, directory: data() })
  env = { ROBSON_API_BASE_URL: server.url, XDG_CONFIG_HOME: directory.path, NO_COLOR: '1', LC_ALL: 'C.UTF-8' }
  const login = await robson(['login', '--username', 'admin', '--password-stdin'], { input: `${password}\n` })
  assert.equal(login.code, 0, login.err)
  await until(async () => (await robson(['price', 'BTCUSDC'])).code === 0)
})
after(async () => {
  await server?.stop()
  await simulator?.stop()
  await directory?.remove()
})

/** A watch with what it has written so far. */
function watch(words) {
  const child = spawn(path.join(binaries, 'robson'), words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const seen = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (seen.out += chunk))
  child.stderr.on('data', (chunk) => (seen.err += chunk))
  return {
    seen,
    lines: () => seen.out.split('\n').filter(Boolean).map((line) => JSON.parse(line)),
    async interrupt() {
      child.kill('SIGINT')
      const [code] = await once(child, 'exit')
      return code
    },
  }
}

test('every exit code that a server can cause', async () => {
  assert.equal((await robson(['positions'])).code, 0)
  assert.equal((await robson(['price'])).code, 2)
  assert.equal((await robson(['price', 'NOSUCH'])).code, 3)
  assert.equal((await robson(['positions', 'show', '424242'])).code, 3)
  assert.equal((await robson(['positions'], { env: { ROBSON_API_TOKEN: 'not-a-token' } })).code, 4)
  const away = await robson(['positions'], { env: { ROBSON_API_BASE_URL: 'http://127.0.0.1:1', ROBSON_API_TOKEN: 'x' } })
  assert.equal(away.code, 6)
  assert.match(away.err, /cannot reach http:\/\/127\.0\.0\.1:1: connection refused\. Is the server running\?/)
})

test('errors are problem documents with --json', async () => {
  const { err, out } = await robson(['price', 'NOSUCH', '--json'])
  assert.equal(out, '')
  const problem = JSON.parse(err)
  assert.equal(problem.status, 404)
  assert.ok(problem.correlation_id)
})

test('the session lies in a file of mode 0600, and one that others can read is refused', async () => {
  const file = path.join(directory.path, 'robson/credentials')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  await chmod(file, 0o644)
  const refused = await robson(['positions'])
  await chmod(file, 0o600)
  assert.equal(refused.code, 1)
  assert.match(refused.err, /chmod 600/)
})

test('a reader that leaves early ends it quietly', async () => {
  const command = `"${binaries}/robson" price BTCUSDC --watch=0.2 | head -n 1; echo "\${PIPESTATUS[0]}"`
  const [out, err] = await new Promise((resolve) =>
    execFile('bash', ['-c', command], { env: { ...process.env, ...env }, timeout: 20_000 }, (_, ...both) => resolve(both)))
  assert.equal(err, '')
  const [price, code] = out.trim().split('\n')
  assert.equal(JSON.parse(price).symbol, 'BTCUSDC')
  assert.equal(code, '0')
})

test('many commands at once with an expired session renew it once', async () => {
  const { readFile, writeFile } = await import('node:fs/promises')
  const file = path.join(directory.path, 'robson/credentials')
  const sessions = JSON.parse(await readFile(file, 'utf8'))
  const before = sessions.sessions[0].refresh_token
  sessions.sessions[0].expires_at = '2020-01-01T00:00:00.000Z'
  await writeFile(file, JSON.stringify(sessions))
  const done = await Promise.all(Array.from({ length: 5 }, () => robson(['positions', '-q'])))
  assert.deepEqual(done.map(({ code }) => code), [0, 0, 0, 0, 0], done.map(({ err }) => err).join())
  assert.notEqual(JSON.parse(await readFile(file, 'utf8')).sessions[0].refresh_token, before)
  assert.equal((await robson(['whoami'])).code, 0)
})

test('a watch lives through a restart of the server and ends with 130', async () => {
  const prices = watch(['price', 'BTCUSDC', '--watch=0.5'])
  const positions = watch(['positions', '--watch=0.5'])
  await until(() => prices.lines().length > 1 && positions.lines().length > 1)
  await server.stop()
  await until(() => prices.seen.err.includes('cannot reach') && positions.seen.err.includes('cannot reach'))
  const before = [prices.lines().length, positions.lines().length]
  server = await startServer({ venue: simulator.address, directory: data(), listen: server.address })
  await until(() => prices.lines().length > before[0] && positions.lines().length > before[1], 8000)
  assert.ok(prices.seen.err.includes('answers again'))
  assert.equal(await prices.interrupt(), 130)
  assert.equal(await positions.interrupt(), 130)
})

test('the completion is a script that bash reads, and that completes', async () => {
  const { out } = await robson(['completion', 'bash'])
  const asking = `${out}\nCOMP_WORDS=(robson signals re); COMP_CWORD=2; _robson; echo "\${COMPREPLY[@]}"`
  const child = spawn('bash', ['--norc'], { stdio: ['pipe', 'pipe', 'pipe'] })
  let seen = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (seen += chunk))
  child.stdin.end(asking)
  const [code] = await once(child, 'exit')
  assert.equal(code, 0, seen)
  assert.match(seen, /^reject\s*$/)
})
