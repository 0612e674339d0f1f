// kill -9 of the real bot in each state of a position, and of its files: it goes on without doing anything twice.
import assert from 'node:assert/strict'
import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { command, document, onlyByHand, open, position, requestId, startBot, untilState, untilStatus } from '../support/bot.mjs'
import { ask, follow } from '../support/bot_contract.mjs'
import { startHedgeVenue } from '../support/hedge_venue.mjs'
import { run, temporaryDirectory, until } from '../support/programs.mjs'

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

async function killAndRestart() {
  await bot.stop('SIGKILL')
  venue.steering.spoil = null
  bot = await startBot({ venue: venue.address, directory: directory.path })
}
const nothingTwice = () => assert.equal(new Set(venue.acts).size, venue.acts.length, venue.acts.join('\n'))
const isOpening = (pathname, method) => method === 'POST' && pathname === '/lending/v1/positions'
const isClosing = (pathname) => pathname.endsWith('/close')
const isOrder = (pathname, method) => method === 'POST' && pathname === '/perp/v1/orders'

/** What becomes of an act when the bot dies: it never got there, or it did and nobody heard. */
const fates = { lost: (answer) => answer === null && 'lost', done: (answer) => answer !== null && 'hang' }

/** Waits for the act to meet its fate, once. */
function fateOf(matches, fate) {
  let met = false
  const all = []
  venue.steering.spoil = (pathname, method, answer) => {
    all.push(pathname)
    if (!matches(pathname, method)) return undefined
    const how = fates[fate](answer)
    if (how) met = true
    return how || undefined
  }
  return until(() => met)
}

for (const fate of Object.keys(fates)) {
  test(`killed while the long leg opens (${fate}): one long leg, one short, or nothing`, async () => {
    const met = fateOf(isOpening, fate)
    const id = await open(bot)
    await met
    await killAndRestart()
    await untilStatus(bot, id, 'open', 40_000)
    assert.equal(venue.held(), 1)
    assert.ok(venue.short() < 0)
    nothingTwice()
  })

  test(`killed while the short leg opens (${fate}): the position is whole`, async () => {
    const met = fateOf(isOrder, fate)
    const id = await open(bot)
    await met
    await killAndRestart()
    const opened = await untilStatus(bot, id, 'open', 40_000)
    assert.ok(Math.abs(opened.risk.delta_ratio) < 0.005)
    nothingTwice()
  })

  for (const [leg, matches] of [['short', isOrder], ['long', isClosing]]) {
    test(`killed while the ${leg} leg closes (${fate}): both are closed, once`, async () => {
      const id = await open(bot)
      await untilStatus(bot, id, 'open')
      const met = fateOf(matches, fate)
      await command(bot, `/internal/positions/${id}/close`, { reason: 'a test', request_id: requestId() }, 202)
      await met
      await killAndRestart()
      await untilStatus(bot, id, 'closed', 40_000)
      assert.deepEqual([venue.short(), venue.held()], [0, 0])
      nothingTwice()
    })
  }
}

test('killed while a leg is stuck: it is still stuck after the restart, and ends closed', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  venue.steering.refuse = (act) => act === 'close long'
  await command(bot, `/internal/positions/${id}/close`, { reason: 'a test', request_id: requestId() }, 202)
  const stuck = await untilStatus(bot, id, 'stuck', 40_000)
  await killAndRestart()
  const still = await position(bot, id)
  assert.deepEqual([still.status, still.stuck.leg, still.stuck.since], ['stuck', 'asgard', stuck.stuck.since])
  venue.steering.refuse = null
  await untilStatus(bot, id, 'closed', 60_000)
  assert.deepEqual([venue.short(), venue.held()], [0, 0])
})

test('killed while it recovers, twice: the third start recovers', async () => {
  const met = fateOf(isOrder, 'done')
  const id = await open(bot)
  await met
  for (let i = 0; i < 2; ++i) {
    await bot.stop('SIGKILL')
    venue.steering.spoil = () => 'hang'
    bot = await startBot({ venue: venue.address, directory: directory.path })
    assert.ok(['starting', 'recovering'].includes((await document(bot, '/health')).state))
    assert.equal((await position(bot, id)).status, 'opening')
  }
  await killAndRestart()
  await untilStatus(bot, id, 'open', 40_000)
  nothingTwice()
})

test('a reader of the event stream goes on after kill -9 without a hole', async () => {
  const stream = await follow(bot)
  await command(bot, '/internal/control/pause', { reason: 'x', scope: 'entry' })
  await until(() => stream.events.at(-1)?.type === 'pause_added')
  await killAndRestart()
  await until(() => stream.ended)
  const last = stream.events.at(-1).id
  const resumed = await follow(bot, { lastEventId: last })
  await command(bot, '/internal/control/resume', {})
  await until(() => resumed.events.some((each) => each.type === 'pause_cleared'))
  assert.deepEqual(resumed.events.map((each) => each.id), resumed.events.map((_, i) => last + 1 + i))
  resumed.stop()
})

test('killed while a flatten runs: it is still a flatten after the restart, and the halt stands', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  const met = fateOf(isOrder, 'lost')
  const asked = { reason: 'fire', mode: 'flatten', request_id: requestId() }
  const stopped = await command(bot, '/internal/control/emergency-stop', asked)
  await met
  await killAndRestart()
  await untilStatus(bot, id, 'closed', 40_000)
  assert.equal((await document(bot, '/internal/pause-state')).scope, 'all')
  assert.deepEqual(await command(bot, '/internal/control/emergency-stop', asked), stopped, 'the same command has the same answer')
  nothingTwice()
})

test('what was answered is there after kill -9: pauses, configuration, answers, events, fills', async () => {
  const id = await open(bot)
  await untilStatus(bot, id, 'open')
  const pause = { reason: 'stay', scope: 'exit', by: 'anna', request_id: requestId() }
  const paused = await command(bot, '/internal/control/pause', pause)
  const targets = ['/internal/pause-state', '/internal/config', '/internal/trades', '/internal/events?limit=1000']
  const before = await Promise.all(targets.map((target) => document(bot, target)))
  await killAndRestart()
  const after = await Promise.all(targets.map((target) => document(bot, target)))
  assert.deepEqual(after.slice(0, 3), before.slice(0, 3))
  assert.deepEqual(after[3].events.slice(0, before[3].events.length), before[3].events)
  assert.deepEqual(await command(bot, '/internal/control/pause', pause), paused)
  assert.equal((await ask(bot, `/internal/positions/${id}/close`, { json: { reason: 'no', request_id: requestId() } })).body.code, 'PAUSED')
})

test('a journal that was cut anywhere is gone on from; nothing is begun anew without a word', async () => {
  for (const scope of ['entry', 'exit', 'asgard']) await command(bot, '/internal/control/pause', { reason: 'x', scope })
  await bot.stop('SIGKILL')
  const journal = path.join(directory.path, 'journal')
  const whole = await readFile(journal)
  const lines = whole.toString().split('\n').length - 1
  for (const cut of [whole.length - 1, whole.length - 100, Math.floor(whole.length / 2)]) {
    const copy = await temporaryDirectory()
    for (const name of await readdir(directory.path)) await copyFile(path.join(directory.path, name), path.join(copy.path, name))
    await writeFile(path.join(copy.path, 'journal'), whole.subarray(0, cut))
    const other = await startBot({ venue: venue.address, directory: copy.path })
    const { pauses } = await document(other, '/internal/pause-state')
    assert.ok(pauses.length < 3 && (cut < whole.length / 2 + 1 || pauses.length === 2), `${cut} of ${whole.length} in ${lines}: ${pauses.length}`)
    await other.stop('SIGKILL')
    await copy.remove()
  }
  await writeFile(journal, 'garbage\n'.repeat(10))
  await writeFile(path.join(directory.path, 'snapshot'), 'garbage')
  const refused = await run('robson-bot', ['--listen', '127.0.0.1:0', '--data-dir', directory.path])
  assert.equal(refused.code, 2)
  assert.match(refused.err, /no sound state is left in it/)
  bot = undefined
})
