// The exchange key of a client: what is stored is what the account was opened with, whatever happens meanwhile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDesk } from '../support/desk.mjs'
import { until } from '../support/programs.mjs'

const key = { api_key: 'demo-key', api_secret: 'demo-secret' }

// Of bob, who has no position from the demo.
let desk
before(async () => { desk = await openDesk() })
after(() => desk?.close())

const change = (method, json) => desk.as('bob', '/api/venue-keys/', { method, json })
const sources = (answer) => {
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body.keys.map(({ source, in_use }) => [source, in_use])
}
const ready = () => until(async () => (await desk.as('bob', '/api/portfolio/summary/')).body.stale === false)

test('a key that is entered opens the account until it is forgotten', async () => {
  assert.deepEqual(sources(await change('PUT', key)), [['entered', true]])
  await ready()
  assert.deepEqual(sources(await change('DELETE')), [])
  assert.equal((await change('DELETE')).body.code, 'NO_VENUE_KEY')
})

test('while another key is tried somebody trades: it is refused, and the stored one stays', async () => {
  await change('PUT', key)
  await ready()
  const made = await desk.post('bob', '/api/plans/', { symbol: 'BTCUSDC', side: 'BUY', capital: '1000' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const stored = (await desk.as('bob', '/api/venue-keys/')).body.keys
  await desk.post('bob', `/api/plans/${made.body.id}/validate/`)
  desk.venueChild().kill('SIGSTOP')
  const entering = change('PUT', key)
  try {
    await new Promise((resolve) => setTimeout(resolve, 200)) // it has been sent, and the exchange does not answer yet
    const wish = { live: true, acknowledge_risk: true, acknowledge_warnings: true, wait_ms: 0 }
    const executed = await desk.post('bob', `/api/plans/${made.body.id}/execute/`, wish)
    assert.ok(executed.status < 300, JSON.stringify(executed.body))
  } finally {
    desk.venueChild().kill('SIGCONT')
  }
  const refused = await entering
  assert.deepEqual([refused.status, refused.body.code], [409, 'ACCOUNT_IN_USE'])
  assert.deepEqual((await desk.as('bob', '/api/venue-keys/')).body.keys, stored)
})
