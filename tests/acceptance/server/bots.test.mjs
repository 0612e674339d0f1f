// robsond and a bot that a test writes: what it tells is shown as it is, a bot that is away is never shown as one
// without positions, commands arrive once, and an emergency stop is asked for until it is confirmed, over kill -9 too.
// Every answer is held to api/openapi.yaml and every message of the feed to api/feed.yaml.
import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { openFeed, openSse } from '../support/feed.mjs'
import { run, startServer, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'
import { ScriptedBot, key, position } from '../support/scripted_bot.mjs'
import { startStillVenue } from '../support/still_venue.mjs'

let venue, server, directory, bot, second, token, operator, viewer

const flags = () => ['--bot', `default=${bot.address}`, '--bot', `second=${second.address}`, '--bot-key-file', path.join(directory.path, 'keys')]
const start = async () => {
  server = await startServer({ venue: venue.address, directory: directory.path, flags: flags(), env: { ROBSON_BOTS_REST: '1s' } })
  token = await tokenOf(server.url)
  operator = await tokenOf(server.url, 'olga', 'operator-password')
  viewer = await tokenOf(server.url, 'vera', 'viewer-password')
}
const get = (target, who = token) => ask(server.url, target, { token: who })
const post = (target, json, { who = token, idempotency } = {}) =>
  ask(server.url, target, { method: 'POST', token: who, json, headers: idempotency ? { 'Idempotency-Key': idempotency } : {} })
const current = () => until(async () => (await get('/api/v1/status')).body.bot.healthy)
const commandsTo = (pathname) => bot.commands.filter((one) => one.path === pathname)

before(async () => {
  venue = await startStillVenue()
  directory = await temporaryDirectory()
  bot = await new ScriptedBot().start()
  second = await new ScriptedBot().start()
  second.positions = {}
  writeFileSync(path.join(directory.path, 'keys'), `default ${key}\nsecond ${key}\n`)
  chmodSync(path.join(directory.path, 'keys'), 0o600)
  const make = await startServer({ venue: venue.address, directory: directory.path })
  await make.stop()
  for (const [name, role] of [['olga', 'operator'], ['vera', 'viewer']]) {
    const made = await run('robsond', ['--data-dir', directory.path, 'user', 'add', name, '--client', '1', '--role', role, '--password-stdin'],
      { input: `${role}-password\n` })
    assert.equal(made.code, 0, made.err)
  }
  await start()
})
after(async () => {
  await server?.stop()
  await bot?.stop()
  await second?.stop()
  await venue?.stop()
  await directory?.remove()
})
beforeEach(async () => {
  bot.faults = {}
  bot.state = 'running'
  bot.skew_ms = 0
  bot.positions = { p1: position('p1') }
  bot.pauses = []
  bot.breakers = []
  bot.commands = []
  await current()
})

test('what the bot tells is shown to the cent, fractions to the hundredth of a percent, prices and limits as they are', async () => {
  const list = (await get('/api/v1/positions?decimals=string')).body
  assert.equal(list.bot, 'default')
  assert.equal(list.source, 'live')
  assert.equal(list.positions[0].long_value_usd, '15000.12')
  assert.equal(list.positions[0].short_value_usd, '14990')
  assert.equal(list.positions[0].delta, '10.12')
  assert.equal(list.summary.total_pnl_usd, '45.3')
  assert.equal((await get('/api/v1/positions')).body.positions[0].total_pnl_usd, 45.3)
  const detail = (await get('/api/v1/positions/p1')).body
  assert.equal(detail.asgard.position_pda, 'Pda')
  const stats = (await get('/api/v1/stats')).body
  assert.equal(stats.total_pnl_usd, 165.8)
  assert.equal(stats.open_positions, 1)
  assert.equal(stats.win_rate, 0.6667)
  const status = (await get('/api/v1/status')).body
  assert.equal(status.bot.state, 'running')
  assert.equal(status.chains.solana.block_height, 250000000)
  assert.deepEqual(status.bots, ['default', 'second'])
  assert.equal((await get('/api/v1/bots')).body.bots.length, 2)
  assert.deepEqual((await get('/api/v1/positions?bot=second')).body.positions, [])
  assert.equal((await get('/api/v1/positions?bot=third')).status, 404)
  assert.equal((await get('/api/v1/positions?bot=Not+One')).status, 422)
  assert.equal((await get('/api/v1/positions?decimals=roman')).status, 422)
  assert.equal((await get('/api/v1/positions?status=ajar')).body.field, 'status')
  assert.equal((await get('/api/v1/positions/unknown')).status, 404)
  assert.equal((await get('/api/v1/config')).body.version, bot.config.version)
  assert.equal((await get('/api/v1/config/risk-limits?decimals=string')).body.maintenance_margin, '0.025')
  assert.equal((await get('/api/v1/health')).body.checks.bot_api.status, 'healthy')
})

test('without a bot its check is there, and nothing is wrong', async () => {
  const bare = await temporaryDirectory()
  const alone = await startServer({ venue: venue.address, directory: bare.path })
  try {
    const { checks } = await until(async () => {
      const { body } = await ask(alone.url, '/api/v1/health')
      return body.status === 'healthy' && body
    })
    assert.deepEqual(checks.bot_api, { status: 'unknown', response_time_ms: 0, detail: 'No bot is attached.' })
  } finally {
    await alone.stop()
    await bare.remove()
  }
})

test('a breaker that is still open is in the history, however old', async () => {
  const longAgo = new Date(Date.now() - 30 * 86_400_000).toISOString()
  bot.breakers = [{
    id: 77, breaker_type: 'manual', triggered_at: longAgo, reason: 'By hand', scope: 'all', auto_recovery: false,
    cooldown_seconds: null, recovery_time: null, resolved_at: null, resolved_by: null,
  }]
  const listed = () => get('/api/v1/history/circuit-breakers?days=1').then(({ body }) => body.circuit_breakers.find((one) => one.id === 77))
  await until(listed)
  bot.breakers = [] // and forgotten
  await until(async () => !(await listed()))
  const { body } = await get('/api/v1/history/circuit-breakers?days=60')
  const ended = body.circuit_breakers.find((one) => one.id === 77)
  assert.match(ended.reason, /its end was not seen/)
  assert.equal(ended.resolved_by, null)
})

test('every position stands in the portfolio, the bots\' with kind hedge', async () => {
  const kinds = (await get('/api/portfolio/positions/')).body.positions.map((one) => one.kind)
  assert.deepEqual(kinds, ['spot', 'hedge'])
})

test('a command reaches the bot with who gave it, and once under one key', async () => {
  const asked = { reason: 'Maintenance', scope: 'entry', api_key: 'never-to-be-seen' }
  const paused = await post('/api/v1/control/pause', asked, { who: operator, idempotency: 'pause-1' })
  assert.equal(paused.status, 200)
  assert.equal(paused.body.pause_state.paused, true)
  assert.equal(paused.body.pause_state.pauses[0].by, 'olga')
  const again = await post('/api/v1/control/pause', asked, { who: operator, idempotency: 'pause-1' })
  assert.deepEqual(again.body, paused.body)
  assert.equal(commandsTo('/internal/control/pause').length, 1)
  assert.ok(!JSON.stringify(bot.commands).includes('never-to-be-seen'))
  assert.ok(!server.log().includes('never-to-be-seen'))
  assert.ok(!server.log().includes(key))
  assert.equal((await get('/api/v1/pause-state')).body.scope, 'entry')
  const resumed = await post('/api/v1/control/resume', { reason: 'Over' }, { who: operator })
  assert.deepEqual(resumed.body.cleared, [1])
  assert.equal(resumed.body.pause_state.paused, false)
})

test('each role may what it may', async () => {
  const body = { reason: 'why', scope: 'entry' }
  assert.equal((await post('/api/v1/control/pause', body, { who: viewer })).status, 403)
  assert.equal((await post('/api/v1/control/pause', { ...body, scope: 'all' }, { who: operator })).status, 403)
  assert.equal((await post('/api/v1/control/pause', { ...body, including_emergency: true }, { who: operator })).status, 403)
  assert.equal((await post('/api/v1/control/emergency-stop', { reason: 'why' }, { who: operator })).status, 403)
  assert.equal((await post('/api/v1/positions', { asset: 'SOL' }, { who: operator })).status, 403)
  assert.equal((await get('/api/v1/positions', viewer)).status, 200)
  assert.equal(bot.commands.length, 0)
})

test('an operator goes on with what an operator may pause, an admin with everything', async () => {
  bot.pause('all', 'by hand', 'ada')
  bot.pause('entry', 'by hand', 'olga')
  await post('/api/v1/control/resume', {}, { who: operator })
  assert.deepEqual(bot.pauses.map((one) => one.scope), ['all'])
  assert.equal((await post('/api/v1/control/resume', { scope: 'all' }, { who: operator })).status, 403)
  await post('/api/v1/control/resume', {})
  assert.deepEqual(bot.pauses, [])
})

test('open, close and breakers go through; the bot\'s refusals are its own words', async () => {
  const opened = await post('/api/v1/positions', { asset: 'SOL', size_usd: '5000.25', leverage: 3, reason: 'rich' })
  assert.equal(opened.status, 202)
  assert.equal(opened.body.position_id, 'p2')
  assert.equal(commandsTo('/internal/positions')[0].size_usd, 5000.25)
  const refused = await post('/api/v1/positions', { asset: 'DOGE' })
  assert.equal(refused.status, 422)
  assert.equal(refused.body.code, 'UNKNOWN_ASSET')
  assert.equal(refused.body.field, 'asset')
  assert.equal((await post('/api/v1/positions', { asset: 'SOL', size_usd: '-1' })).body.field, 'size_usd')
  assert.equal((await post('/api/v1/positions', { asset: 'SOL', colour: 'red' })).body.field, 'colour')
  assert.equal((await post('/api/v1/positions/p1/close', { reason: 'enough' })).body.status, 'closing')
  assert.equal((await post('/api/v1/positions/p9/close', { reason: 'enough' })).status, 404)
  bot.breakers = [{
    id: 1, breaker_type: 'lst_depeg', triggered_at: new Date().toISOString(), reason: 'jitoSOL is off', scope: 'entry', auto_recovery: false,
    cooldown_seconds: null, recovery_time: null, resolved_at: null, resolved_by: null,
  }]
  await until(async () => (await get('/api/v1/circuit-breakers')).body.circuit_breakers?.length === 1)
  assert.deepEqual((await post('/api/v1/circuit-breakers/lst_depeg/resolve', { reason: 'checked' })).body.circuit_breakers, [])
  assert.equal((await post('/api/v1/circuit-breakers/lst_depeg/resolve', { reason: 'checked' })).status, 404)
  assert.equal((await post('/api/v1/circuit-breakers/none/resolve', { reason: 'checked' })).status, 422)
})

test('a configuration is checked, versioned, and its history says who and why', async () => {
  const { bot: settings, risk, version } = (await get('/api/v1/config?decimals=string')).body
  const put = (json, who = token) => ask(server.url, '/api/v1/config', { method: 'PUT', token: who, json })
  const change = { bot: settings, risk: { ...risk, max_leverage: '3.5' }, expected_version: version, reason: 'less' }
  assert.equal((await put({ ...change, risk: { ...risk, max_leverage: '11' } })).body.field, 'risk.max_leverage')
  assert.equal((await put({ ...change, risk: { ...risk, maintenance_margin: '0.06' } })).body.field, 'risk.maintenance_margin')
  assert.equal((await put({ ...change, bot: { ...settings, colour: 1 } })).body.field, 'bot.colour')
  assert.equal((await put({ ...change, expected_version: version + 7 })).body.code, 'VERSION_CONFLICT')
  assert.equal((await put(change, operator)).status, 403)
  const done = await put(change)
  assert.equal(done.status, 200)
  assert.equal(done.body.version, version + 1)
  const history = (await get('/api/v1/config/history')).body.versions
  assert.equal(history[0].version, version + 1)
  assert.equal(history[0].reason, 'less')
  assert.equal(history[0].by, 'admin')
  assert.deepEqual(history[0].changes, [{ field: 'risk.max_leverage', from: '4', to: '3.5' }])
})

test('while the bot is away what was known is shown as that, over a restart of the server too', async () => {
  await until(async () => (await get('/api/v1/positions')).body.source === 'live')
  await new Promise((resolve) => setTimeout(resolve, 6000)) // the documents are saved
  await bot.stop()
  const away = await until(async () => {
    const answer = await get('/api/v1/positions')
    return answer.status === 503 && answer
  }, 15_000)
  assert.equal(away.body.code, 'BOT_UNAVAILABLE')
  assert.equal(away.body.cached_data.positions[0].position_id, 'p1')
  assert.ok(Date.parse(away.body.cached_at) < Date.now())
  assert.ok(away.body.retry_after >= 1)
  const status = await get('/api/v1/status')
  assert.equal(status.status, 200)
  assert.equal(status.body.bot.state, 'unavailable')
  assert.equal((await get('/api/v1/health')).body.checks.bot_api.status, 'degraded')
  assert.equal((await post('/api/v1/control/pause', { reason: 'why', scope: 'entry' })).status, 503)
  await server.stop()
  await start()
  const restarted = await get('/api/v1/positions')
  assert.equal(restarted.status, 503)
  assert.equal(restarted.body.cached_data.positions[0].position_id, 'p1')
  await bot.start()
  await current()
})

test('a bot that recovers is not one without positions', async () => {
  bot.state = 'recovering'
  bot.positions = {}
  const answer = await until(async () => {
    const told = await get('/api/v1/positions')
    return told.status === 503 && told
  }, 15_000)
  assert.equal(answer.body.message, 'Trading bot is starting up or recovering')
  assert.equal(answer.body.cached_data.positions[0].position_id, 'p1')
  const runtime = (await get('/api/v1/status')).body.bot
  assert.equal(runtime.state, 'recovering')
  assert.deepEqual(runtime.recovery_progress, { step: 'reading legs', done: 1, total: 3 })
})

for (const [name, fault] of [['garbage', { garbage: '<html>not json' }], ['half an answer', { cut: true }],
  ['wrong types', { garbage: '{"p1":{"position_id":7}}' }], ['a list', { garbage: '[]' }], ['too much', { garbage: `"${'x'.repeat(5 << 20)}"` }]]) {
  test(`${name} is named, and what was known stays`, async () => {
    bot.faults = { '/internal/positions': fault }
    const runtime = await until(async () => {
      const told = (await get('/api/v1/status')).body.bot
      return !told.healthy && told.detail && told
    }, 15_000)
    assert.equal(runtime.healthy, false)
    const answer = await until(async () => {
      const told = await get('/api/v1/positions')
      return told.status === 503 && told
    }, 15_000)
    assert.equal(answer.body.cached_data.positions[0].position_id, 'p1')
  })
}

test('a slow bot is not waited for', async () => {
  bot.faults = { '/internal/control/pause': { delay_ms: 60_000 } }
  const began = Date.now()
  const answer = await post('/api/v1/control/pause', { reason: 'why', scope: 'entry' })
  assert.equal(answer.status, 502)
  assert.equal(answer.body.code, 'BOT_OUTCOME_UNKNOWN')
  assert.ok(Date.now() - began < 15_000)
})

test('a command during which the bot restarts is done once', async () => {
  bot.faults = { '/internal/control/pause': { cut: true, die_after: true } }
  setTimeout(async () => {
    bot.faults = {}
    await bot.start()
  }, 400)
  const answer = await post('/api/v1/control/pause', { reason: 'mid-command', scope: 'entry' })
  assert.equal(answer.status, 200)
  assert.equal(bot.pauses.filter((one) => one.reason === 'mid-command').length, 1)
})

test('a skewed clock is measured and changes nothing else', async () => {
  bot.skew_ms = -3_600_000
  const runtime = await until(async () => {
    const told = (await get('/api/v1/status')).body.bot
    return told.clock_skew_ms < -3_500_000 && told
  })
  assert.equal(runtime.healthy, true)
  assert.equal((await get('/api/v1/positions')).body.positions.length, 1)
})

test('another bot behind the address is noticed', async () => {
  for (let i = 0; i < 20; ++i) bot.tell('delta_drift', 'It drifts.', { position_id: 'p1' })
  await until(async () => (await get('/api/v1/positions/p1/history')).body.events.length >= 20)
  const events = bot.events
  bot.events = []
  await bot.stop()
  await bot.start()
  await until(async () => /another bot answers/.test((await get('/api/v1/status')).body.bot.detail ?? ''), 20_000)
  bot.events = events
  await current()
})

test('the feed has it all: state as it changes, events in order and once', async () => {
  const channels = ['positions', 'pause_state', 'bots']
  const feed = openFeed(server.url, { token })
  const { data } = await feed.subscribe(channels)
  assert.equal(data.positions.p1.kind, 'hedge')
  assert.equal(data.positions.p1.total_pnl_usd, '45.3')
  assert.equal(data.bots.default.runtime.state, 'running')
  assert.equal(data.pause_state.bots.default.paused, false)
  bot.tell('leg_failed', 'The short leg failed.', { severity: 'critical', position_id: 'p1', asset: 'SOL', data: { leg: 'hyperliquid' } })
  await feed.until(() => feed.of('bot_event').some((one) => one.data.type === 'leg_failed'))
  await post('/api/v1/control/pause', { reason: 'seen by all', scope: 'entry' })
  await feed.until(() => feed.of('pause_state_change').some((one) => one.data.bot === 'default' && one.data.paused))
  bot.positions.p1 = position('p1', { pnl: { ...bot.positions.p1.pnl, total_pnl: 46.25 } })
  await feed.until(() => feed.of('position_update').some((one) => one.data.total_pnl_usd === '46.25'))
  await feed.until(() => feed.of('bot_update').length > 0)
  feed.cut()
  bot.positions.p1 = position('p1', { status: 'closed', closed_at: new Date().toISOString() })
  bot.tell('position_closed', 'Closed.', { position_id: 'p1', asset: 'SOL' })
  await until(async () => (await get('/api/v1/positions/p1/history')).body.events[0]?.type === 'position_closed')
  const again = openFeed(server.url, { token, knowledge: feed.knowledge })
  await again.resume(channels)
  await again.until(() => again.numbered().some((one) => one.type === 'position_closed' && one.data.bot === 'default'))
  assert.equal(again.knowledge.view.positions.p1, undefined)
  const ids = again.knowledge.events.filter((one) => one.type === 'bot_event' && one.data.bot === 'default').map((one) => one.data.id)
  assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => a - b))
  await again.close()
  const sse = await openSse(server.url, { token, query: '?channels=bots' })
  await sse.until(() => sse.of('snapshot').length > 0)
  await sse.close()
})

test('an emergency stop of everything stops the bots and our own entries', async () => {
  const feed = openFeed(server.url, { token })
  await feed.subscribe(['bots', 'pause_state'])
  const stop = await post('/api/v1/control/emergency-stop', { reason: 'The venue misbehaves' })
  assert.equal(stop.status, 202)
  assert.equal(stop.body.success, true)
  assert.equal(stop.body.kill_switch, true)
  assert.deepEqual(stop.body.bots.map((one) => one.state), ['CONFIRMED', 'CONFIRMED'])
  assert.equal(bot.pauses.at(-1).scope, 'all')
  assert.equal((await get('/api/v1/control/emergency-stop')).body.stops.length, 1)
  assert.equal((await ask(server.url, `/api/v1/control/emergency-stop/${stop.body.id}/acknowledge`, { method: 'POST', token: viewer })).status, 403)
  const seen = await ask(server.url, `/api/v1/control/emergency-stop/${stop.body.id}/acknowledge`, { method: 'POST', token: operator })
  assert.equal(seen.body.acknowledged_by, 'olga')
  await feed.until(() => feed.of('emergency_stop').some((one) => one.data.success && one.data.acknowledged_by === 'olga'))
  assert.ok(feed.of('pause_state_change').some((one) => one.data.paused && !one.data.bot))
  await feed.close()
  assert.deepEqual((await get('/api/v1/control/emergency-stop')).body.stops, [])
})

test('an emergency stop that is not confirmed is asked for again, over kill -9 of the server', async () => {
  await bot.stop()
  const stop = await post('/api/v1/control/emergency-stop?bot=default', { reason: 'Gone mad', mode: 'flatten' })
  assert.equal(stop.status, 202)
  assert.equal(stop.body.success, false)
  assert.equal(stop.body.kill_switch, null)
  assert.equal(stop.body.bots[0].state, 'REQUESTED')
  await server.stop('SIGKILL')
  bot.commands = []
  await bot.start()
  await start()
  const confirmed = await until(async () => {
    const [one] = (await get('/api/v1/control/emergency-stop')).body.stops
    return one?.bots[0].state === 'CONFIRMED' && one
  }, 20_000)
  assert.equal(confirmed.bots[0].positions_left, 1)
  assert.equal(commandsTo('/internal/control/emergency-stop').length, 1)
  assert.equal(commandsTo('/internal/control/emergency-stop')[0].mode, 'flatten')
  bot.positions = {}
  await until(async () => (await get('/api/v1/control/emergency-stop')).body.stops[0].bots[0].positions_left === 0)
})
