// The bot in docs/guide/attach-a-bot.md is run as it stands there, and held to the contract.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ask } from '../support/bot_contract.mjs'
import { root, temporaryDirectory, until } from '../support/programs.mjs'

let directory, program, bot
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
before(async () => {
  directory = await temporaryDirectory()
  const [, code] = /```python\n([\s\S]*?)```/.exec(await readFile(path.join(root, 'docs/guide/attach-a-bot.md'), 'utf8'))
  await writeFile(path.join(directory.path, 'mine.py'), code)
  await writeFile(path.join(directory.path, 'mine.key'), 'a-key-of-mine\n', { mode: 0o600 })
  const port = await freePort()
  program = spawn('python3', ['mine.py'], { cwd: directory.path, env: { ...process.env, BOT_KEY_FILE: 'mine.key', BOT_PORT: String(port) }, stdio: 'ignore' })
  bot = { url: `http://127.0.0.1:${port}`, key: 'a-key-of-mine' }
  await until(() => fetch(`${bot.url}/health`).then((answer) => answer.text(), () => null))
})
after(async () => {
  program?.kill()
  await directory?.remove()
})

test('what it serves is as the contract has it', async () => {
  for (const target of ['/health', '/internal/stats', '/internal/positions', '/internal/pause-state']) {
    assert.equal((await ask(bot, target)).status, 200, target)
  }
  assert.equal((await ask(bot, '/health', { key: null })).status, 200)
  for (const target of ['/internal/stats', '/internal/positions']) assert.equal((await ask(bot, target, { key: 'another' })).status, 401)
  for (const target of ['/internal/config', '/internal/events', '/internal/chains']) {
    const answer = await fetch(bot.url + target, { headers: { 'X-API-Key': bot.key } })
    assert.equal(answer.status, 404)
    await answer.text()
  }
})

test('it is paused, stopped and resumed; the same request has one effect', async () => {
  const paused = { reason: 'lunch', scope: 'entry', by: 'anna', request_id: 'r1' }
  const first = await ask(bot, '/internal/control/pause', { json: paused })
  assert.equal(first.status, 200)
  assert.deepEqual((await ask(bot, '/internal/control/pause', { json: paused })).body, first.body)
  assert.equal((await ask(bot, '/internal/pause-state')).body.pauses.length, 1)
  const stopped = await ask(bot, '/internal/control/emergency-stop', { json: { reason: 'fire', mode: 'flatten', request_id: 'r2' } })
  assert.equal(stopped.status, 200)
  assert.equal((await ask(bot, '/internal/pause-state')).body.scope, 'all')
  assert.equal((await ask(bot, '/internal/control/resume', { json: { scopes: ['entry'], request_id: 'r3' } })).body.cleared.length, 1)
  assert.equal((await ask(bot, '/internal/control/resume', { method: 'POST' })).body.cleared.length, 1)
  assert.equal((await ask(bot, '/internal/pause-state')).body.paused, false)
})

test('a wrong field is named', async () => {
  for (const [json, field] of [[{ scope: 'all' }, 'reason'], [{ reason: 'x', scope: 'nothing' }, 'scope'], [{ reason: 'x' }, 'scope']]) {
    const answer = await ask(bot, '/internal/control/pause', { json })
    assert.deepEqual([answer.status, answer.body.field], [422, field])
  }
  for (const body of ['', '{', '[]', '"x"']) assert.equal((await ask(bot, '/internal/control/emergency-stop', { method: 'POST', body })).status, 422, body)
})
