// The real bot at the real simulator: both legs, hours of funding, faults of each venue, kill -9 of both programs.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { command, document, onlyByHand, open, position, requestId, startBot, untilState, untilStatus } from '../support/bot.mjs'
import { ask } from '../support/bot_contract.mjs'
import { hedgeKey } from '../support/hedge_venue.mjs'
import { startSimulator, temporaryDirectory, until } from '../support/programs.mjs'

let simulator, directory, venueDirectory, bot
const simulatorFlags = () => ['--hedge-account', `${hedgeKey}:100000`, '--data-dir', venueDirectory.path]
before(async () => {
  directory = await temporaryDirectory()
  venueDirectory = await temporaryDirectory()
  simulator = await startSimulator(simulatorFlags())
  bot = await startBot({ venue: simulator.address, directory: directory.path, flags: ['--open-deadline', '10'] })
  await untilState(bot, 'running')
  await onlyByHand(bot)
})
after(async () => {
  await bot?.stop()
  await simulator?.stop()
  await directory?.remove()
  await venueDirectory?.remove()
})

async function steer(what, json, method = 'POST') {
  const answer = await fetch(`http://${simulator.address}/sim/hedge/${what}`, { method, body: json && JSON.stringify(json) })
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
}
const atVenue = async (target) => (await fetch(`http://${simulator.address}${target}`, { headers: { 'X-API-Key': hedgeKey } })).json()
const legs = async () => [
  (await atVenue('/perp/v1/account')).positions.filter((each) => each.size !== 0).length,
  (await atVenue('/lending/v1/positions')).positions.filter((each) => each.status === 'OPEN').length,
]
const standing = async () => (await fetch(`http://${simulator.address}/sim/hedge/fault`)).json()
const close = (id) => command(bot, `/internal/positions/${id}/close`, { reason: 'a test', request_id: requestId() }, 202)
async function flat(id) {
  await untilStatus(bot, id, 'closed', 60_000)
  assert.deepEqual(await legs(), [0, 0])
}

test('a position opens hedged, is paid by the hour to the cent, and closes', async () => {
  const id = await open(bot, { size_usd: 5000, leverage: 3 })
  const opened = await untilStatus(bot, id, 'open', 30_000)
  assert.ok(Math.abs(opened.risk.delta_ratio) < 0.01, `delta ratio ${opened.risk.delta_ratio}`)
  assert.deepEqual(await legs(), [1, 1])
  await steer('clock', { advance_seconds: 3 * 3600 })
  const paid = await until(async () => {
    const { payments } = await document(bot, '/internal/funding')
    return payments.filter((each) => each.position_id === id).length >= 3 && payments
  }, 20_000)
  const { payments } = await atVenue('/perp/v1/payments?after=0&limit=1000')
  assert.deepEqual(paid.map((each) => each.amount_usd), payments.slice(0, paid.length).map((each) => each.amount))
  await close(id)
  await flat(id)
})

for (const venue of ['perp', 'lending']) {
  for (const what of ['timeout', 'lost', 'error', 'reject']) {
    test(`${venue}: the next opening ${what}: a whole position or none, and it closes`, async () => {
      await steer('fault', { venue, what, count: 1, only: 'open' })
      const id = await open(bot)
      const end = await until(async () => {
        const found = await position(bot, id)
        return ['open', 'closed'].includes(found.status) && found
      }, 60_000)
      assert.deepEqual(await standing(), [], 'the fault came to pass')
      if (end.status === 'open') {
        assert.deepEqual(await legs(), [1, 1])
        await close(id)
      }
      await flat(id)
    })

    test(`${venue}: the next closing ${what}: both legs are closed in the end`, async () => {
      const id = await open(bot)
      await untilStatus(bot, id, 'open', 30_000)
      await steer('fault', { venue, what, count: 1, only: 'close' })
      await close(id)
      await flat(id)
      assert.deepEqual(await standing(), [], 'the fault came to pass')
    })
  }
}

test('kill -9 of the simulator and of the bot while a position stands: both go on with it', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open', 30_000)
  await until(async () => (await legs())[0] === 1)
  await new Promise((resolve) => setTimeout(resolve, 1_500)) // the simulator keeps its state within a second
  const { address } = simulator
  await simulator.stop('SIGKILL')
  await untilState(bot, 'degraded', 20_000)
  assert.equal((await position(bot, id)).status, 'open')
  await bot.stop('SIGKILL')
  bot = await startBot({ venue: address, directory: directory.path })
  assert.equal((await position(bot, id)).status, 'open')
  simulator = await startSimulator(simulatorFlags(), address)
  await untilState(bot, 'running', 30_000)
  await untilStatus(bot, id, 'open')
  await close(id)
  await flat(id)
})

test('a chain that goes down mid-close: stuck or closing until it is back, then closed', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open', 30_000)
  await steer('chain', { chain: 'solana', down: true })
  await close(id)
  await until(async () => (await position(bot, id)).hyperliquid.state === 'closed', 30_000)
  assert.notEqual((await position(bot, id)).status, 'closed')
  await steer('chain', { chain: 'solana', down: false })
  await flat(id)
  await command(bot, '/internal/control/resume', {})
})

test('a crash of the price takes the position out at emergency, whatever is paused', async () => {
  await until(async () => (await ask(bot, '/internal/pause-state')).body.active_breakers.length === 0, 90_000, 500)
  const id = await open(bot)
  await untilStatus(bot, id, 'open', 30_000)
  await command(bot, '/internal/control/pause', { reason: 'hands off', scope: 'all' })
  const { markets } = await atVenue('/perp/v1/markets')
  const { mark_price } = markets.find((each) => each.coin === 'SOL')
  await steer('market', { coin: 'SOL', oracle_price: Number((mark_price * 0.8).toFixed(2)), mark_price: Number((mark_price * 0.8).toFixed(2)), hold: true })
  const ended = await until(async () => {
    const found = await position(bot, id)
    return ['closed', 'liquidated'].includes(found.status) && found
  }, 60_000)
  assert.equal(ended.status, 'closed')
  assert.deepEqual(await legs(), [0, 0])
})
