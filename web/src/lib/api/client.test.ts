import { describe, expect, it } from 'vitest'
import { FakeServer, Refusal } from '@/testing/fakeServer'
import { Client } from './client'
import { ContactLog } from './contact'
import { asApiError, type ApiError } from './error'

function setUp() {
  const server = new FakeServer().on('GET /api/v1/auth/session', { username: 'admin' }).on('GET /thing', { value: '1' })
  const contact = new ContactLog(() => 7)
  let signedOut = 0
  const client = new Client({ contact, fetch: server.fetch, onSignedOut: () => (signedOut += 1) })
  return { server, contact, client, signedOut: () => signedOut }
}

const failure = (promise: Promise<unknown>): Promise<ApiError> => promise.then(() => { throw new Error('it did not fail') }, asApiError)

describe('the client', () => {
  it('answers with the body and notes the contact', async () => {
    const { client, contact } = setUp()
    expect(await client.get('/thing')).toEqual({ value: '1' })
    expect(contact.read()).toMatchObject({ lastAnswerAt: 7, silentSince: null })
  })

  it('renews an expired session once for all that wait, and repeats what they asked', async () => {
    const { server, client, signedOut } = setUp()
    server.signedIn = false
    const answers = await Promise.all([client.get('/thing'), client.get('/thing'), client.get('/thing')])
    expect(answers).toEqual(Array(3).fill({ value: '1' }))
    expect(server.asked.filter((at) => at.includes('refresh'))).toHaveLength(1)
    expect(signedOut()).toBe(0)
  })

  it('does not spend the refresh token when another tab has just renewed', async () => {
    const { server, client } = setUp()
    let first = true
    server.on('GET /late', () => {
      if (!first) return { ok: true }
      first = false
      return new Refusal(401, 'EXPIRED', 'expired')
    })
    expect(await client.get('/late')).toEqual({ ok: true })
    expect(server.asked.some((at) => at.includes('refresh'))).toBe(false)
  })

  it('takes the refusal of a proof as its answer, and hands a proof over again only where the session had expired', async () => {
    const { server, client, signedOut } = setUp()
    server.on('POST /proof', () => new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.'))
    expect((await failure(client.prove('/proof', {}))).code).toBe('BAD_CREDENTIALS')
    expect(server.asked).toEqual(['POST /proof'])
    server.signedIn = false
    expect((await failure(client.prove('/proof', {}))).code).toBe('BAD_CREDENTIALS')
    expect(server.asked.filter((at) => at === 'POST /proof')).toHaveLength(3)
    expect(signedOut()).toBe(0)
    server.signedIn = server.renewable = false
    await failure(client.prove('/proof', {}))
    expect(signedOut()).toBe(1)
  })

  it('says that the session is over when it cannot be renewed', async () => {
    const { server, client, signedOut } = setUp()
    server.signedIn = false
    server.renewable = false
    const error = await failure(client.get('/thing'))
    expect(error.status).toBe(401)
    expect(signedOut()).toBe(1)
  })

  it('renews a session before it ends, unless another tab has', async () => {
    const { server, client } = setUp()
    const endsAt = Date.parse('2026-01-02T03:10:00.000Z')
    server.on('GET /api/v1/auth/session', { expires_at: '2026-01-02T03:10:00.000Z' })
    expect(await client.renewBefore(endsAt)).toBe(true)
    expect(server.asked).toContain('POST /api/v1/auth/refresh')
    server.asked.length = 0
    server.on('GET /api/v1/auth/session', { expires_at: '2026-01-02T03:25:00.000Z' })
    expect(await client.renewBefore(endsAt)).toBe(true)
    expect(server.asked).toEqual(['GET /api/v1/auth/session'])
    server.signedIn = false
    server.renewable = false
    expect(await client.renewBefore(endsAt)).toBe(false)
  })

  it('does not take a silent server for the end of the session', async () => {
    const { server, client, contact, signedOut } = setUp()
    server.silent = true
    const error = await failure(client.get('/thing'))
    expect(error).toMatchObject({ reason: 'unreachable', noAnswer: true, status: null })
    expect(error.correlationId).toMatch(/^web-[0-9a-f]{24}$/)
    expect(contact.read().silentSince).toBe(7)
    expect(signedOut()).toBe(0)
  })

  it('hands on the reason, its code and its number', async () => {
    const { server, client } = setUp()
    server.on('POST /order', new Refusal(429, 'RATE_LIMITED', 'Slow down.', 30))
    server.on('POST /order', () => new Refusal(429, 'RATE_LIMITED', 'Slow down.', 30))
    expect(await failure(client.post('/order', { a: 1 }))).toMatchObject({
      reason: 'problem',
      status: 429,
      code: 'RATE_LIMITED',
      message: 'Slow down.',
      correlationId: 'c-42',
      retryAfter: 30,
    })
  })

  it('does not take a stranger’s page for an answer', async () => {
    const contact = new ContactLog()
    const strange = async () => new Response('<html>proxy</html>', { status: 200 })
    const client = new Client({ contact, fetch: strange, onSignedOut: () => undefined })
    expect(await failure(client.get('/thing'))).toMatchObject({ reason: 'unreadable', status: 200 })
    const broken = new Client({ contact, fetch: async () => new Response('bad gateway', { status: 502 }), onSignedOut: () => undefined })
    expect(await failure(broken.get('/thing'))).toMatchObject({ reason: 'unreadable', status: 502 })
  })

  it('signs in without trying to renew', async () => {
    const { server, client } = setUp()
    server.on('POST /api/v1/auth/session', () => new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.'))
    expect(await failure(client.postAnonymous('/api/v1/auth/session', {}))).toMatchObject({ code: 'BAD_CREDENTIALS' })
    expect(server.asked).toEqual(['POST /api/v1/auth/session'])
  })

  it('reads an empty answer', async () => {
    const { server, client } = setUp()
    server.on('POST /api/v1/auth/logout', () => undefined)
    expect(await client.post('/api/v1/auth/logout')).toBeUndefined()
  })
})
