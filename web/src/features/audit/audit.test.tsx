import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '@/lib/api/types'
import { auditEntry, auditHead } from '@/testing/access'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { useAudit } from './api/audit'
import { AuditFilters } from './components/AuditFilters'
import { AuditTable } from './components/AuditTable'
import { ChainCard } from './components/ChainCard'
import { EntryDrawer } from './components/EntryDrawer'
import { csvAddress, readAuditFilters, withPart, type Filters } from './filters'
import { readKeptHead } from './words'

describe('filters of the audit log', () => {
  it('stand in the address, and what the address must not hold is left out', () => {
    expect(readAuditFilters({ user: 'ada', action: 'control.', outcome: 'refused', from: '2026-01-01', to: '2026-13-40', q: 'x'.repeat(101), other: 1 })).toEqual({ user: 'ada', action: 'control.', outcome: 'refused', from: '2026-01-01' })
    expect(readAuditFilters({ user: 42, outcome: 'maybe' })).toEqual({ user: '42' })
  })

  it('are taken away one by one, and go into the export', () => {
    const filters = withPart({ user: 'ada', q: 'a b&c' }, { user: undefined, outcome: 'done' })
    expect(filters).toEqual({ q: 'a b&c', outcome: 'done' })
    expect(csvAddress(filters)).toBe('/api/v1/audit?q=a+b%26c&outcome=done&format=csv')
  })
})

describe('a head that was kept', () => {
  const hash = '0123456789abcdef'.repeat(4)
  it.each([`812 ${hash}`, `812\n${hash}`, `{"seq":812,"hash":"${hash}"}`, `seq=812 hash=${hash.toUpperCase()}`])('is read from %s', (text) => {
    expect(readKeptHead(text)).toEqual({ seq: 812, hash })
  })

  it.each(['', '812', hash, `0 ${hash}`, `812 ${hash}00`, `812 ${hash.slice(1)}`])('is not guessed from %j', (text) => {
    expect(readKeptHead(text)).toBeNull()
  })
})

function Log() {
  const [filters, setFilters] = useState<Filters>({})
  const [open, setOpen] = useState<AuditEntry | null>(null)
  const query = useAudit(filters)
  return (
    <>
      <AuditFilters filters={filters} onFilters={setFilters} />
      <AuditTable query={query} filters={filters} onFilters={setFilters} onOpen={setOpen} />
      {open && <EntryDrawer entry={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function show(rows: number) {
  const desk = createDesk()
  const asked: string[] = []
  desk.server.on('GET /api/v1/audit', ({ query }) => {
    asked.push(String(query))
    const from = Number(query.get('cursor') ?? 0)
    const user = query.get('user')
    const all = Array.from({ length: rows }, (_, index) => auditEntry(rows - index)).filter((entry) => user === null || entry.user === user)
    const entries = all.slice(from, from + 5)
    return { entries, next_cursor: from + 5 < all.length ? String(from + 5) : null }
  })
  renderOn(desk, <Log />)
  return { ...desk, asked }
}

describe('the audit log', () => {
  it('reads older pages as they come into view, each once', async () => {
    const { asked } = show(12)
    expect(await screen.findByRole('button', { name: 'Entry 1' })).toBeTruthy()
    expect(asked).toEqual(['limit=100', 'limit=100&cursor=5', 'limit=100&cursor=10'])
    expect(screen.getAllByRole('row')).toHaveLength(13)
  })

  it('shows all that is on record of an entry, its hashes too', async () => {
    show(3)
    await userEvent.click(await screen.findByRole('button', { name: 'Entry 2' }))
    const drawer = within(screen.getByRole('dialog', { name: 'Entry 2: control.pause' }))
    for (const text of ['192.0.2.7', 'web-2', 'maintenance', 'a'.repeat(64), 'b'.repeat(64), '2026-01-02 03:04:05 UTC']) expect(drawer.getByText(text)).toBeTruthy()
    await userEvent.click(drawer.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('asks anew once a filter is typed, and says when nothing fits', async () => {
    const { asked } = show(3)
    await userEvent.type(await screen.findByLabelText('User'), 'nobody')
    expect(await screen.findByText('No entry fits these filters')).toBeTruthy()
    expect(asked.at(-1)).toBe('user=nobody&limit=100')
    expect(asked).toHaveLength(2)
    expect(screen.getByText('Export CSV').getAttribute('href')).toBe('/api/v1/audit?user=nobody&format=csv')
    await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!)
    expect(await screen.findByRole('button', { name: 'Entry 3' })).toBeTruthy()
  })

  it('goes on looking where a look through a long log found nothing yet', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/v1/audit', ({ query }) => (query.get('cursor') ? { entries: [auditEntry(1)], next_cursor: null } : { entries: [], next_cursor: 'on' }))
    renderOn(desk, <Log />)
    expect(await screen.findByRole('button', { name: 'Entry 1' })).toBeTruthy()
  })

  it('says what will stand there while nothing does', async () => {
    show(0)
    expect(await screen.findByText('Nothing on record yet')).toBeTruthy()
  })
})

describe('the proof of the chain', () => {
  function prove(answer: (query: URLSearchParams) => unknown) {
    const desk = createDesk()
    desk.server.on('GET /api/v1/audit/verify', ({ query }) => answer(query))
    renderOn(desk, <ChainCard />)
  }
  const verify = () => userEvent.click(screen.getByRole('button', { name: 'Verify the chain' }))

  it('tells the verdict with entries, head and signature', async () => {
    prove(() => ({ ok: true, entries: 3, head: auditHead, fault: null }))
    await verify()
    const verdict = await screen.findByRole('group', { name: 'Verdict' })
    expect(verdict.textContent).toContain('All 3 entries are as written.')
    for (const text of [`3 ${auditHead.hash}`, auditHead.signature, auditHead.public_key]) expect(screen.getByText(text)).toBeTruthy()
  })

  it('explains a fault: where, what still holds, what to do', async () => {
    const asked: string[] = []
    prove((query) => {
      asked.push(String(query))
      return { ok: false, entries: 9, head: auditHead, fault: { seq: 4, what: 'The hash of entry 4 is not that of its content.' } }
    })
    await userEvent.type(screen.getByLabelText(/A head that you kept/), `9 ${'f'.repeat(64)}`)
    await verify()
    const verdict = await screen.findByRole('group', { name: 'Verdict' })
    expect(verdict.textContent).toMatch(/breaks at entry 4\..*The hash of entry 4.*Entries 1 to 3 still hold.*Export the chain now/)
    expect(asked).toEqual([`seq=9&hash=${'f'.repeat(64)}`])
  })

  it('does not take a head that cannot be read', async () => {
    prove(() => ({ ok: true, entries: 3, head: auditHead, fault: null }))
    await userEvent.type(screen.getByLabelText(/A head that you kept/), 'abc')
    expect(screen.getByText(/A number and a hash of 64 characters/)).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Verify the chain' }).disabled).toBe(true)
  })

  it('does not take silence for a verdict', async () => {
    prove(() => new Refusal(503, 'STORAGE_FAILED', 'The disk does not answer.'))
    await verify()
    await waitFor(() => expect(screen.getByText(/that says nothing of the log/)).toBeTruthy())
    expect(screen.queryByRole('group', { name: 'Verdict' })).toBeNull()
  })
})
