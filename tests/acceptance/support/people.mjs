// Users of client 1 beside the demo's admin, and what a request of theirs looks like from outside.
import assert from 'node:assert/strict'
import { run } from './programs.mjs'

export const secretOf = (name) => `the password of ${name}`

/** Adds users to the data directory of a server that does not run: {name: role}. */
export async function addUsers(directory, users, client = '1') {
  for (const [name, role] of Object.entries(users)) {
    const flags = ['--data-dir', directory, 'user', 'add', name, '--client', client, '--role', role, '--password-stdin']
    const added = await run('robsond', flags, { input: `${secretOf(name)}\n` })
    assert.equal(added.code, 0, added.err)
  }
}

/** A bare request: {status, headers, body (parsed where it is JSON)}. */
export async function request(url, method, target, { token, key, cookie, headers = {}, json, body } = {}) {
  const answer = await fetch(url + target, {
    method,
    redirect: 'manual',
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'X-API-Key': key } : {}),
      ...(cookie ? { Cookie: cookie } : {}),
      ...(json !== undefined ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    body: json !== undefined ? JSON.stringify(json) : body,
  })
  const text = await answer.text()
  const isJson = /json$/.test((answer.headers.get('content-type') ?? '').split(';')[0])
  return { status: answer.status, headers: answer.headers, body: isJson && text ? JSON.parse(text) : text }
}

export const signIn = (url, username, more = {}, headers = {}) =>
  request(url, 'POST', '/api/v1/auth/login', { json: { username, password: secretOf(username), ...more }, headers })
