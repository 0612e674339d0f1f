// Signals from the terminal: the real command line, server and simulator.
import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { openDesk } from '../support/desk.mjs'
import { password, run, temporaryDirectory } from '../support/programs.mjs'
import { wish } from '../support/producer.mjs'

let desk, home, env, producer, secretFile

const robson = (words, options = {}) => run('robson', words, { ...options, env: { ...env, ...options.env } })
/** The document of a command that has to end well. */
async function asked(words, options = {}) {
  const done = await robson([...words, '--json'], options)
  assert.equal(done.code, 0, `${words.join(' ')}: ${done.err}${done.out}`)
  return JSON.parse(done.out)
}
const signing = () => ['--producer', producer, '--secret-file', secretFile]
const post = (more = {}) => asked(['sign', ...signing(), '--post'], { input: JSON.stringify(wish(more)) })

before(async () => {
  desk = await openDesk()
  home = await temporaryDirectory()
  env = { ROBSON_API_BASE_URL: desk.url, XDG_CONFIG_HOME: home.path, NO_COLOR: '1', LC_ALL: 'C.UTF-8' }
  const login = await robson(['login', '--username', 'admin', '--password-stdin'], { input: `${password}\n` })
  assert.equal(login.code, 0, login.err)
  await robson(['trading', 'enable', '--yes'])
  // By the usual rules half of the equity may be bought for, and most of it is not in money.
  const [first] = (await desk.as('admin', '/api/strategies/')).body.strategies
  await desk.as('admin', `/api/strategies/${first.id}/`, { method: 'PUT', json: { version: first.version, rules: { max_notional_fraction: '0.01' } } })
  secretFile = path.join(home.path, 'sma.secret')
})
after(async () => {
  await desk?.close()
  await home?.remove()
})

test("a producer's secret goes into a file and nowhere else", async () => {
  const made = await robson(['producer', 'add', 'sma-bot', '--secret-file', secretFile])
  assert.equal(made.code, 0, made.err)
  producer = /Producer: (prd_[a-z0-9]{12})/.exec(made.out)[1]
  const secret = (await readFile(secretFile, 'utf8')).trim()
  assert.ok(secret.length >= 43)
  assert.ok(!(made.out + made.err).includes(secret))
  assert.equal((await stat(secretFile)).mode & 0o777, 0o600)
  const { producers } = await asked(['producer', 'list'])
  assert.deepEqual(producers.map(({ id, name, webhook }) => [id, name, webhook]), [[producer, 'sma-bot', false]])
  assert.ok(!JSON.stringify(producers).includes(secret))
})

test('a signed body is taken once, and shown first while it waits', async () => {
  const body = JSON.stringify(wish({ external_id: 'one', confidence: '0.65' }))
  const sent = await robson(['sign', ...signing(), '--post'], { input: body, env: { XDG_CONFIG_HOME: '/nonexistent' } })
  assert.equal(sent.code, 0, sent.err)
  assert.match(sent.out, /Signal \d+ BUY 0.001 BTC BTCUSDC at 89,250: NEW/)
  const twice = await robson(['sign', ...signing(), '--post'], { input: body })
  assert.equal(twice.code, 5)
  const shown = await robson(['signals', '-o', 'table'], { env: { COLUMNS: '200' } })
  assert.match(shown.out, /NEW +[\d.]+ s +Fresh +BTCUSDC +BUY/)
  assert.match(shown.out, /65%/)
  const { signals } = await asked(['signals', '--status', 'NEW'])
  assert.equal(signals[0].external_id, 'one')
  assert.equal(typeof signals[0].price, 'string')
})

test('printed headers let the very bytes pass, and no others', async () => {
  const body = JSON.stringify(wish({ external_id: 'by-hand' }))
  const headers = await asked(['sign', ...signing()], { input: body })
  const send = (text) => fetch(`${desk.url}/api/v1/signals`, { method: 'POST', body: text, headers: { ...headers, 'Content-Type': 'application/json' } })
  assert.equal((await send(body.replace('0.82', '0.83'))).status, 401)
  assert.equal((await send(body)).status, 201)
  assert.equal((await send(body)).status, 401, 'a nonce is good once')
})

test('an approval shows a validated plan, which is then executed like any other', async () => {
  const { id } = await post()
  const approved = await robson(['signals', 'approve', String(id), '--reason', 'trend agrees'])
  assert.equal(approved.code, 0, approved.err + approved.out)
  assert.match(approved.out, /APPROVED/)
  assert.match(approved.out, /PASS/)
  const plan = /robson execute (\d+) --validated/.exec(approved.out)[1]
  const executed = await robson(['execute', plan, '--validated', '--live', '--acknowledge-risk', '--acknowledge-warnings', '--yes', '--wait', '9s'])
  assert.equal(executed.code, 0, executed.err + executed.out)
  const signal = await asked(['signals', 'show', String(id)])
  assert.equal(signal.status, 'APPROVED')
  assert.equal(signal.approval.reason, 'trend agrees')
  assert.equal(String(signal.approval.plan_id), plan)
  assert.equal((await robson(['signals', 'approve', String(id)])).code, 5, 'one decision each')
})

test('a rejection says why; a cancel is the producer\'s own', async () => {
  const { id } = await post()
  assert.equal((await robson(['signals', 'reject', String(id)])).code, 2)
  const rejected = await robson(['signals', 'reject', String(id), '--reason', 'news'])
  assert.equal(rejected.code, 0, rejected.err)
  assert.match((await robson(['signals', 'show', String(id)])).out, /rejected by admin [^╠]*news/)
  const other = await post()
  const cancelled = await robson(['signals', 'cancel', String(other.id), ...signing()])
  assert.equal(cancelled.code, 0, cancelled.err)
  assert.equal((await asked(['signals', 'show', String(other.id)])).status, 'CANCELLED')
  assert.equal((await robson(['signals', 'cancel', String(other.id), ...signing()])).code, 5)
  const wrong = path.join(home.path, 'wrong.secret')
  await writeFile(wrong, 'not-the-secret\n', { mode: 0o600 })
  const third = await post()
  const refused = await robson(['signals', 'cancel', String(third.id), '--producer', producer, '--secret-file', wrong])
  assert.equal(refused.code, 4)
  assert.match(refused.err, /secret file/)
})

test('a policy refuses what is not sure enough, and the signal goes on waiting', async () => {
  const [strategy] = (await asked(['strategies'])).strategies
  const set = await asked(['policy', 'set', String(strategy.id), '--min-confidence', '0.8'])
  assert.equal(set.min_confidence, '0.8')
  const { id } = await post({ confidence: '0.5' })
  const refused = await robson(['signals', 'approve', String(id), '--json'])
  assert.equal(refused.code, 5)
  assert.equal(JSON.parse(refused.err).code, 'POLICY_MIN_CONFIDENCE')
  assert.equal((await asked(['signals', 'show', String(id)])).blocked_by, 'POLICY_MIN_CONFIDENCE')
  await asked(['policy', 'set', String(strategy.id), '--min-confidence', 'none'])
  const [policy] = (await asked(['policy', 'list'])).policies.filter(({ strategy_id }) => strategy_id === strategy.id)
  assert.equal(policy?.min_confidence ?? null, null)
})

test('performance, exposure and the report of a day', async () => {
  const performance = await asked(['performance', '--window', '90d', '--by', 'strategy', '--tz', 'Europe/Berlin'])
  assert.deepEqual([performance.window, performance.by, performance.time_zone], ['90d', 'strategy', 'Europe/Berlin'])
  assert.match((await robson(['performance'])).out, /Trades: \d+, \d+ won/)
  const exposure = await asked(['account', 'exposure'])
  assert.ok(exposure.by_symbol.some(({ key }) => key === 'BTCUSDC'))
  assert.deepEqual(Object.keys(await asked(['exposure'])), Object.keys(exposure))
  assert.match((await robson(['report', '--tz', 'America/Sao_Paulo'])).out, /Since midnight: /)
  const wrong = await robson(['report', '--tz', 'Mars/Olympus'])
  assert.equal(wrong.code, 2, wrong.err)
  const csv = await robson(['performance', '--by', 'symbol', '--csv'])
  assert.equal(csv.code, 0, csv.err)
  assert.match(csv.out.split('\n')[0], /,/)
})

test('events tell of signals', async () => {
  const done = await robson(['events', '--channel', 'approvals', '-o', 'table'])
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /signal_update +Signal \d+ BUY [\d.]+ BTCUSDC at [\d.]+: NEW/)
  assert.match(done.out, /APPROVED by admin: trend agrees/)
})

test('a revoked producer is refused, and what waited of it is cancelled', async () => {
  const { id } = await post()
  const revoked = await robson(['producer', 'revoke', producer, '--yes'])
  assert.equal(revoked.code, 0, revoked.err)
  assert.equal((await asked(['signals', 'show', String(id)])).status, 'CANCELLED')
  const refused = await robson(['sign', ...signing(), '--post'], { input: JSON.stringify(wish()) })
  assert.equal(refused.code, 4)
})
