// A trading day from the terminal: the real command line, server and simulator.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import path from 'node:path'
import { password, run, startServer, startSimulator, temporaryDirectory, until } from '../support/programs.mjs'

let simulator, server, directory, env, plan, operation

const robson = (words, options = {}) => run('robson', words, { ...options, env: { ...env, ...options.env } })
/** The document of a command that has to end well. */
async function asked(words, code = 0) {
  const done = await robson([...words, '--json'])
  assert.equal(done.code, code, `${words.join(' ')}: ${done.err}${done.out}`)
  return JSON.parse(done.out)
}

before(async () => {
  directory = await temporaryDirectory()
  simulator = await startSimulator()
  server = await startServer({ venue: simulator.address, directory: path.join(directory.path, 'data') })
  env = { ROBSON_API_BASE_URL: server.url, XDG_CONFIG_HOME: directory.path, NO_COLOR: '1', LC_ALL: 'C.UTF-8' }
  const login = await robson(['login', '--username', 'admin', '--password-stdin'], { input: `${password}\n` })
  assert.equal(login.code, 0, login.err)
  await until(async () => (await robson(['account'])).code === 0)
  await robson(['trading', 'enable', '--yes'])
})
after(async () => {
  await server?.stop()
  await simulator?.stop()
  await directory?.remove()
})

test('a plan explains its stop and its size', async () => {
  plan = await asked(['plan', 'buy', 'BTCUSDC', '--capital', '1000'])
  assert.equal(plan.status, 'DRAFT')
  assert.ok(Number(plan.proposal.stop_price) < Number(plan.proposal.entry_price))
  const { out, code } = await robson(['plan', 'show', String(plan.id)])
  assert.equal(code, 0)
  assert.match(out, /Levels considered/)
  assert.match(out, new RegExp(`robson validate ${plan.id}`))
  assert.ok((await asked(['plans'])).plans.some(({ id }) => id === plan.id))
})

test('a plan that was not validated is not executed, whatever the flag says', async () => {
  assert.equal((await robson(['execute', String(plan.id)])).code, 2)
  const refused = await robson(['execute', String(plan.id), '--validated', '--json'])
  assert.equal(refused.code, 5)
  assert.equal(JSON.parse(refused.err).code, 'NOT_VALIDATED')
})

test('validation and a dry run leave the plan to be executed', async () => {
  const validated = await asked(['validate', String(plan.id)])
  assert.notEqual(validated.report.status, 'FAIL', JSON.stringify(validated.report))

  const dry = await asked(['execute', String(plan.id), '--validated', '--acknowledge-warnings'])
  assert.equal(dry.outcome, 'dry_run')
  assert.ok(dry.would_send.length > 0)
})

test('live execution without a terminal needs --yes, and opens a protected position', async () => {
  const words = ['execute', String(plan.id), '--validated', '--live', '--acknowledge-risk', '--acknowledge-warnings']
  assert.equal((await robson(words)).code, 2)
  const done = await asked([...words, '--yes'])
  assert.equal(done.outcome, 'filled', JSON.stringify(done))
  operation = done.operation_id
  await until(async () => (await asked(['operations', 'show', String(operation)])).protection === 'AT_VENUE')
  assert.equal((await robson([...words, '--yes'])).code, 5)
  assert.match((await robson(['positions', 'show', String(operation)])).out, /Stop at the exchange: yes/)
})

test('the stop is moved, a part is taken, the rest is closed', async () => {
  const before = await asked(['positions', 'show', String(operation)])
  const stop = ((Number(before.stop_loss) + Number(before.current_price)) / 2).toFixed(2)
  const moved = await asked(['positions', 'protect', String(operation), '--stop', stop, '--yes'])
  assert.equal(Number(moved.stop_price), Number(stop))
  const part = (Number(before.quantity) / 2).toFixed(5)
  const left = await asked(['positions', 'close', String(operation), '--quantity', part, '--yes'])
  assert.ok(Number(left.held) < Number(before.quantity))
  const closed = await asked(['positions', 'close', String(operation), '--yes'])
  assert.equal(closed.status, 'CLOSED')
  assert.equal((await robson(['positions', 'show', String(operation)])).code, 3)
})

test('the day stands in history, ledger and proof', async () => {
  const history = await asked(['history', '--days', '1', '--status', 'CLOSED'])
  assert.ok(history.operations.some(({ id }) => id === operation))
  assert.match((await robson(['operations', 'list', '--csv'])).out, /^id,/)
  const proofs = await asked(['operations', 'proof', String(operation)])
  assert.ok(proofs.proofs.length >= 2)
  assert.ok((await asked(['movements', '--operation', String(operation)])).movements.length >= 4)
  const fills = await asked(['operations', 'trades', String(operation)])
  assert.ok(fills.trades.length >= 3)
})

test('the kill switch stops entries until an admin takes it off', async () => {
  assert.equal((await robson(['kill-switch', 'on', '--reason', 'a test'])).code, 0)
  const next = await asked(['plan', 'buy', 'BTCUSDC', '--capital', '1000'])
  assert.equal((await robson(['validate', String(next.id)])).code, 5)
  assert.equal((await robson(['kill-switch', 'off'])).code, 2)
  assert.equal((await robson(['kill-switch', 'off', '--yes'])).code, 0)
})

test('a pass of the monitor reports every open position', async () => {
  const { out, code } = await robson(['monitor', '--once', '--dry-run'])
  assert.equal(code, 0, out)
  const lines = out.trim().split('\n').map((line) => JSON.parse(line))
  assert.deepEqual(lines.map(({ operation_id }) => operation_id), [1])
  assert.equal(lines[0].triggered, null)
})
