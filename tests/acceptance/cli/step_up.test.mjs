// A session that is no longer fresh: the emergency stop asks who it is, and then stops.
import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { password, run, startServer, startSimulator, temporaryDirectory, tokenOf } from '../support/programs.mjs'

let simulator, server, directory, env, token
const data = () => path.join(directory.path, 'data')
const robson = (words, input = '') => run('robson', words, { env, input })
const isHalted = async () => (await ask(server.url, '/api/risk/metrics/', { token })).body.kill_switch !== null

before(async () => {
  directory = await temporaryDirectory()
  simulator = await startSimulator()
  const first = await startServer({ venue: simulator.address, directory: data() })
  env = { ROBSON_API_BASE_URL: first.url, XDG_CONFIG_HOME: directory.path, NO_COLOR: '1', LC_ALL: 'C.UTF-8' }
  const login = await robson(['login', '--username', 'admin', '--password-stdin'], `${password}\n`)
  assert.equal(login.code, 0, login.err)
  token = await tokenOf(first.url)
  // Who signed in before a start is not taken for fresh after it.
  await first.stop()
  server = await startServer({ venue: simulator.address, directory: data(), listen: first.address })
})
after(async () => {
  await server?.stop()
  await simulator?.stop()
  await directory?.remove()
})

test('without the password nothing is stopped, and a wrong one is told so', async () => {
  const words = ['bot', 'emergency-stop', '--reason', 'drill']
  const refused = await robson(words)
  assert.equal(refused.code, 2, refused.err)
  assert.match(refused.err, /--password-stdin/)
  assert.notEqual((await robson([...words, '--password-stdin'], 'wrong\n')).code, 0)
  assert.equal(await isHalted(), false)
})

test('a refusal is not kept: the same key is answered anew once the password was given', async () => {
  const headers = { 'Idempotency-Key': 'drill-1' }
  const stop = () => ask(server.url, '/api/v1/control/emergency-stop', { method: 'POST', token, headers, json: { reason: 'drill' } })
  assert.equal((await stop()).body.code, 'STEP_UP_REQUIRED')
  assert.equal((await ask(server.url, '/api/v1/auth/step-up', { method: 'POST', token, json: { password } })).status, 204)
  const done = await stop()
  assert.equal(done.status, 202, JSON.stringify(done.body))
  assert.equal((await stop()).body.id, done.body.id)
  assert.equal(await isHalted(), true)
  const other = await ask(server.url, '/api/v1/control/emergency-stop?bot=default', { method: 'POST', token, headers, json: { reason: 'drill' } })
  assert.deepEqual([other.status, other.body.code], [422, 'IDEMPOTENCY_KEY_REUSED'])
})

test('the command line asks for the password once, and stops', async () => {
  const done = await robson(['bot', 'emergency-stop', '--reason', 'drill', '--password-stdin', '--json'], `${password}\n`)
  assert.equal(done.code, 0, done.err)
  const stop = JSON.parse(done.out)
  assert.deepEqual([stop.reason, stop.kill_switch], ['drill', true])
})
