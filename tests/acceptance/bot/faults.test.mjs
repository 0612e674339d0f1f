// The real bot at venues that fail in every way.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { command, document, onlyByHand, open, position, requestId, startBot, untilState, untilStatus } from '../support/bot.mjs'
import { ask } from '../support/bot_contract.mjs'
import { startHedgeVenue } from '../support/hedge_venue.mjs'
import { temporaryDirectory, until } from '../support/programs.mjs'

let venue, directory, bot
beforeEach(async () => {
  venue = await startHedgeVenue()
  directory = await temporaryDirectory()
  bot = await startBot({ venue: venue.address, directory: directory.path })
  await untilState(bot, 'running')
  await onlyByHand(bot)
})
afterEach(async () => {
  await bot?.stop('SIGKILL')
  await venue?.stop()
  await directory?.remove()
})
const nothingTwice = () => assert.equal(new Set(venue.acts).size, venue.acts.length, venue.acts.join('\n'))

test('venues that are away: degraded with the reason, nothing opens, positions stay known; back again: running', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  await venue.goAway()
  await untilState(bot, 'degraded', 20_000)
  assert.ok((await document(bot, '/health')).detail)
  assert.equal((await position(bot, id)).status, 'open')
  assert.equal((await ask(bot, '/internal/positions', { json: { asset: 'SOL', request_id: requestId() } })).status, 409)
  await venue.comeBack()
  await untilState(bot, 'running', 20_000)
  assert.equal((await position(bot, id)).status, 'open')
})

for (const [what, how] of Object.entries({
  'done, and the answer lost': 'drop',
  'done, and answered with garbage': { body: '<html>502 Bad Gateway</html>' },
  'done, and answered in half': { body: '{"client_id":', length: 500 },
  'done, and answered 503': { status: 503, body: '{"code":"BUSY","message":"later"}' },
  'done, and answered about another order': { body: '{"client_id":"another","coin":"SOL","side":"SELL","size":1,"filled_size":1,"average_price":150,"fee":0,"status":"FILLED","reason":null,"time":"2026-01-02T03:04:05Z"}' },
})) {
  test(`an act that was ${what} is asked for, and not done again`, async () => {
    venue.steering.spoil = (pathname, method, answer) => (answer !== null && method === 'POST' && !pathname.includes('/markets') ? how : undefined)
    const id = await open(bot)
    await untilStatus(bot, id, 'open', 40_000)
    await command(bot, `/internal/positions/${id}/close`, { reason: 'a test', request_id: requestId() }, 202)
    await untilStatus(bot, id, 'closed', 40_000)
    assert.deepEqual([venue.short(), venue.held()], [0, 0])
    nothingTwice()
  })
}

test('an opening short that is refused unwinds the long leg: no half-open position stays', async () => {
  await bot.stop()
  bot = await startBot({ venue: venue.address, directory: directory.path, flags: ['--open-deadline', '5'] })
  venue.steering.refuse = (act) => act === 'open short'
  const id = await open(bot)
  await until(async () => ['closed', 'stuck'].includes((await position(bot, id)).status), 90_000)
  venue.steering.refuse = null
  await untilStatus(bot, id, 'closed', 60_000)
  assert.deepEqual([venue.short(), venue.held()], [0, 0])
})

test('a close that fails on one leg is stuck with its leg and why, is tried again, and ends closed', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  venue.steering.refuse = (act) => act === 'close long'
  await command(bot, `/internal/positions/${id}/close`, { reason: 'a test', request_id: requestId() }, 202)
  const stuck = await untilStatus(bot, id, 'stuck', 40_000)
  assert.equal(stuck.stuck.leg, 'asgard')
  assert.ok(stuck.stuck.why)
  assert.equal(stuck.hyperliquid.state, 'closed')
  venue.steering.refuse = null
  await untilStatus(bot, id, 'closed', 60_000)
  const { events } = await document(bot, '/internal/events?limit=1000')
  assert.ok(events.some((each) => each.type === 'position_stuck' && each.position_id === id))
})

const garbage = [
  '', 'null', '[]', '{}', '{"time":1}', '\u0000\u0001', '{"markets":[]}', '['.repeat(10_000), `{"time":"2026-01-02T03:04:05Z","markets":[${'{},'.repeat(5000)}{}]}`,
  '{"time":"2026-01-02T03:04:05Z","markets":[{"coin":"SOL","mark_price":-1,"oracle_price":1e300,"bid":"NaN"}]}', 'x'.repeat(3_000_000),
]
test('questions answered with garbage are silence: the bot lives, says so, and recovers', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  for (const body of garbage) {
    venue.steering.spoil = (pathname, method, answer) => (answer !== null && method === 'GET' ? { body } : undefined)
    await untilState(bot, 'degraded', 20_000)
    assert.equal((await position(bot, id)).status, 'open')
    venue.steering.spoil = null
    await untilState(bot, 'running', 20_000)
  }
})

test('a chain that is down is shown, and nothing opens over it', async () => {
  venue.chains.solana.connected = false
  await until(async () => (await document(bot, '/internal/chains')).solana.connected === false)
  const refused = await ask(bot, '/internal/positions', { json: { asset: 'SOL', request_id: requestId() } })
  assert.equal(refused.status, 409)
  await until(async () => (await document(bot, '/internal/circuit-breakers')).circuit_breakers.some((each) => each.breaker_type === 'chain_outage'))
})

test('at SIGTERM an act that is out is waited for, and the bot knows its outcome', async () => {
  let reached = false
  venue.steering.spoil = (pathname, method, answer) => {
    if (method === 'POST' && pathname === '/lending/v1/positions' && answer !== null) reached = true
    return undefined
  }
  const id = await open(bot)
  await until(() => reached)
  assert.equal(await bot.stop(), 0)
  venue.steering.spoil = null
  bot = await startBot({ venue: venue.address, directory: directory.path })
  await untilStatus(bot, id, 'open', 40_000)
  nothingTwice()
})
