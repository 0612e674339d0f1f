import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { StepUp } from '@/components/StepUp'
import { Toaster } from '@/components/Toaster'
import type { ApiKey, Role, User } from '@/lib/api/types'
import { apiKey, user } from '@/testing/access'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { ApiKeysCard } from './components/ApiKeysCard'
import { UsersCard } from './components/UsersCard'

const ben = user({ id: 2, username: 'ben', role: 'operator', totp: true, sessions: 2 })

function showUsers({ role = 'admin' as Role, users = [user(), ben] as User[] } = {}) {
  const desk = createDesk()
  const sent: unknown[] = []
  const store = { users, refusal: null as Refusal | null }
  desk.server
    .on('GET /api/v1/users', () => ({ users: store.users }))
    .on('POST /api/v1/users', ({ body }) => {
      sent.push(body)
      if (store.refusal) return store.refusal
      const { username, role: given } = body as { username: string; role: Role }
      const added = user({ id: 9, username, role: given, last_login: null })
      store.users = [...store.users, added]
      return added
    })
    .on('PATCH /api/v1/users/2', ({ body }) => {
      sent.push(body)
      if (store.refusal) return store.refusal
      const { role: given, active } = body as { role?: Role; active?: boolean }
      const after = { ...ben, ...(given && { role: given }), ...(active !== undefined && { active }) }
      store.users = store.users.map((each) => (each.id === 2 ? after : each))
      return after
    })
  renderOn(
    desk,
    <>
      <UsersCard role={role} me="admin" />
      <StepUp />
      <Toaster />
    </>,
  )
  return { ...desk, sent, store }
}

describe('the users', () => {
  it('are the admins’: others are told so, and the server is not asked', async () => {
    const { server } = showUsers({ role: 'operator' })
    expect(screen.getByText(/You are signed in as operator; this needs the role admin/)).toBeTruthy()
    expect(server.asked).toEqual([])
  })

  it('get another role after its effect was read', async () => {
    const { sent } = showUsers()
    await userEvent.click(await screen.findByRole('button', { name: 'Manage ben' }))
    await userEvent.click(screen.getByRole('radio', { name: /viewer/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Change the role…' }))
    expect(screen.getByText(/ben, operator until now, becomes viewer/)).toBeTruthy()
    expect(sent).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Make viewer' }))
    expect(await screen.findByText('ben is viewer now')).toBeTruthy()
    expect(sent).toEqual([{ role: 'viewer' }])
  })

  it('are disabled after it was said what ends and what stays', async () => {
    const { sent } = showUsers()
    await userEvent.click(await screen.findByRole('button', { name: 'Manage ben' }))
    await userEvent.click(screen.getByRole('button', { name: 'Disable…' }))
    expect(screen.getByText(/signed out everywhere at once \(2 sessions open\).*stay as they are/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Disable' }))
    expect(await screen.findByText('disabled')).toBeTruthy()
    expect(sent).toEqual([{ active: false }])
  })

  it('lose a second factor and a password only by what the admin confirms', async () => {
    const { sent } = showUsers()
    await userEvent.click(await screen.findByRole('button', { name: 'Manage ben' }))
    await userEvent.click(screen.getByRole('button', { name: 'Take the second factor off…' }))
    await userEvent.click(screen.getByRole('button', { name: 'Take it off' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Set a new password…' }))
    const field = screen.getByLabelText('New password')
    await userEvent.type(field, 'short')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Set the password' }).disabled).toBe(true)
    await userEvent.type(field, ' no more')
    await userEvent.click(screen.getByRole('button', { name: 'Set the password' }))
    expect(await screen.findByText('ben has a new password')).toBeTruthy()
    expect(sent).toEqual([{ totp: false }, { password: 'short no more' }])
  })

  it('keep their last admin, and say why', async () => {
    showUsers()
    await userEvent.click(await screen.findByRole('button', { name: 'Manage admin' }))
    expect(screen.getAllByText(/The last active admin/).length).toBeGreaterThan(0)
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /viewer/ }).disabled).toBe(true)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Disable…' }).disabled).toBe(true)
  })

  it('show what the server refused although the page allowed it', async () => {
    const { store } = showUsers()
    store.refusal = new Refusal(409, 'LAST_ADMIN', 'The last active admin stays one.')
    await userEvent.click(await screen.findByRole('button', { name: 'Manage ben' }))
    await userEvent.click(screen.getByRole('button', { name: 'Disable…' }))
    await userEvent.click(screen.getByRole('button', { name: 'Disable' }))
    expect(await screen.findByText('The last active admin stays one.')).toBeTruthy()
  })

  it('are added, with what is wrong shown at the field', async () => {
    const { sent, store } = showUsers()
    await userEvent.click(await screen.findByRole('button', { name: 'Add a user…' }))
    store.refusal = new Refusal(409, 'NAME_TAKEN', 'There is a ben already.', undefined, 'username')
    await userEvent.type(screen.getByLabelText('Name'), 'ben')
    await userEvent.type(screen.getByLabelText('First password'), 'long enough')
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))
    expect(await screen.findByText('There is a ben already.')).toBeTruthy()
    store.refusal = null
    await userEvent.type(screen.getByLabelText('Name'), 'ny')
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))
    expect(await screen.findByText('benny can sign in as viewer')).toBeTruthy()
    expect(sent[1]).toEqual({ username: 'benny', role: 'viewer', password: 'long enough' })
    expect(await screen.findByRole('button', { name: 'Manage benny' })).toBeTruthy()
  })
})

function showKeys(keys: ApiKey[] = [apiKey()], role: Role = 'admin') {
  const desk = createDesk()
  const store = { keys, sent: [] as unknown[] }
  desk.server
    .on('GET /api/v1/api-keys', () => ({ api_keys: store.keys }))
    .on('POST /api/v1/api-keys', ({ body }) => {
      store.sent.push(body)
      return { api_key: 'rbk_9f3a_the_whole_key', key: apiKey({ id: 6, name: 'script' }) }
    })
    .on('DELETE /api/v1/api-keys/5', () => {
      store.keys = store.keys.map((key) => ({ ...key, revoked_at: '2026-01-02T00:00:00.000Z' }))
      return undefined
    })
  renderOn(
    desk,
    <>
      <ApiKeysCard role={role} />
      <StepUp />
    </>,
  )
  return { ...desk, store }
}

describe('the API keys', () => {
  it('are shown once when they are made, and never again', async () => {
    const { store } = showKeys([])
    expect(await screen.findByText('No API key yet')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Make a key…' }))
    await userEvent.type(screen.getByLabelText('Name'), 'script')
    await userEvent.click(screen.getByRole('radio', { name: /operate/ }))
    await userEvent.selectOptions(screen.getByLabelText('Expires after'), 'Never')
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    expect(await screen.findByText('rbk_9f3a_the_whole_key')).toBeTruthy()
    expect(store.sent).toEqual([{ name: 'script', scopes: ['operate'], expires_in_days: null }])
    await userEvent.keyboard('{Escape}')
    expect(screen.getByText('rbk_9f3a_the_whole_key')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'I have stored it' }))
    expect(screen.queryByText('rbk_9f3a_the_whole_key')).toBeNull()
  })

  it('that may have been made without an answer are to be looked for first', async () => {
    const { server, store } = showKeys([])
    await userEvent.click(await screen.findByRole('button', { name: 'Make a key…' }))
    await userEvent.type(screen.getByLabelText('Name'), 'script')
    server.silent = true
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    const told = (await screen.findByText('Whether it was done is not known: making the key')).parentElement!.textContent
    expect(told).toContain('Look at the list first: if it stands there nobody has seen its key, so revoke it and make another.')
    server.silent = false
    store.keys = [apiKey({ name: 'script' })]
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(server.asked.filter((at) => at === 'GET /api/v1/api-keys').length).toBeGreaterThan(1)
  })

  it('are revoked after it was said what stops', async () => {
    showKeys()
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke wall' }))
    expect(within(screen.getByRole('dialog')).getByText(/is refused from now on/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Revoke the key' }))
    expect(await screen.findByText('revoked', { selector: 'span' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Revoke wall' })).toBeNull()
  })

  it('that have expired say so', async () => {
    showKeys([apiKey({ expires_at: '2025-01-01T00:00:00.000Z' })])
    expect(await screen.findByText('expired', { selector: 'span' })).toBeTruthy()
  })

  it('are the admins’', () => {
    const { server } = showKeys([], 'viewer')
    expect(screen.getByText(/this needs the role admin/)).toBeTruthy()
    expect(server.asked).toEqual([])
  })
})
