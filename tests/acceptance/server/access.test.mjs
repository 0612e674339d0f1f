// Who gets in, as what, how often and from where: asked from outside.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import WebSocket from 'ws'
import { ask } from '../support/contract.mjs'
import { addUsers, request, secretOf, signIn } from '../support/people.mjs'
import { password, run, startServer, temporaryDirectory, tokenOf } from '../support/programs.mjs'
import { dial } from '../support/raw_socket.mjs'
import { startStillVenue } from '../support/still_venue.mjs'
import { totp } from '../support/totp.mjs'

const allowed = 'https://dash.example'
const limits = { ROBSON_LIMITS_VIEWER: '20', ROBSON_LIMITS_CONTROL: '2', ROBSON_SERVER_ALLOWED_ORIGINS: allowed }
const people = { vera: 'viewer', flo: 'viewer', otto: 'operator', ada: 'admin', tom: 'operator', tess: 'operator', rita: 'viewer', lock: 'viewer', pat: 'viewer', gone: 'operator' }

let venue, server, directory, admin

before(async () => {
  venue = await startStillVenue()
  directory = await temporaryDirectory()
  await (await startServer({ venue: venue.address, directory: directory.path })).stop()
  await addUsers(directory.path, people)
  server = await startServer({ venue: venue.address, directory: directory.path, env: limits })
  admin = await tokenOf(server.url)
})
after(async () => {
  await server?.stop()
  await venue?.stop()
  await directory?.remove()
})

const go = (method, target, more) => request(server.url, method, target, more)
const tokensOf = async (name) => (await signIn(server.url, name)).body
const idOf = async (name) => (await go('GET', '/api/v1/users', { token: admin })).body.users.find((user) => user.username === name).id
const change = async (name, json) => go('PATCH', `/api/v1/users/${await idOf(name)}`, { token: admin, json })
const cookiesOf = (answer) => answer.headers.getSetCookie()

// ---- headers, cookies, origins -----------------------------------------------------------------------------------------
test('every answer carries the security headers, errors and pages too', async () => {
  for (const target of ['/', '/api/v1/health', '/api/v1/users', '/nowhere', '/api/nowhere', '/api/openapi.yaml']) {
    const { headers } = await go('GET', target)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', target)
    assert.equal(headers.get('x-frame-options'), 'DENY', target)
    assert.equal(headers.get('x-xss-protection'), '1; mode=block', target)
    assert.equal(headers.get('referrer-policy'), 'no-referrer', target)
    assert.match(headers.get('content-security-policy'), /default-src 'self'/, target)
    assert.doesNotMatch(headers.get('content-security-policy'), /unsafe/, target)
    assert.equal(headers.get('strict-transport-security'), null, 'that is for TLS alone')
    assert.equal(headers.get('server'), null, target)
  }
})

test('cookies of a session can be read by no script and go to no other site', async () => {
  const answer = await go('POST', '/api/v1/auth/session', { json: { username: 'vera', password: secretOf('vera') } })
  const cookies = cookiesOf(answer)
  assert.equal(cookies.length, 2)
  for (const cookie of cookies) assert.match(cookie, /; HttpOnly; Secure; SameSite=Strict$/)
  assert.match(cookies[0], /^robson_session=[^;]+; Path=\/; Max-Age=86400;/)
  assert.match(cookies[1], /^robson_refresh=[^;]+; Path=\/api\/v1\/auth; /)
  assert.doesNotMatch(JSON.stringify(answer.body), /eyJ/, 'the body holds no token')
})

test('a cookie changes nothing unless the page is ours, or allowed', async () => {
  const signed = await go('POST', '/api/v1/auth/session', { json: { username: 'otto', password: secretOf('otto') } })
  const cookie = cookiesOf(signed).map((one) => one.split(';')[0]).join('; ')
  const post = (headers) => go('POST', '/api/v1/auth/ticket', { cookie, headers })
  assert.equal((await post({ Origin: server.url })).status, 201)
  assert.equal((await post({ Origin: allowed })).status, 201)
  assert.equal((await post({ 'Sec-Fetch-Site': 'same-origin' })).status, 201)
  for (const headers of [{}, { Origin: 'null' }, { Origin: 'https://evil.example' }, { Origin: `${server.url}.evil.example` }, { Origin: server.url.replace('http:', 'ftp:') }]) {
    const refused = await post(headers)
    assert.equal(refused.status, 403, JSON.stringify(headers))
    assert.equal(refused.body.code, 'FOREIGN_ORIGIN')
  }
  assert.equal((await go('GET', '/api/v1/auth/session', { cookie })).status, 200)
})

test('a foreign page can not sign its visitor in', async () => {
  const json = { username: 'otto', password: secretOf('otto') }
  const answer = await go('POST', '/api/v1/auth/session', { json, headers: { Origin: 'https://evil.example' } })
  assert.equal(answer.status, 403)
  assert.deepEqual(cookiesOf(answer), [])
})

test('only allowed origins may read from a browser', async () => {
  const preflight = (origin) => go('OPTIONS', '/api/v1/users', { headers: { Origin: origin, 'Access-Control-Request-Method': 'PATCH', 'Access-Control-Request-Headers': 'x-api-key' } })
  const good = await preflight(allowed)
  assert.equal(good.status, 204)
  assert.equal(good.headers.get('access-control-allow-origin'), allowed)
  assert.equal(good.headers.get('access-control-allow-credentials'), 'true')
  assert.match(good.headers.get('access-control-allow-methods'), /PATCH/)
  assert.match(good.headers.get('access-control-allow-headers'), /X-API-Key/)
  assert.equal(good.headers.get('vary'), 'Origin')
  for (const origin of ['https://evil.example', 'null', `${allowed}.evil.example`, 'https://sub.dash.example']) {
    const bad = await preflight(origin)
    assert.equal(bad.headers.get('access-control-allow-origin'), null, origin)
    const read = await go('GET', '/api/v1/health', { headers: { Origin: origin } })
    assert.equal(read.headers.get('access-control-allow-origin'), null, origin)
    assert.match(read.headers.get('vary') ?? '', /Origin/, 'a cache must not mix them up')
  }
})

// ---- tokens ------------------------------------------------------------------------------------------------------------
test('a refresh token that was stolen and used again ends the session, and it stands in the audit', async () => {
  const first = await tokensOf('rita')
  const second = (await go('POST', '/api/v1/auth/refresh', { json: { refresh_token: first.refresh_token } })).body
  assert.equal((await go('GET', '/api/v1/auth/session', { token: second.access_token })).status, 200)
  assert.equal((await go('POST', '/api/v1/auth/refresh', { json: { refresh_token: first.refresh_token } })).status, 401)
  for (const token of [first.access_token, second.access_token]) assert.equal((await go('GET', '/api/v1/auth/session', { token })).status, 401)
  assert.equal((await go('POST', '/api/v1/auth/refresh', { json: { refresh_token: second.refresh_token } })).status, 401)
  const seen = (await ask(server.url, '/api/v1/audit?action=auth.refresh-reuse', { token: admin })).body.entries
  assert.equal(seen[0].user, 'rita')
})

test('a forged, a changed and a headless token are worth nothing', async () => {
  const { access_token: token } = await tokensOf('vera')
  const [head, claims, signature] = token.split('.')
  const admin_claims = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url')), role: 'admin', sub: 'admin' })).toString('base64url')
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  for (const forged of [`${head}.${admin_claims}.${signature}`, `${none}.${claims}.`, `${none}.${claims}.${signature}`, `${head}.${claims}.`, `${head}.${claims}`, 'a.b.c', '.', 'x'.repeat(8000)]) {
    assert.equal((await go('GET', '/api/v1/auth/session', { token: forged })).status, 401, forged.slice(0, 40))
  }
})

test('a role that was taken away is gone with the next request, on open sockets too', async () => {
  const { access_token: token } = await tokensOf('gone')
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/v1/feed?token=${token}`)
  await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject).once('open', () => socket.send('{"action":"subscribe","channels":["orders"]}')))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  assert.equal((await go('POST', '/api/plans/', { token, json: {} })).status, 400)
  assert.equal((await change('gone', { role: 'viewer' })).status, 200)
  assert.equal((await go('POST', '/api/plans/', { token, json: {} })).status, 403)
  assert.equal(await closed, 1008)
  assert.equal((await change('gone', { active: false })).status, 200)
  assert.equal((await go('GET', '/api/v1/auth/session', { token })).status, 401)
  assert.equal((await signIn(server.url, 'gone')).status, 401)
})

test('an expired token is refused as such', async () => {
  const other = await temporaryDirectory()
  const short = await startServer({ venue: venue.address, directory: other.path, env: { ROBSON_SESSION_ACCESS_LIFETIME: '60s', ROBSON_SESSION_REFRESH_LIFETIME: '60s' } })
  try {
    const answer = await request(short.url, 'POST', '/api/v1/auth/login', { json: { username: 'admin', password } })
    assert.equal(answer.body.expires_in, 60)
    const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url'))
    assert.equal(claims.exp - claims.iat, 60)
  } finally {
    await short.stop()
    await other.remove()
  }
})

// ---- limits ------------------------------------------------------------------------------------------------------------
test('a stranger who guesses locks himself out and nobody else', async () => {
  const guess = (address) => request(server.url, 'POST', '/api/v1/auth/login', { json: { username: 'lock', password: 'wrong' }, headers: address })
  for (let i = 0; i < 5; ++i) assert.equal((await guess()).status, 401)
  const refused = await guess()
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0 && Number(refused.headers.get('retry-after')) <= 300)
  assert.equal((await guess({ 'X-Forwarded-For': '10.9.9.9' })).status, 429, 'nobody is believed who is no proxy of ours')
  assert.equal((await signIn(server.url, 'pat')).status, 200)
})

test('over the limit of a minute requests are refused with the time to wait, each user by himself', async () => {
  const { access_token: token } = await tokensOf('flo')
  const statuses = []
  for (let i = 0; i < 25; ++i) statuses.push(await go('GET', '/api/risk/metrics/', { token }))
  const over = statuses.filter((answer) => answer.status === 429)
  assert.equal(over.length, 5)
  assert.equal(over[0].body.code, 'TOO_MANY_REQUESTS')
  assert.ok(Number(over[0].headers.get('retry-after')) >= 1 && Number(over[0].headers.get('retry-after')) <= 60)
  const other = (await tokensOf('pat')).access_token
  assert.equal((await go('GET', '/api/risk/metrics/', { token: other })).status, 200)
  const ticket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/v1/feed?token=${token}`)
  await new Promise((resolve, reject) => ticket.once('open', resolve).once('error', reject))
  ticket.terminate()
})

test('no limit can be switched off', async () => {
  for (const value of ['0', '-1', 'none', '1.5', '1000000000']) {
    const refused = await run('robsond', ['--data-dir', `${directory.path}/none`, '--print-config'], { env: { ROBSON_LIMITS_ADMIN: value } })
    assert.equal(refused.code, 2, value)
    assert.match(refused.err, /limits\.admin/)
  }
})

// ---- users -------------------------------------------------------------------------------------------------------------
test('an admin adds, changes and disables users, and the last admin stays', async () => {
  const made = await ask(server.url, '/api/v1/users', { method: 'POST', token: admin, json: { username: 'New.User', role: 'viewer', password: 'long enough' } })
  assert.equal(made.status, 201)
  assert.equal(made.body.username, 'new.user')
  assert.equal(made.body.last_login, null)
  const taken = await ask(server.url, '/api/v1/users', { method: 'POST', token: admin, json: { username: 'NEW.user', role: 'viewer', password: 'long enough' } })
  assert.equal(taken.status, 409)
  const token = await tokenOf(server.url, 'new.user', 'long enough')
  assert.equal((await ask(server.url, `/api/v1/users/${made.body.id}`, { method: 'PATCH', token: admin, json: { password: 'another one' } })).status, 200)
  assert.equal((await go('GET', '/api/v1/auth/session', { token })).status, 401, 'a new password ends all sessions')
  await tokenOf(server.url, 'new.user', 'another one')
  assert.equal((await change('ada', { active: false })).status, 200)
  const last = await ask(server.url, `/api/v1/users/${await idOf('admin')}`, { method: 'PATCH', token: admin, json: { role: 'viewer' } })
  assert.equal(last.status, 409)
  assert.equal(last.body.code, 'LAST_ADMIN')
  assert.equal((await change('ada', { active: true })).status, 200)
})

test('a retried request with the same Idempotency-Key makes one user', async () => {
  const headers = { 'Idempotency-Key': 'once' }
  const json = { username: 'once', role: 'viewer', password: 'long enough' }
  const first = await ask(server.url, '/api/v1/users', { method: 'POST', token: admin, headers, json })
  const again = await ask(server.url, '/api/v1/users', { method: 'POST', token: admin, headers, json })
  assert.deepEqual([first.status, again.status], [201, 201])
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
})

test('hostile names and bodies are refused by name', async () => {
  const create = (json) => ask(server.url, '/api/v1/users', { method: 'POST', token: admin, json })
  for (const username of ['', ' ', 'a b', 'a\r\nX: 1', 'a\u0000b', 'x'.repeat(65), 'аdmin', 'admin\u200b', 'ＡＤＭＩＮ', '../etc', "a'; drop table users;--", '<b>', 'é']) {
    const refused = await create({ username, role: 'viewer', password: 'long enough' })
    assert.ok([400, 422].includes(refused.status), JSON.stringify(username))
    assert.equal(refused.body.field, 'username', JSON.stringify(username))
  }
  for (const [json, field] of [
    [{ username: 'x1', role: 'root', password: 'long enough' }, 'role'],
    [{ username: 'x1', role: 'viewer', password: 'short' }, 'password'],
    [{ username: 'x1', role: 'viewer', password: 'x'.repeat(129) }, 'password'],
    [{ username: 'x1', role: 'viewer', password: 'long enough', admin: true }, 'admin'],
    [{ username: 'x1', role: 'viewer' }, 'password'],
    [{ username: 'x1', role: ['admin'], password: 'long enough' }, 'role'],
  ]) {
    const refused = await create(json)
    assert.ok([400, 422].includes(refused.status), JSON.stringify(json))
    assert.equal(refused.body.field, field, JSON.stringify(json))
  }
})

test('a header of an attacker ends in no header of an answer', async () => {
  const line = dial(server.url)
  line.socket.write(`GET /api/v1/health HTTP/1.1\r\nHost: x\r\nX-Correlation-ID: a%0d%0aSet-Cookie: b\r\nConnection: close\r\n\r\n`)
  await line.ended
  assert.doesNotMatch(line.received().toString(), /set-cookie/i)
})

// ---- API keys ----------------------------------------------------------------------------------------------------------
test('an API key acts within its scopes until it is revoked, and its sockets end with it', async () => {
  const made = await ask(server.url, '/api/v1/api-keys', { method: 'POST', token: admin, json: { name: 'wall', scopes: ['read'], expires_in_days: 30 } })
  assert.equal(made.status, 201)
  const { api_key: key, key: shown } = made.body
  assert.match(key, /^rbk_[\w-]{43}$/)
  assert.equal(shown.prefix, key.slice(0, 10))
  assert.equal((await go('GET', '/api/risk/metrics/', { key })).status, 200)
  assert.equal((await go('POST', '/api/plans/', { key, json: {} })).status, 403)
  assert.equal((await go('GET', '/api/risk/metrics/', { key, token: admin })).status, 400)
  assert.equal((await go('GET', '/api/risk/metrics/', { token: key })).status, 401, 'a key is no token')
  assert.equal((await go('POST', '/api/v1/auth/step-up', { key, json: { password } })).body.code, 'SESSION_NEEDED')
  assert.equal((await go('POST', '/api/v1/auth/logout', { key })).body.code, 'SESSION_NEEDED')
  const listed = (await ask(server.url, '/api/v1/api-keys', { token: admin })).body.api_keys.find((one) => one.id === shown.id)
  assert.equal(listed.created_by, 'admin')
  assert.match(listed.last_used_at, /:00\.000Z$/)
  assert.doesNotMatch(JSON.stringify(listed), new RegExp(key.slice(12)))
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/v1/feed`, { headers: { 'X-API-Key': key } })
  await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject).once('open', () => socket.send('{"action":"subscribe","channels":["orders"]}')))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  assert.equal((await ask(server.url, `/api/v1/api-keys/${shown.id}`, { method: 'DELETE', token: admin })).status, 204)
  assert.equal((await go('GET', '/api/risk/metrics/', { key })).status, 401)
  assert.equal(await closed, 1008)
  assert.equal((await ask(server.url, `/api/v1/api-keys/${shown.id}`, { method: 'DELETE', token: admin })).status, 404)
})

test('a key makes nothing that would outlive it, and bad wishes for one are named', async () => {
  const made = await go('POST', '/api/v1/api-keys', { token: admin, json: { name: 'all', scopes: ['admin'] } })
  const key = made.body.api_key
  const by = (method, target, json) => ask(server.url, target, { method, headers: { 'X-API-Key': key }, json })
  for (const answer of [
    await by('POST', '/api/v1/api-keys', { name: 'child', scopes: ['admin'] }),
    await by('POST', '/api/v1/users', { username: 'child', role: 'admin', password: 'long enough' }),
    await by('PATCH', `/api/v1/users/${await idOf('ada')}`, { password: 'long enough' }),
    await by('POST', '/api/v1/producers', { name: 'child' }),
  ]) assert.deepEqual([answer.status, answer.body.code], [403, 'SESSION_NEEDED'])
  assert.equal((await by('GET', '/api/v1/users')).status, 200)
  for (const [json, field] of [
    [{ name: '', scopes: ['read'] }, 'name'], [{ name: 'x'.repeat(65), scopes: ['read'] }, 'name'], [{ name: 'a\r\nb', scopes: ['read'] }, 'name'],
    [{ name: 'x', scopes: [] }, 'scopes'], [{ name: 'x', scopes: ['root'] }, 'scopes'], [{ name: 'x', scopes: ['read'], expires_in_days: 0 }, 'expires_in_days'],
  ]) {
    const refused = await ask(server.url, '/api/v1/api-keys', { method: 'POST', token: admin, json })
    assert.equal(refused.status, 422, JSON.stringify(json))
    assert.equal(refused.body.field, field)
  }
})

// ---- second factor, step-up, own password ------------------------------------------------------------------------------
test('a second factor is set up, asked for, good once, and switched off', async () => {
  const { access_token: token } = await tokensOf('tom')
  const begun = await ask(server.url, '/api/v1/auth/totp', { method: 'POST', token })
  assert.equal(begun.status, 201)
  assert.match(begun.body.uri, /^otpauth:\/\/totp\/Robson:tom\?secret=/)
  const { secret } = begun.body
  assert.equal((await ask(server.url, '/api/v1/auth/totp/confirm', { method: 'POST', token, json: { code: '000000' } })).status, 422)
  const confirmed = await ask(server.url, '/api/v1/auth/totp/confirm', { method: 'POST', token, json: { code: totp(secret) } })
  assert.equal(confirmed.status, 200)
  assert.equal(confirmed.body.recovery_codes.length, 10)
  assert.equal((await ask(server.url, '/api/v1/auth/session', { token })).body.totp, true)
  const asked = await signIn(server.url, 'tom')
  assert.equal(asked.status, 401)
  assert.equal(asked.body.code, 'TOTP_REQUIRED')
  const stranger = await request(server.url, 'POST', '/api/v1/auth/login', { json: { username: 'tom', password: 'wrong' } })
  assert.equal(stranger.body.code, 'BAD_CREDENTIALS', 'whoever has no password does not learn of it')
  const next = totp(secret, Date.now() / 1000 + 30) // the code of now was spent on the confirmation
  assert.equal((await signIn(server.url, 'tom', { totp: next })).status, 200)
  assert.equal((await signIn(server.url, 'tom', { totp: next })).body.code, 'BAD_TOTP')
  assert.equal((await signIn(server.url, 'tom', { totp: confirmed.body.recovery_codes[0] })).status, 200)
  assert.equal((await signIn(server.url, 'tom', { totp: confirmed.body.recovery_codes[0] })).status, 401)
  assert.deepEqual((await ask(server.url, '/api/v1/auth/totp', { token })).body, { enabled: true, recovery_codes_left: 9 })
  const off = await ask(server.url, '/api/v1/auth/totp/disable', { method: 'POST', token, json: { code: confirmed.body.recovery_codes[1] } })
  assert.equal(off.status, 204)
  assert.equal((await signIn(server.url, 'tom')).status, 200)
})

test('a step-up proves who it is and holds for five minutes', async () => {
  const { access_token: token } = await tokensOf('tess')
  const before = Date.parse((await ask(server.url, '/api/v1/auth/session', { token })).body.fresh_until)
  assert.ok(before - Date.now() > 14 * 60_000)
  const wrong = await ask(server.url, '/api/v1/auth/step-up', { method: 'POST', token, json: { password: 'wrong' } })
  assert.equal(wrong.status, 422)
  assert.equal(wrong.body.code, 'WRONG_PASSWORD')
  assert.equal((await ask(server.url, '/api/v1/auth/step-up', { method: 'POST', token, json: { password: secretOf('tess') } })).status, 204)
  assert.equal((await ask(server.url, '/api/v1/auth/step-up', { method: 'POST', token, json: {} })).status, 400)
})

test('changing the own password needs the old one and ends the other sessions', async () => {
  const here = (await tokensOf('pat')).access_token
  const there = (await tokensOf('pat')).access_token
  const set = (current_password, new_password) => ask(server.url, '/api/v1/auth/password', { method: 'POST', token: here, json: { current_password, new_password } })
  assert.equal((await set('wrong', 'a new password')).status, 422)
  assert.equal((await set(secretOf('pat'), 'short')).status, 422)
  assert.equal((await set(secretOf('pat'), 'a new password')).status, 204)
  assert.equal((await go('GET', '/api/v1/auth/session', { token: here })).status, 200)
  assert.equal((await go('GET', '/api/v1/auth/session', { token: there })).status, 401)
})

// ---- the owner ---------------------------------------------------------------------------------------------------------
test('the owner manages clients and users while no server runs', async () => {
  const owner = (...flags) => run('robsond', ['--data-dir', directory.path, ...flags], { input: flags.includes('--password-stdin') ? 'by the owner\n' : '' })
  const running = await owner('user', 'list')
  assert.equal(running.code, 1)
  assert.match(running.err, /^robsond: .*\n$/)
  await server.stop()
  try {
    assert.match((await owner('client', 'list')).out, /^1\t.*\tactive$/m)
    assert.match((await owner('user', 'list')).out, /^\d+\t1\tvera\tviewer\tactive$/m)
    assert.equal((await owner('user', 'role', 'vera', 'operator')).code, 0)
    assert.equal((await owner('user', 'role', 'vera', 'root')).code, 2)
    assert.equal((await owner('user', 'disable', 'flo')).code, 0)
    assert.equal((await owner('user', 'password', 'otto', '--password-stdin')).code, 0)
    assert.match((await owner('user', 'disable', 'nobody')).err, /there is no user nobody/)
    assert.match((await owner('user', 'list', '--client', '1')).out, /\tvera\toperator\tactive\n/)
    const client = (await owner('client', 'add', 'Other')).out.trim()
    assert.equal((await owner('client', 'disable', client)).code, 0)
    assert.match((await owner('client', 'list')).out, new RegExp(`^${client}\tOther\tdisabled$`, 'm'))
    assert.equal((await owner('client', 'enable', client)).code, 0)
    assert.equal((await owner('client', 'disable', '77')).code, 1)
    assert.equal((await owner('audit', 'verify')).code, 0)
  } finally {
    server = await startServer({ venue: venue.address, directory: directory.path, env: limits })
  }
  assert.equal((await signIn(server.url, 'flo')).status, 401)
  await tokenOf(server.url, 'otto', 'by the owner')
  // A session outlives the restart, but is not fresh after it.
  const stale = admin
  const lets = async () => [
    await ask(server.url, '/api/v1/users', { method: 'POST', token: stale, json: { username: 'late', role: 'admin', password: 'long enough' } }),
    await ask(server.url, `/api/v1/users/${await idOf('vera')}`, { method: 'PATCH', token: stale, json: { role: 'admin' } }),
    await ask(server.url, '/api/v1/api-keys', { method: 'POST', token: stale, json: { name: 'late', scopes: ['admin'] } }),
    await ask(server.url, '/api/v1/producers', { method: 'POST', token: stale, json: { name: 'late' } }),
    await ask(server.url, '/api/v1/auth/totp', { method: 'POST', token: stale }),
    await ask(server.url, '/api/v1/auth/totp/confirm', { method: 'POST', token: stale, json: { code: '000000' } }),
  ]
  for (const answer of await lets()) assert.deepEqual([answer.status, answer.body.code], [403, 'STEP_UP_REQUIRED'])
  assert.equal((await go('POST', '/api/v1/auth/step-up', { token: stale, json: { password } })).status, 204)
  assert.deepEqual((await lets()).map((answer) => answer.status), [201, 200, 201, 201, 201, 422])
  const seen = (await ask(server.url, '/api/v1/audit?user=owner&action=users.change', { token: await tokenOf(server.url) })).body.entries
  assert.deepEqual(seen.map((entry) => entry.target), ['otto', 'flo', 'vera'])
})
