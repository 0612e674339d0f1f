// robson-bot as a program: flags, keys, files, exit codes.
import assert from 'node:assert/strict'
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { startBot } from '../support/bot.mjs'
import { ask } from '../support/bot_contract.mjs'
import { run, temporaryDirectory } from '../support/programs.mjs'

let directory
beforeEach(async () => (directory = await temporaryDirectory()))
afterEach(() => directory.remove())

const nowhere = '127.0.0.1:9'
const refusedWith = async (pattern, ...flags) => {
  const ended = await run('robson-bot', ['--data-dir', path.join(directory.path, 'data'), ...flags])
  assert.equal(ended.code, 2, ended.err)
  assert.match(ended.err, pattern)
  assert.match(ended.err, /^robson-bot: /m)
}

test('wrong flags end with 2 and one sentence', async () => {
  await refusedWith(/--listen "nonsense" is not allowed/, '--listen', 'nonsense')
  await refusedWith(/--listen ".*" is not allowed/, '--listen', '127.0.0.1:99999')
  await refusedWith(/--venue-url "ftp:\/\/x" is not allowed/, '--venue-url', 'ftp://x')
  await refusedWith(/--venue-url ".*" is not allowed/, '--venue-url', 'http://127.0.0.1:9443/api')
  await refusedWith(/--open-deadline is not allowed/, '--open-deadline', '1')
  await refusedWith(/--poll-ms is not allowed/, '--poll-ms', '1')
  await refusedWith(/--bot-log-level "loud" is not allowed/, '--bot-log-level', 'loud')
  await refusedWith(/not expected/, '--nothing')
  assert.equal((await run('robson-bot', ['--help'])).code, 0)
  assert.match((await run('robson-bot', ['--version'])).out, /^robson-bot \d/)
})

test('more than loopback is refused unless it is meant', async () => {
  for (const listen of ['0.0.0.0:0', '[::]:0', '192.0.2.1:0']) await refusedWith(/can be reached from other machines/, '--listen', listen)
})

test('an admin key is made for its owner alone, and kept', async () => {
  const first = await startBot({ venue: nowhere, directory: directory.path })
  const file = path.join(directory.path, 'admin.key')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.match(first.key, /^[0-9a-f]{64}$/)
  assert.equal(await first.stop(), 0)
  const second = await startBot({ venue: nowhere, directory: directory.path })
  assert.equal(second.key, first.key)
  assert.equal(await second.stop(), 0)
})

test('a key that others may read, that is a link, or that is none, is refused', async () => {
  const key = path.join(directory.path, 'some.key')
  await writeFile(key, 'a-good-enough-key\n', { mode: 0o644 })
  await refusedWith(/others than its owner may read it/, '--admin-key-file', key)
  await refusedWith(/others than its owner may read it/, '--venue-key-file', key)
  await chmod(key, 0o600)
  const link = path.join(directory.path, 'link.key')
  await symlink(key, link)
  await refusedWith(/cannot be used/, '--admin-key-file', link)
  await writeFile(key, 'short')
  await refusedWith(/8 to 256 printable characters/, '--admin-key-file', key)
  await refusedWith(/cannot be used/, '--venue-key-file', path.join(directory.path, 'missing'))
})

test('without a venue it serves, and says that it cannot work yet', async () => {
  const bot = await startBot({ venue: nowhere, directory: directory.path })
  const health = await ask(bot, '/health', { key: null })
  assert.ok(['starting', 'recovering', 'degraded'].includes(health.body.state), health.body.state)
  for (const target of ['/internal/stats', '/internal/positions', '/internal/chains', '/internal/config']) {
    assert.equal((await ask(bot, target)).status, 200)
  }
  const open = await ask(bot, '/internal/positions', { json: { asset: 'SOL', request_id: 'r1' } })
  assert.equal(open.status, 409)
  assert.equal(await bot.stop(), 0)
})

test('one bot at a time works on a directory', async () => {
  const bot = await startBot({ venue: nowhere, directory: directory.path })
  const second = await run('robson-bot', ['--listen', '127.0.0.1:0', '--data-dir', directory.path])
  assert.equal(second.code, 2)
  assert.match(second.err, /another robson-bot works on it/)
  await bot.stop()
})

test('a state of another version is not gone on from', async () => {
  const bot = await startBot({ venue: nowhere, directory: directory.path })
  await bot.stop()
  const snapshot = path.join(directory.path, 'snapshot')
  const journal = path.join(directory.path, 'journal')
  await writeFile(journal, '')
  await writeFile(snapshot, lineOf({ number: 1, state: '{"format":99}', events: [], trades: [], payments: [] }))
  const ended = await run('robson-bot', ['--listen', '127.0.0.1:0', '--data-dir', directory.path])
  assert.equal(ended.code, 2)
  assert.match(ended.err, /is of another version/)
  assert.match(await readFile(snapshot, 'utf8'), /format/)
})

function lineOf(record) {
  const text = JSON.stringify(record)
  let hash = 14695981039346656037n
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 1099511628211n)
  return `${hash.toString(16).padStart(16, '0')} ${text}\n`
}
