// The audit from outside: what stands in it, how it is read, and that nothing can be changed in it unnoticed.
import assert from 'node:assert/strict'
import { createPublicKey, verify as checkSignature } from 'node:crypto'
import { copyFile, cp, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { addUsers, request, signIn } from '../support/people.mjs'
import { run, startServer, temporaryDirectory, tokenOf } from '../support/programs.mjs'
import { startStillVenue } from '../support/still_venue.mjs'

let venue, server, directory, admin

before(async () => {
  venue = await startStillVenue()
  directory = await temporaryDirectory()
  await (await startServer({ venue: venue.address, directory: directory.path })).stop()
  await addUsers(directory.path, { vera: 'viewer', otto: 'operator' })
  server = await startServer({ venue: venue.address, directory: directory.path })
  admin = await tokenOf(server.url)
})
after(async () => {
  await server?.stop()
  await venue?.stop()
  await directory?.remove()
})

const list = async (query = '') => (await ask(server.url, `/api/v1/audit${query}`, { token: admin })).body

test('sign-ins, failed ones and requests that change something stand in it', async () => {
  assert.equal((await request(server.url, 'POST', '/api/v1/auth/login', { json: { username: 'OTTO', password: 'wrong' } })).status, 401)
  const { access_token: token } = (await signIn(server.url, 'otto')).body
  await request(server.url, 'POST', '/api/risk/resume/', { token, json: { reason: 'mine' }, headers: { 'X-Correlation-ID': 'asked-by-otto' } })
  await request(server.url, 'POST', '/api/v1/auth/logout', { token })
  const { entries } = await list('?user=otto')
  const [out, resume, login, failed] = entries
  assert.deepEqual([out.action, out.outcome, out.status], ['auth.logout', 'done', 204])
  assert.deepEqual([resume.action, resume.outcome, resume.status, resume.role], ['risk.resume', 'refused', 403, 'operator'])
  assert.equal(resume.correlation_id, 'asked-by-otto')
  assert.equal(resume.address, '127.0.0.1')
  assert.deepEqual([login.action, login.outcome], ['auth.login', 'done'])
  assert.deepEqual([failed.action, failed.outcome, failed.status, failed.role], ['auth.login', 'refused', 401, null])
  assert.deepEqual(failed.detail, { code: 'BAD_CREDENTIALS' })
})

test('no secret ever stands in it', async () => {
  await ask(server.url, '/api/v1/users', { method: 'POST', token: admin, json: { username: 'sly', role: 'viewer', password: 'a secret password' } })
  const made = await ask(server.url, '/api/v1/api-keys', { method: 'POST', token: admin, json: { name: 'k', scopes: ['read'] } })
  await request(server.url, 'POST', '/api/v1/auth/step-up', { token: admin, json: { password: 'another secret' } })
  const text = JSON.stringify(await list('?limit=1000'))
  for (const secret of ['a secret password', 'another secret', made.body.api_key, admin]) assert.ok(!text.includes(secret))
})

test('names that nobody has and control characters are harmless in it', async () => {
  for (const username of ['nobody\r\nSet-Cookie: x', 'n\u0000ul', '=cmd()', '\u202eevil', 'x'.repeat(64)]) {
    const status = (await request(server.url, 'POST', '/api/v1/auth/login', { json: { username, password: 'wrong' } })).status
    assert.ok([400, 401].includes(status))
  }
  assert.equal((await ask(server.url, '/api/v1/audit/verify', { token: admin })).body.ok, true)
})

test('it is filtered, paged and exported', async () => {
  const all = (await list('?limit=1000')).entries
  assert.deepEqual(all.map((entry) => entry.seq), all.map((_, i) => all.length - i))
  assert.ok((await list('?outcome=refused')).entries.every((entry) => entry.outcome === 'refused'))
  assert.ok((await list('?action=auth.')).entries.every((entry) => entry.action.startsWith('auth.')))
  assert.ok((await list('?q=BAD_credentials')).entries.every((entry) => entry.detail.code === 'BAD_CREDENTIALS'))
  assert.deepEqual((await list('?user=nobody-at-all')).entries, [])
  const paged = []
  for (let cursor = ''; cursor !== null;) {
    const page = await list(`?limit=3${cursor && `&cursor=${cursor}`}`)
    paged.push(...page.entries)
    cursor = page.next_cursor
  }
  assert.deepEqual(paged.map((entry) => entry.seq), all.map((entry) => entry.seq))
  const foreign = (await list('?limit=3')).next_cursor
  assert.equal((await ask(server.url, `/api/v1/audit?user=otto&cursor=${foreign}`, { token: admin })).status, 422)
  for (const query of ['outcome=x', 'limit=0', 'limit=1001', 'from=yesterday', `q=${'x'.repeat(101)}`, 'user=', 'format=xml']) {
    assert.equal((await ask(server.url, `/api/v1/audit?${query}`, { token: admin })).status, 422, query)
  }
  const csv = (await ask(server.url, '/api/v1/audit?format=csv&user=otto', { token: admin })).body
  assert.match(csv, /^seq,at,user,role,action,/)
})

test('anybody can recompute the chain from the export, with the signed head at its end', async () => {
  const { body } = await ask(server.url, '/api/v1/audit/export', { token: admin })
  const lines = body.trim().split('\n').map((line) => JSON.parse(line))
  const head = lines.pop()
  let previous = '0'.repeat(64)
  lines.forEach((row, i) => {
    assert.equal(row.seq, i + 1)
    assert.equal(row.prev_hash, previous)
    previous = row.hash
  })
  assert.deepEqual([head.seq, head.hash], [lines.length, previous])
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(head.public_key, 'hex')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const text = Buffer.from(`${head.seq}\n${head.hash}\n${head.at}`)
  assert.ok(checkSignature(null, text, key, Buffer.from(head.signature, 'hex')))
  const kept = await ask(server.url, `/api/v1/audit/verify?seq=${head.seq}&hash=${head.hash}`, { token: admin })
  assert.equal(kept.body.ok, true)
  const wrong = await ask(server.url, `/api/v1/audit/verify?seq=${head.seq}&hash=${'0'.repeat(64)}`, { token: admin })
  assert.deepEqual([wrong.body.ok, wrong.body.fault.seq], [false, head.seq])
  const future = await ask(server.url, `/api/v1/audit/verify?seq=99999&hash=${head.hash}`, { token: admin })
  assert.equal(future.body.ok, false)
  assert.equal((await ask(server.url, '/api/v1/audit/verify?seq=1', { token: admin })).status, 422)
})

test('keys lie where only their owner reads them', async () => {
  for (const name of ['audit.key', 'master.key', 'signing.keys', 'robson.db']) {
    assert.equal((await stat(path.join(directory.path, name))).mode & 0o077, 0, name)
  }
})

/** Where a row may lie in the file: {from, end} of its texts. A page that was split keeps copies that nobody reads. */
function copiesOf(bytes, row) {
  const copies = []
  const text = row.user + (row.role ?? '') + row.action + row.target + row.outcome
  for (let tail = bytes.indexOf(row.prev_hash + row.hash); tail >= 0; tail = bytes.indexOf(row.prev_hash + row.hash, tail + 1)) {
    const from = bytes.lastIndexOf(text, tail)
    if (from >= 0 && tail - from < 2000) copies.push({ from, end: tail + 128 })
  }
  return copies
}

test('any single changed byte is found while the server is down', { timeout: 600_000 }, async () => {
  const rows = (await ask(server.url, '/api/v1/audit/export', { token: admin })).body.trim().split('\n').slice(0, -1).map((line) => JSON.parse(line))
  await server.stop()
  const copy = await temporaryDirectory()
  try {
    await cp(directory.path, copy.path, { recursive: true })
    const file = path.join(copy.path, 'robson.db')
    const bytes = await readFile(file)
    const verify = () => run('robsond', ['--data-dir', copy.path, '--log-level', 'critical', 'audit', 'verify'])
    const whole = await verify()
    assert.equal(whole.code, 0, whole.err)
    const isFound = async (offset, mask) => {
      const changed = Buffer.from(bytes)
      changed[offset] ^= mask
      await writeFile(file, changed)
      const found = await verify()
      if (found.code !== 0) assert.match(found.err, /^robsond: .*\n/)
      return found.code !== 0
    }
    let sample = 7
    const next = (below) => (sample = (sample * 1103515245 + 12345) % 2147483648) % below
    const chosen = rows.filter((_, i) => i % Math.ceil(rows.length / 8) === 0)
    for (const row of chosen) {
      const live = []
      for (const place of copiesOf(bytes, row)) if (await isFound(place.end - 1, 1)) live.push(place)
      assert.equal(live.length, 1, `row ${row.seq} lies in the file once`)
      const [{ from, end }] = live
      // One row at every third byte, its time included, which lies before the texts; the others at some.
      const offsets = row === chosen.at(-1)
        ? Array.from({ length: Math.ceil((end - from + 8) / 3) }, (_, i) => from - 8 + 3 * i)
        : Array.from({ length: 6 }, () => from + next(end - from))
      for (const offset of offsets) {
        const mask = 1 << next(7)
        assert.ok(await isFound(offset, mask), `row ${row.seq}: byte ${offset - from} xor ${mask} went unnoticed`)
      }
    }
    await writeFile(file, bytes)
    assert.equal((await verify()).code, 0)
  } finally {
    await copy.remove()
    server = await startServer({ venue: venue.address, directory: directory.path })
    admin = await tokenOf(server.url)
  }
})

test('a server on a changed file says so, and goes on recording', async () => {
  const before = (await list('?limit=1')).entries[0]
  await server.stop()
  const file = path.join(directory.path, 'robson.db')
  const kept = `${file}.kept`
  await copyFile(file, kept)
  const bytes = await readFile(file)
  for (const { end } of copiesOf(bytes, before)) bytes[end - 1] ^= 1
  await writeFile(file, bytes)
  server = await startServer({ venue: venue.address, directory: directory.path })
  admin = await tokenOf(server.url)
  const verdict = (await ask(server.url, '/api/v1/audit/verify', { token: admin })).body
  assert.deepEqual([verdict.ok, verdict.fault.seq], [false, before.seq])
  await server.stop()
  await copyFile(kept, file)
  server = await startServer({ venue: venue.address, directory: directory.path })
  admin = await tokenOf(server.url)
  assert.equal((await ask(server.url, '/api/v1/audit/verify', { token: admin })).body.ok, true)
})
