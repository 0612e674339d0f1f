// A day in the control center, as the people there live it: real server, real bot, real venues of the simulator.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { openCenter } from '../support/center.mjs'
import { run, until } from '../support/programs.mjs'

let center, position

before(async () => {
  center = await openCenter()
  await center.when('/api/v1/status', (status) => status.bot.state === 'running')
  // Each document of a bot is read by itself: its state is there before its configuration.
  const { bot, risk, version } = await center.when('/api/v1/config', () => true)
  const quiet = { bot: { ...bot, enable_auto_entry: false, enable_auto_exit: false }, risk, expected_version: version }
  assert.equal((await center.as('admin', '/api/v1/config', { method: 'PUT', json: quiet })).status, 200)
})
after(() => center?.close())

/** Nothing while the bot is away. */
const positions = async () => (await center.as('vera', '/api/v1/positions?status=all')).body.positions ?? []
const pauses = async () => (await center.as('vera', '/api/v1/pause-state')).body

test('the admin opens a position, and everybody watches both legs come', async () => {
  const asked = await center.post('admin', '/api/v1/positions', { asset: 'SOL', size_usd: '5000', leverage: '3', reason: 'Funding is rich' })
  assert.equal(asked.status, 202)
  position = asked.body.position_id
  const open = await center.when(`/api/v1/positions/${position}?decimals=string`, (seen) => seen.status === 'open')
  assert.equal(open.asgard.state, 'open')
  assert.equal(open.hyperliquid.state, 'open')
  assert.ok(Math.abs(Number(open.risk.delta_ratio)) <= 0.005, `delta ${open.risk.delta_ratio}`)
  assert.ok(Number(open.hyperliquid.size) < 0)
  assert.equal((await center.as('vera', `/api/v1/positions/${position}`)).status, 200)
  assert.equal((await center.post('vera', `/api/v1/positions/${position}/close`, { reason: 'I may not' })).status, 403)
})

test('the operator pauses entry, and is refused all', async () => {
  const paused = await center.post('olga', '/api/v1/control/pause', { reason: 'Manual maintenance', scope: 'entry' })
  assert.equal(paused.status, 200)
  assert.equal(paused.body.success, true)
  assert.equal(paused.body.scope, 'entry')
  for (const scope of ['all', 'asgard', 'hyperliquid']) {
    const refused = await center.post('olga', '/api/v1/control/pause', { reason: 'Manual maintenance', scope })
    assert.equal(refused.status, 403)
    assert.equal(refused.body.code, 'FORBIDDEN')
  }
  assert.equal((await center.post('vera', '/api/v1/control/pause', { reason: 'x', scope: 'entry' })).status, 403)
  const state = await pauses()
  assert.equal(state.paused, true)
  assert.equal(state.scope, 'entry')
  assert.match(state.reason, /Manual maintenance/)
  assert.match(state.paused_by, /olga/)
  const refusedOpen = await center.post('admin', '/api/v1/positions', { asset: 'BTC', size_usd: '5000', reason: 'while entry is paused' })
  assert.equal(refusedOpen.status, 409)
})

test('a second pause stands beside the first; the operator clears only what an operator may set', async () => {
  assert.equal((await center.post('admin', '/api/v1/control/pause', { reason: 'The venue is slow', scope: 'hyperliquid' })).status, 200)
  const both = await pauses()
  assert.deepEqual(both.pauses.map((pause) => pause.scope).sort(), ['entry', 'hyperliquid'])
  const resumed = await center.post('olga', '/api/v1/control/resume', { reason: 'Maintenance is over' })
  assert.equal(resumed.status, 200)
  assert.equal(resumed.body.cleared.length, 1)
  assert.deepEqual((await pauses()).pauses.map((pause) => pause.scope), ['hyperliquid'])
  assert.equal((await center.post('admin', '/api/v1/control/resume', {})).status, 200)
  assert.equal((await pauses()).paused, false)
})

test('killed in the middle of a close, the bot finishes it when it comes back; meanwhile nobody reads "no positions"', async () => {
  await center.steer('fault', { venue: 'lending', what: 'slow_ms', slow_ms: 1500, count: 1, only: 'close' })
  assert.equal((await center.post('admin', `/api/v1/positions/${position}/close`, { reason: 'Taking the profit' })).status, 202)
  await until(async () => (await center.as('admin', `/api/v1/positions/${position}`)).body.status === 'closing')
  await center.endBot('SIGKILL')
  const away = await until(async () => {
    const answer = await center.as('vera', '/api/v1/positions')
    return answer.status === 503 && answer
  }, 30_000)
  assert.equal(away.body.code, 'BOT_UNAVAILABLE')
  assert.equal(away.body.error, 'Bot unavailable')
  assert.ok(away.body.retry_after > 0)
  assert.ok(away.headers.get('retry-after'))
  assert.ok(away.body.cached_data.positions.some((seen) => seen.position_id === position))
  assert.ok(Date.parse(away.body.cached_at) <= Date.now())
  const status = await center.as('vera', '/api/v1/status')
  assert.equal(status.status, 200)
  assert.equal(status.body.bot.state, 'unavailable')
  await center.startBot()
  await until(async () => (await positions()).some((seen) => seen.position_id === position && seen.status === 'closed'), 60_000)
})

test('the stop is the admin\'s; it flattens, and every bot and the kill switch confirm', async () => {
  const opened = await center.post('admin', '/api/v1/positions', { asset: 'SOL', size_usd: '4000', leverage: '3', reason: 'To be flattened' })
  assert.equal(opened.status, 202)
  await center.when(`/api/v1/positions/${opened.body.position_id}`, (seen) => seen.status === 'open')
  for (const name of ['olga', 'vera']) {
    assert.equal((await center.post(name, '/api/v1/control/emergency-stop', { reason: 'I may not', mode: 'halt' })).status, 403)
  }
  const asked = await center.post('admin', '/api/v1/control/emergency-stop', { reason: 'The venue misbehaves', mode: 'flatten' })
  assert.equal(asked.status, 202)
  const stop = await until(async () => {
    const { stops } = (await center.as('admin', '/api/v1/control/emergency-stop')).body
    const one = stops.find((each) => each.id === asked.body.id)
    return one?.success && one.bots[0].positions_left === 0 && one
  }, 60_000)
  assert.deepEqual(stop.bots.map((bot) => bot.state), ['CONFIRMED'])
  assert.equal(stop.kill_switch, true)
  const after = await positions()
  assert.ok(after.length >= 2 && after.every((seen) => seen.status === 'closed'), JSON.stringify(after))
  assert.equal((await pauses()).scope, 'all')
  assert.ok((await center.as('admin', '/api/risk/metrics/')).body.kill_switch)
})

test('restarts of both lose nothing: pauses, stop, history, configuration and the audit chain', async () => {
  const before = await pauses()
  const versions = (await center.as('admin', '/api/v1/config/history')).body.versions
  await center.endBot('SIGTERM')
  await center.restartServer('SIGKILL')
  await center.startBot()
  await center.when('/api/v1/status', (status) => status.bot.state === 'running', 30_000)
  assert.deepEqual((await center.when('/api/v1/pause-state', () => true)).pauses, before.pauses)
  const { stops } = (await center.as('admin', '/api/v1/control/emergency-stop')).body
  assert.equal(stops.length, 1)
  const seen = await center.post('olga', `/api/v1/control/emergency-stop/${stops[0].id}/acknowledge`)
  assert.equal(seen.status, 200)
  assert.equal(seen.body.acknowledged_by, 'olga')
  assert.deepEqual((await center.as('admin', '/api/v1/control/emergency-stop')).body.stops, [])
  assert.deepEqual((await center.as('admin', '/api/v1/config/history')).body.versions, versions)
  const legs = await until(async () => {
    const { trades } = (await center.as('vera', '/api/v1/history/trades')).body
    const own = trades.filter((trade) => trade.position_id === position)
    return own.length === 4 && own
  }, 60_000)
  assert.deepEqual(legs.map((trade) => `${trade.leg} ${trade.action}`).sort(), [
    'asgard close', 'asgard open', 'hyperliquid close', 'hyperliquid open',
  ])
  const verdict = (await center.as('admin', '/api/v1/audit/verify')).body
  assert.equal(verdict.ok, true)
  const { entries } = (await center.as('admin', '/api/v1/audit?action=control.')).body
  const done = (action, user) => entries.some((entry) => entry.action === action && entry.user === user && entry.outcome === 'done')
  assert.ok(done('control.pause', 'olga') && done('control.resume', 'olga') && done('control.emergency-stop', 'admin'))
  assert.ok(entries.some((entry) => entry.action === 'control.pause' && entry.user === 'olga' && entry.outcome === 'refused'))
})

test('an export of the audit proves itself, without the server; one changed letter does not', async () => {
  const text = (await center.as('vera', '/api/v1/audit/export')).body
  const file = path.join(center.directory, 'audit.jsonl')
  await writeFile(file, text)
  const sound = await run('robson', ['audit', 'verify', '--file', file])
  assert.equal(sound.code, 0, sound.err)
  await writeFile(file, text.replace('"user":"olga"', '"user":"olgb"'))
  const changed = await run('robson', ['audit', 'verify', '--file', file])
  assert.notEqual(changed.code, 0, changed.out)
})
