import { createMemoryHistory } from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '@/lib/api/types'
import { auditEntry, user } from '@/testing/access'
import { FakeServer } from '@/testing/fakeServer'
import { FakeLine } from '@/testing/fakeSocket'
import { session } from '@/testing/fixtures'
import { App } from './App'
import { createPages, leadToSignIn } from './router'
import { createServices } from './services'

function open(at: string, role: Role = 'admin') {
  const server = new FakeServer()
    .on('GET /api/v1/auth/session', { ...session, role })
    .on('GET /api/v1/auth/totp', { enabled: false, recovery_codes_left: 0 })
    .on('GET /api/v1/users', { users: [user()] })
    .on('GET /api/v1/audit', ({ query }) => ({ entries: [auditEntry(1, { outcome: query.get('outcome') === 'refused' ? 'refused' : 'done' })], next_cursor: null }))
  const line = new FakeLine()
  vi.stubGlobal('fetch', server.fetch)
  vi.stubGlobal('WebSocket', function () {
    return line.connect()
  })
  const services = createServices(() => leadToSignIn(pages))
  const pages = createPages(services)
  pages.update({ ...pages.options, history: createMemoryHistory({ initialEntries: [at] }) })
  render(<App services={services} pages={pages} />)
  return { server, pages }
}

beforeEach(() => void vi.stubGlobal('scrollTo', () => undefined))
afterEach(() => vi.unstubAllGlobals())

describe('the settings', () => {
  it('have their sections in the address', async () => {
    const { pages } = open('/settings?section=users')
    expect(await screen.findByText(/You are the only one/)).toBeTruthy()
    await userEvent.click(screen.getByRole('link', { name: 'My account' }))
    expect(await screen.findByRole('button', { name: 'Set it up' })).toBeTruthy()
    expect(pages.state.location.href).toBe('/settings?section=account')
    expect(screen.getByRole('link', { name: 'My account' }).getAttribute('aria-current')).toBe('page')
  })

  it('say to a viewer which sections are the admins’, and leave the own account open', async () => {
    open('/settings?section=keys', 'viewer')
    expect(await screen.findByText('This section is the admins’')).toBeTruthy()
    await userEvent.click(screen.getByRole('link', { name: 'My account' }))
    expect(await screen.findByRole('button', { name: 'Set it up' })).toBeTruthy()
  })
})

describe('the audit log', () => {
  it('opens with the filters of its address', async () => {
    const { pages } = open('/logs?outcome=refused&nonsense=1')
    expect(await screen.findByText('refused', { selector: 'span' })).toBeTruthy()
    await userEvent.selectOptions(screen.getByLabelText('Outcome'), 'All')
    expect(await screen.findByText('done', { selector: 'span' })).toBeTruthy()
    expect(pages.state.location.search).toEqual({})
  })

  it('is everybody’s to read', async () => {
    open('/logs', 'viewer')
    expect(await screen.findByText('done', { selector: 'span' })).toBeTruthy()
  })
})
