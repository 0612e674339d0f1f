// The exchange key of a client: what is stored is what the account was opened with, whatever happens meanwhile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDesk } from '../support/desk.mjs'

const key = { api_key: 'demo-key', api_secret: 'demo-secret' }

let desk
before(async () => { desk = await openDesk() })
after(() => desk?.close())

const change = (method, json) => desk.as('admin', '/api/venue-keys/', { method, json })
const sources = ({ body }) => body.keys.map(({ source, in_use }) => [source, in_use])

test('a key that is entered opens the account until it is forgotten', async () => {
  assert.deepEqual(sources(await change('PUT', key)), [['entered', true], ['configuration', false]])
  await desk.ready()
  assert.deepEqual(sources(await change('DELETE')), [['configuration', true]])
  await desk.ready()
  assert.equal((await change('DELETE')).body.code, 'NO_VENUE_KEY')
})

test('while a key is tried somebody trades: it is refused, and nothing of it is kept', async () => {
  const plan = await desk.validated()
  desk.venueChild().kill('SIGSTOP')
  const entering = change('PUT', key)
  try {
    await new Promise((resolve) => setTimeout(resolve, 200)) // it has been sent, and the exchange does not answer yet
    const executed = await desk.execute(plan, { wait_ms: 0 })
    assert.ok(executed.status < 300, JSON.stringify(executed.body))
  } finally {
    desk.venueChild().kill('SIGCONT')
  }
  const refused = await entering
  assert.deepEqual([refused.status, refused.body.code], [409, 'ACCOUNT_IN_USE'])
  assert.deepEqual(sources(await desk.as('admin', '/api/venue-keys/')), [['configuration', true]])
})
