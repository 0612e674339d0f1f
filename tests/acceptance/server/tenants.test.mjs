// Two clients on one server: nothing of the one is ever seen by the other.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { run, startServer, temporaryDirectory, tokenOf } from '../support/programs.mjs'
import { startStillVenue } from '../support/still_venue.mjs'

let venue, server, directory, ours, theirs

before(async () => {
  venue = await startStillVenue()
  directory = await temporaryDirectory()
  const make = await startServer({ venue: venue.address, directory: directory.path })
  await make.stop()
  const client = await run('robsond', ['--data-dir', directory.path, 'client', 'add', 'Second'])
  assert.equal(client.code, 0, client.err)
  const flags = ['--data-dir', directory.path, 'user', 'add', 'bob', '--client', client.out.trim(), '--role', 'admin', '--password-stdin']
  const user = await run('robsond', flags, { input: 'another-password\n' })
  assert.equal(user.code, 0, user.err)
  server = await startServer({ venue: venue.address, directory: directory.path })
  ours = await tokenOf(server.url)
  theirs = await tokenOf(server.url, 'bob', 'another-password')
})
after(async () => {
  await server?.stop()
  await venue?.stop()
  await directory?.remove()
})

test('a foreign position is answered like one that does not exist', async () => {
  assert.equal((await ask(server.url, '/api/portfolio/positions/1/', { token: ours })).status, 200)
  const foreign = await ask(server.url, '/api/portfolio/positions/1/', { token: theirs })
  const unknown = await ask(server.url, '/api/portfolio/positions/77/', { token: theirs })
  assert.equal(foreign.status, 404)
  const plain = ({ correlation_id, ...rest }) => rest
  assert.deepEqual(plain(foreign.body), plain(unknown.body))
})

test('lists and sums hold only what is the caller\'s', async () => {
  assert.deepEqual((await ask(server.url, '/api/portfolio/positions/', { token: theirs })).body.positions, [])
  const summary = (await ask(server.url, '/api/portfolio/summary/', { token: theirs })).body
  assert.equal(summary.num_positions, 0)
  assert.equal(summary.total_balance, null)
  assert.equal(summary.worst_case, '0.00')
})

test('the account of the one is not the account of the other', async () => {
  const answer = await ask(server.url, '/api/account/balance/', { token: theirs })
  assert.equal(answer.status, 503)
  assert.equal(answer.body.code, 'NO_VENUE_ACCOUNT')
})

test('a second server on the same directory is refused with a sentence', async () => {
  const second = await run('robsond', ['--demo', '--listen', '127.0.0.1:0', '--data-dir', directory.path, '--venue-url', `http://${venue.address}`])
  assert.equal(second.code, 1)
  assert.match(second.err, /^robsond: .*\n$/)
})

test('a user name that is taken is refused', async () => {
  await server.stop()
  const flags = ['--data-dir', directory.path, 'user', 'add', 'bob', '--client', '2', '--role', 'viewer', '--password-stdin']
  const again = await run('robsond', flags, { input: 'another-password\n' })
  assert.equal(again.code, 1)
  assert.match(again.err, /bob/)
})
