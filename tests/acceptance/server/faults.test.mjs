// What happens when the venue, the port, the disk or the settings are not as they should be.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { password, run, startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'

let directory
before(async () => (directory = await temporaryDirectory()))
after(() => directory.remove())

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

test('without its venue the server comes up, says so, and recovers by itself; a cut is shown with its age', async () => {
  const port = await freePort()
  const venue = `127.0.0.1:${port}`
  const server = await startServer({ venue, directory: path.join(directory.path, 'alone') })
  let simulator
  try {
    const token = await tokenOf(server.url)
    const health = () => ask(server.url, '/api/v1/health').then((answer) => answer.body)
    const position = () => ask(server.url, '/api/portfolio/positions/', { token }).then((answer) => answer.body.positions[0])
    assert.equal((await health()).status, 'degraded')
    const blind = await position()
    assert.equal(blind.current_price, null)
    assert.equal(blind.unrealized_pnl, null)
    assert.equal(blind.stale, true)
    assert.equal(blind.entry_price, '88837.92')
    const price = await ask(server.url, '/api/market/price/BTCUSDC/', { token })
    assert.equal(price.status, 503)
    assert.equal(price.body.code, 'VENUE_UNREACHABLE')

    simulator = await startSimulator([], venue)
    await until(async () => (await position()).stale === false, 20_000)

    await simulator.stop('SIGKILL')
    const old = await until(async () => {
      const now = await position()
      return now.stale && now
    }, 15_000)
    assert.ok(old.price_age_ms >= 5000, 'stale means older than 5 s, told in whole milliseconds')
    assert.notEqual(old.current_price, null)
    const marked = await ask(server.url, '/api/market/price/BTCUSDC/', { token })
    assert.equal(marked.status, 200)
    assert.equal(marked.body.stale, true)
    assert.notEqual((await health()).checks.venue_stream.status, 'healthy')

    simulator = await startSimulator([], venue)
    await until(async () => (await position()).stale === false, 20_000)
  } finally {
    await server.stop()
    await simulator?.stop()
  }
})

test('a port that is taken is named', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.on('listening', resolve))
  const listen = `127.0.0.1:${server.address().port}`
  const refused = await run('robsond', ['--demo', '--listen', listen, '--data-dir', path.join(directory.path, 'port'), '--venue-url', 'http://127.0.0.1:1'])
  server.close()
  assert.equal(refused.code, 1)
  assert.ok(refused.err.includes(`cannot listen on ${listen}`), refused.err)
})

test('a data directory that is a file, and a database that is none, are named', async () => {
  const file = path.join(directory.path, 'file')
  await writeFile(file, 'x')
  const notDirectory = await run('robsond', ['--demo', '--listen', '127.0.0.1:0', '--data-dir', file])
  assert.equal(notDirectory.code, 1)
  assert.ok(notDirectory.err.includes(file), notDirectory.err)
  const broken = path.join(directory.path, 'broken')
  await mkdir(broken, { mode: 0o700 })
  await writeFile(path.join(broken, 'robson.db'), 'this is no database at all, but long enough to be looked at '.repeat(100))
  const notDatabase = await run('robsond', ['--demo', '--listen', '127.0.0.1:0', '--data-dir', broken])
  assert.equal(notDatabase.code, 1)
  assert.match(notDatabase.err, /database/)
})

test('a database of a newer version is left alone', async () => {
  const data = path.join(directory.path, 'newer')
  const server = await startServer({ venue: '127.0.0.1:1', directory: data })
  await server.stop()
  execFileSync('python3', ['-c', `import sqlite3,sys
db=sqlite3.connect(sys.argv[1]); db.execute("insert into schema_migrations (version,name,checksum,applied_at) values (9999,'later','x',0)"); db.commit()`,
  path.join(data, 'robson.db')])
  const refused = await run('robsond', ['--demo', '--listen', '127.0.0.1:0', '--data-dir', data])
  assert.equal(refused.code, 1)
  assert.match(refused.err, /9999/)
})

test('a wrong setting ends with exit code 2 and names the key, the value and what is allowed', async () => {
  const wrong = await run('robsond', ['--listen', 'nonsense'])
  assert.equal(wrong.code, 2)
  assert.match(wrong.err, /server\.listen = "nonsense" .* expected host:port/)
  assert.equal((await run('robsond', ['--no-such-flag'])).code, 2)
  const open = await run('robsond', ['--demo', '--listen', '0.0.0.0:0', '--data-dir', path.join(directory.path, 'open')])
  assert.equal(open.code, 2)
  assert.match(open.err, /reachable from other machines/)
})

test('--print-config shows every value with its origin and no secret', async () => {
  const shown = await run('robsond', ['--print-config', '--listen', '127.0.0.1:1'], { env: { ROBSON_VENUE_API_KEY: 'kkkk', ROBSON_VENUE_API_SECRET: 'ssss' } })
  assert.equal(shown.code, 0)
  assert.match(shown.out, /listen = .127\.0\.0\.1:1. +# command line/)
  assert.ok(!shown.out.includes('kkkk') && !shown.out.includes('ssss'))
})

test('the operation survives a kill of the server, and is not made twice', async () => {
  const data = path.join(directory.path, 'killed')
  const first = await startServer({ venue: '127.0.0.1:1', directory: data })
  await first.stop('SIGKILL')
  const second = await startServer({ venue: '127.0.0.1:1', directory: data })
  const token = await tokenOf(second.url)
  assert.equal((await ask(second.url, '/api/portfolio/positions/', { token })).body.positions.length, 1)
  await second.stop()
})

test('the data directory is its owner\'s alone', async () => {
  const data = path.join(directory.path, 'private')
  const server = await startServer({ venue: '127.0.0.1:1', directory: data })
  await server.stop()
  const modes = execFileSync('find', [data, '-printf', '%m %p\n'], { encoding: 'utf8' })
  for (const line of modes.trim().split('\n')) assert.match(line, /^[67]00 /, line)
  await chmod(data, 0o700)
})

test('a demo password that is too short is refused', async () => {
  const short = await run('robsond', ['--demo', '--listen', '127.0.0.1:0', '--data-dir', path.join(directory.path, 'short')], { env: { ROBSON_DEMO_PASSWORD: 'short' } })
  assert.notEqual(short.code, 0)
  assert.match(short.err, /password/)
  assert.ok(!short.err.includes(password))
})
