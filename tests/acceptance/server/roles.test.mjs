// Every role against every operation, as api/openapi.yaml names them: below `x-role` it is refused, at it it is not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import WebSocket from 'ws'
import { document } from '../support/contract.mjs'
import { addUsers, request, signIn } from '../support/people.mjs'
import { startServer, temporaryDirectory } from '../support/programs.mjs'
import { startStillVenue } from '../support/still_venue.mjs'

const roles = ['everyone', 'viewer', 'operator', 'admin']
const sockets = new Set(['/ws/prices/', '/ws/v1/feed', '/api/v1/dashboard/ws'])
// Names something that is not there, so that nothing is done by the way.
const parameters = { id: '999999', symbol: 'BTCUSDC', type: 'manual' }

let venue, server, directory

before(async () => {
  venue = await startStillVenue()
  directory = await temporaryDirectory()
  await (await startServer({ venue: venue.address, directory: directory.path })).stop()
  await addUsers(directory.path, { viewer: 'viewer', operator: 'operator', boss: 'admin' })
  server = await startServer({ venue: venue.address, directory: directory.path })
})
after(async () => {
  await server?.stop()
  await venue?.stop()
  await directory?.remove()
})

const names = { viewer: 'viewer', operator: 'operator', admin: 'boss' }
const tokens = {}
async function tokenOf(role) {
  if (role === 'everyone') return undefined
  tokens[role] ??= (await signIn(server.url, names[role])).body.access_token
  return tokens[role]
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([, operation]) => operation.operationId)
    .map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
)

/** 'open', or the code that the socket was closed with. */
function openSocket(target, token) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${target}?token=${token ?? 'nonsense'}`)
    socket.on('message', () => resolve('open'))
    socket.on('close', (code) => resolve(code))
    socket.on('error', reject)
    // What sends nothing by itself is open once it is not closed at once.
    socket.on('open', () => socket.ping())
    socket.on('pong', () => setTimeout(() => resolve('open'), 50))
  })
}

async function statusOf({ path, method, operationId }, role) {
  const target = path.replace(/\{(\w+)\}/g, (_, name) => parameters[name])
  const token = await tokenOf(role)
  const controller = new AbortController()
  const answer = await fetch(server.url + target, {
    method,
    signal: controller.signal,
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }) },
    body: method === 'GET' ? undefined : '{}',
  })
  if (path.endsWith('/sse')) controller.abort()
  else await answer.arrayBuffer()
  if (operationId === 'logout') delete tokens[role]
  return answer.status
}

test('every operation says whom it needs', () => {
  for (const { operationId, 'x-role': needed } of operations) assert.ok(roles.includes(needed), `${operationId}: ${needed}`)
})

for (const operation of operations) {
  test(`${operation.method} ${operation.path} needs ${operation['x-role']}`, async () => {
    for (const role of roles) {
      const enough = roles.indexOf(role) >= roles.indexOf(operation['x-role'])
      if (sockets.has(operation.path)) {
        assert.equal(await openSocket(operation.path, await tokenOf(role)), enough ? 'open' : 1008, role)
        continue
      }
      const status = await statusOf(operation, role)
      if (!enough) assert.equal(status, role === 'everyone' ? 401 : 403, `${role} got ${status}`)
      else assert.ok(![401, 403].includes(status) || operation['x-role'] === 'everyone' && status === 401, `${role} got ${status}`)
    }
  })
}

test('an API key of each scope is a caller of that role', async () => {
  const token = await tokenOf('admin')
  for (const [scope, role] of [['read', 'viewer'], ['operate', 'operator'], ['admin', 'admin']]) {
    const made = await request(server.url, 'POST', '/api/v1/api-keys', { token, json: { name: scope, scopes: [scope] } })
    assert.equal(made.status, 201)
    for (const [path, method, needed] of [['/api/risk/metrics/', 'GET', 'viewer'], ['/api/plans/', 'POST', 'operator'], ['/api/v1/users', 'GET', 'admin']]) {
      const answer = await request(server.url, method, path, { key: made.body.api_key, ...(method === 'POST' ? { json: {} } : {}) })
      const enough = roles.indexOf(role) >= roles.indexOf(needed)
      assert.equal(answer.status === 403, !enough, `${scope} at ${path}: ${answer.status}`)
    }
  }
})
