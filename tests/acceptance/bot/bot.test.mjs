// The real bot at scripted venues: what it serves and how it is steered, every answer held to api/bot.yaml.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { command, document, onlyByHand, open, requestId, startBot, untilState, untilStatus } from '../support/bot.mjs'
import { ask, document as contract, follow } from '../support/bot_contract.mjs'
import { startHedgeVenue } from '../support/hedge_venue.mjs'
import { temporaryDirectory, until } from '../support/programs.mjs'

let venue, directory, bot
before(async () => {
  venue = await startHedgeVenue()
  directory = await temporaryDirectory()
  bot = await startBot({ venue: venue.address, directory: directory.path })
  await untilState(bot, 'running')
  await onlyByHand(bot)
})
after(async () => {
  await bot?.stop()
  await venue?.stop()
  await directory?.remove()
})

const reads = Object.keys(contract.paths).filter((path) => contract.paths[path].get && path !== '/health' && !path.includes('{'))

test('health is told to everybody, all else to the key alone', async () => {
  assert.equal((await ask(bot, '/health', { key: null })).body.state, 'running')
  for (const path of reads) {
    assert.equal((await ask(bot, path)).status, 200, path)
    for (const key of [null, '', 'x', bot.key.slice(1), `${bot.key}x`, bot.key.toUpperCase()]) {
      assert.equal((await ask(bot, path, { key })).body.code, 'KEY_REQUIRED', `${path} ${key}`)
    }
  }
})

test('without a key nobody learns which paths there are', async () => {
  for (const target of ['/internal/nothing', '/', '/internal/positions/x/close']) {
    const answer = await fetch(bot.url + target, { method: 'POST' })
    assert.equal(answer.status, 401)
    await answer.text()
  }
})

test('a key in the body is taken in place of the header, and never logged', async () => {
  const pause = { reason: 'key in the body', scope: 'exit', request_id: requestId() }
  assert.equal((await ask(bot, '/internal/control/pause', { key: null, json: { ...pause, api_key: bot.key } })).status, 200)
  assert.equal((await ask(bot, '/internal/control/pause', { key: null, json: { ...pause, api_key: 'another' } })).status, 401)
  assert.equal((await ask(bot, '/internal/control/pause', { key: 'another', json: { ...pause, api_key: bot.key } })).status, 401)
  await command(bot, '/internal/control/resume', { api_key: bot.key })
  assert.ok(!bot.log().includes(bot.key) && !bot.out().includes(bot.key))
})

test('each wrong field of a command is named, and has no effect', async () => {
  const id = requestId()
  const wrong = [
    ['/internal/control/pause', {}, 'reason'],
    ['/internal/control/pause', { reason: '', scope: 'all' }, 'reason'],
    ['/internal/control/pause', { reason: 'x'.repeat(301), scope: 'all' }, 'reason'],
    ['/internal/control/pause', { reason: 'x', scope: 'everything' }, 'scope'],
    ['/internal/control/pause', { reason: 'x', scope: 'all', including_emergency: 'yes' }, 'including_emergency'],
    ['/internal/control/pause', { reason: 'x', scope: 'all', request_id: 'a b' }, 'request_id'],
    ['/internal/control/pause', { reason: 'x', scope: 'all', request_id: '' }, 'request_id'],
    ['/internal/control/pause', { reason: 'x', scope: 'all', by: 'x'.repeat(65) }, 'by'],
    ['/internal/control/pause', { reason: 'x', scope: 'all', force: true }, 'force'],
    ['/internal/control/resume', { scopes: ['entry', 'nothing'] }, 'scopes[1]'],
    ['/internal/control/resume', { scopes: [] }, 'scopes'],
    ['/internal/control/emergency-stop', { reason: 'x' }, 'mode'],
    ['/internal/control/emergency-stop', { reason: 'x', mode: 'explode' }, 'mode'],
    ['/internal/positions', { request_id: id }, 'asset'],
    ['/internal/positions', { asset: 'SOL' }, 'request_id'],
    ['/internal/positions', { asset: 'SOL', size_usd: -1, request_id: id }, 'size_usd'],
    ['/internal/positions', { asset: 'SOL', size_usd: 1e25, request_id: id }, 'size_usd'],
    ['/internal/positions', { asset: 'SOL', leverage: 0.5, request_id: id }, 'leverage'],
    ['/internal/positions', { asset: '', request_id: id }, 'asset'],
    ['/internal/positions/nothing/close', { reason: 'x' }, 'request_id'],
    ['/internal/circuit-breakers/high_gas/resolve', { request_id: id }, 'reason'],
  ]
  for (const [target, json, field] of wrong) {
    const answer = await ask(bot, target, { json })
    assert.equal(answer.status, 422, `${target} ${JSON.stringify(json)}`)
    assert.equal(answer.body.field, field, `${target} ${JSON.stringify(json)}: ${JSON.stringify(answer.body)}`)
  }
  for (const body of ['', '{', '[]', 'null', '"x"', '{"reason":"x","reason":"y","scope":"all"}', '\u0000', '[['.repeat(100)]) {
    assert.equal((await ask(bot, '/internal/control/pause', { method: 'POST', body })).status, 422, body)
  }
  for (const [target, field] of [['/internal/trades?after=-1', 'after'], ['/internal/funding?limit=0', 'limit'], ['/internal/events?limit=1001', 'limit'], ['/internal/events?after=x', 'after']]) {
    assert.equal((await ask(bot, target)).body.field, field)
  }
  assert.equal((await document(bot, '/internal/pause-state')).paused, false)
})

test('a number that no decimal holds is refused by its field', async () => {
  const body = `{"asset":"SOL","size_usd":1e400,"request_id":"${requestId()}"}`
  assert.equal((await ask(bot, '/internal/positions', { method: 'POST', body })).body.field, 'size_usd')
})

test('a configuration is checked field by field, by its version, and put as a whole', async () => {
  const { bot: settings, risk, version } = await document(bot, '/internal/config')
  const put = (json) => ask(bot, '/internal/config', { method: 'PUT', json })
  const bad = await put({ bot: settings, risk: { ...risk, max_leverage: 11 }, expected_version: version })
  assert.equal(bad.status, 422)
  assert.equal(bad.body.field, 'risk.max_leverage')
  assert.equal((await put({ bot: settings, risk: { ...risk, health_factor_critical: 0.5 }, expected_version: version })).status, 422)
  assert.equal((await put({ bot: { ...settings, colour: 'red' }, risk, expected_version: version })).body.field, 'bot.colour')
  assert.equal((await put({ bot: settings, risk, expected_version: version + 1 })).status, 409)
  const done = await put({ bot: { ...settings, scan_interval_seconds: 61 }, risk, expected_version: version, by: 'anna' })
  assert.equal(done.status, 200)
  assert.deepEqual([done.body.version, done.body.updated_by, done.body.bot.scan_interval_seconds], [version + 1, 'anna', 61])
})

test('pauses are a set; an id makes a command harmless to repeat, and cannot be used for another', async () => {
  const pause = { reason: 'lunch', scope: 'entry', by: 'anna', request_id: requestId() }
  const first = await command(bot, '/internal/control/pause', pause)
  assert.deepEqual(await command(bot, '/internal/control/pause', pause), first)
  await command(bot, '/internal/control/pause', { reason: 'audit', scope: 'exit', request_id: requestId() })
  const state = await document(bot, '/internal/pause-state')
  assert.deepEqual(state.pauses.map((each) => each.scope), ['entry', 'exit'])
  assert.equal((await ask(bot, '/internal/control/pause', { json: { ...pause, scope: 'all' } })).status, 409)
  assert.equal((await ask(bot, '/internal/positions', { json: { asset: 'SOL', request_id: requestId() } })).body.code, 'PAUSED')
  assert.deepEqual((await command(bot, '/internal/control/resume', { scopes: ['entry'] })).cleared, [first.pause_id])
  assert.equal((await command(bot, '/internal/control/resume', {})).cleared.length, 1)
  assert.equal((await document(bot, '/internal/pause-state')).paused, false)
})

test('a position opens with both legs, is hedged, earns funding, and closes with both legs', async () => {
  const id = await open(bot, { leverage: 3, reason: 'a test', by: 'anna' })
  const opened = await untilStatus(bot, id, 'open')
  assert.equal(opened.asgard.state, 'open')
  assert.equal(opened.hyperliquid.state, 'open')
  assert.ok(Math.abs(opened.risk.delta_ratio) < 0.005, `delta ratio ${opened.risk.delta_ratio}`)
  assert.equal((await document(bot, '/internal/positions'))[id].position_id, id)
  venue.pay(1.25)
  const payments = await until(async () => (await document(bot, '/internal/funding')).payments.at(-1))
  assert.deepEqual([payments.position_id, payments.amount_usd], [id, 1.25])
  await command(bot, `/internal/positions/${id}/close`, { reason: 'enough', request_id: requestId() }, 202)
  const closed = await untilStatus(bot, id, 'closed')
  assert.equal(venue.short(), 0)
  assert.equal(venue.held(), 0)
  assert.equal(closed.pnl.funding_pnl, 1.25)
  const { trades } = await document(bot, '/internal/trades')
  const own = trades.filter((each) => each.position_id === id)
  assert.deepEqual(own.map((each) => `${each.action} ${each.leg}`), ['open asgard', 'open hyperliquid', 'close hyperliquid', 'close asgard'])
  assert.equal(own.at(-1).realized_pnl_usd, closed.pnl.total_pnl)
  assert.equal((await ask(bot, `/internal/positions/${id}/close`, { json: { reason: 'again', request_id: requestId() } })).status, 409)
  assert.equal((await ask(bot, '/internal/positions/nothing')).status, 404)
  const page = await document(bot, `/internal/trades?after=${own[0].id}&limit=2`)
  assert.deepEqual(page.trades, own.slice(1, 3))
})

test('an emergency stop that flattens closes everything, and halts', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  const asked = { reason: 'fire', mode: 'flatten', by: 'anna', request_id: requestId() }
  const stopped = await command(bot, '/internal/control/emergency-stop', asked)
  assert.deepEqual(stopped.closing, [id])
  assert.deepEqual(await command(bot, '/internal/control/emergency-stop', asked), stopped)
  await untilStatus(bot, id, 'closed')
  assert.deepEqual([venue.short(), venue.held()], [0, 0])
  assert.equal((await document(bot, '/internal/pause-state')).scope, 'all')
  assert.equal((await ask(bot, '/internal/positions', { json: { asset: 'SOL', request_id: requestId() } })).status, 409)
  await command(bot, '/internal/control/resume', {})
  const { circuit_breakers } = await document(bot, '/internal/circuit-breakers')
  assert.ok(circuit_breakers.some((each) => each.breaker_type === 'manual' && each.resolved_by !== null))
  assert.equal((await ask(bot, '/internal/circuit-breakers/nothing/resolve', { json: { reason: 'x', request_id: requestId() } })).status, 404)
})

test('events come as pages and as a stream, which resumes and says when it cannot', async () => {
  const { events, newest } = await document(bot, '/internal/events?limit=1000')
  assert.deepEqual(events.map((each) => each.id), Array.from({ length: newest }, (_, i) => i + 1))
  const stream = await follow(bot)
  await until(() => stream.events.length === newest)
  assert.deepEqual(stream.events, events)
  const resumed = await follow(bot, { lastEventId: newest - 1, after: 0 })
  await command(bot, '/internal/control/pause', { reason: 'seen live', scope: 'entry' })
  await until(() => resumed.events.length === 2)
  assert.equal(resumed.events[1].type, 'pause_added')
  await until(() => stream.events.at(-1).id === newest + 1)
  await until(() => resumed.comments > 0, 20_000) // the silence of 5 s is broken
  await command(bot, '/internal/control/resume', {})
  for (const each of [stream, resumed]) each.stop()
  const gone = await ask(bot, `/internal/events?after=${newest + 100}`, { headers: { Accept: 'text/event-stream' } })
  assert.deepEqual([gone.status, gone.body.newest], [410, newest + 2])
})

test('what is no part of the contract is refused without harm', async () => {
  const key = { 'X-API-Key': bot.key }
  for (const [method, target, status] of [['GET', '/internal/nothing', 404], ['DELETE', '/internal/positions', 405], ['POST', '/health', 405]]) {
    const answer = await fetch(bot.url + target, { method, headers: key })
    assert.equal(answer.status, status, `${method} ${target}`)
    await answer.text()
  }
  const large = await fetch(`${bot.url}/internal/control/pause`, { method: 'POST', headers: key, body: 'x'.repeat(100_000) }).catch(() => null)
  assert.ok(large === null || large.status === 413)
  await large?.text()
  assert.equal((await document(bot, '/health')).state, 'running')
})

test('at SIGTERM it ends with 0, and goes on where it was', async () => {
  const before = await document(bot, '/internal/events?limit=1000')
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  assert.equal(await bot.stop(), 0)
  bot = await startBot({ venue: venue.address, directory: directory.path })
  await untilState(bot, 'running')
  await untilStatus(bot, id, 'open')
  const now = await document(bot, '/internal/events?limit=1000')
  assert.deepEqual(now.events.slice(0, before.events.length), before.events)
  assert.equal((await document(bot, '/internal/config')).bot.enable_auto_entry, false)
  await command(bot, `/internal/positions/${id}/close`, { reason: 'done', request_id: requestId() }, 202)
  await untilStatus(bot, id, 'closed')
})
