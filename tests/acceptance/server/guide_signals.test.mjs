// The examples of docs/guide/signals.md are run as they stand there, by a producer that the server made.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { openDesk } from '../support/desk.mjs'
import { makeProducer } from '../support/producer.mjs'
import { root, temporaryDirectory } from '../support/programs.mjs'

let desk, directory, producer, guide

before(async () => {
  desk = await openDesk()
  directory = await temporaryDirectory()
  producer = await makeProducer(desk, { webhook: true })
  guide = await readFile(path.join(root, 'docs/guide/signals.md'), 'utf8')
  await writeFile(path.join(directory.path, 'sma.secret'), `${producer.secret}\n`, { mode: 0o600 })
})
after(async () => {
  await desk?.close()
  await directory?.remove()
})

const example = (language) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)[1]
const environment = (more = {}) => ({ ...process.env, ROBSON_URL: desk.url, ROBSON_PRODUCER: producer.id, ROBSON_SECRET_FILE: path.join(directory.path, 'sma.secret'), ...more })
/** Runs an example to its end: {code, out, err}. */
function perform(program, file, env) {
  return new Promise((resolve) => {
    execFile(program, [file], { cwd: directory.path, env, timeout: 30_000 }, (error, out, err) => resolve({ code: error ? (error.code ?? error.signal) : 0, out, err }))
  })
}
async function waiting() {
  const answer = await desk.as('admin', '/api/v1/approvals/pending?decimals=string')
  assert.equal(answer.status, 200)
  return answer.body.signals
}

test('the Python example sends a signal that waits', async () => {
  await writeFile(path.join(directory.path, 'send.py'), example('python'))
  const done = await perform('python3', 'send.py', environment())
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /^\d+ NEW\n$/)
  const [signal] = (await waiting()).slice(-1)
  assert.equal(String(signal.id), done.out.split(' ')[0])
  assert.deepEqual([signal.price, signal.confidence, signal.payload.why], ['89250', '0.82', 'the 20 crossed the 50'])
})

test('with another secret it says what was wrong', async () => {
  await writeFile(path.join(directory.path, 'other.secret'), 'not-the-secret\n', { mode: 0o600 })
  const done = await perform('python3', 'send.py', environment({ ROBSON_SECRET_FILE: path.join(directory.path, 'other.secret') }))
  assert.notEqual(done.code, 0)
  assert.match(done.err, /401 INVALID_SIGNATURE/)
})

test('the bash example sends a signal that waits', async () => {
  await writeFile(path.join(directory.path, 'send.sh'), example('bash'))
  const done = await perform('bash', 'send.sh', environment())
  assert.equal(done.code, 0, done.err + done.out)
  const signal = JSON.parse(done.out)
  assert.equal(signal.status, 'NEW')
  assert.ok((await waiting()).some(({ id }) => id === signal.id))
})

test("TradingView's alert becomes a signal", async () => {
  const filled = {
    '{{ticker}}': 'BINANCE:BTCUSDC', '{{strategy.order.action}}': 'sell', '{{close}}': '89250.5', '{{strategy.order.contracts}}': '0.002',
    '{{timenow}}': new Date().toISOString().replace(/\.\d+/, ''), '{{strategy.order.comment}}': 'exit of the trend',
  }
  const text = example('json').replace(/\{\{[\w.]+\}\}/g, (placeholder) => filled[placeholder] ?? assert.fail(placeholder))
  const alert = { ...JSON.parse(text), producer_id: producer.id, passphrase: producer.passphrase }
  const made = await ask(desk.url, '/api/v1/signals/tradingview', { method: 'POST', json: alert })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.deepEqual([made.body.instrument, made.body.side], ['BTCUSDC', 'SELL'])
  const again = await ask(desk.url, '/api/v1/signals/tradingview', { method: 'POST', json: alert })
  assert.deepEqual([again.status, again.body.code], [409, 'DUPLICATE_SIGNAL'])
})
