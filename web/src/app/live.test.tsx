import { createMemoryHistory } from '@tanstack/react-router'
import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { execution, risk } from '@/testing/desk'
import { nothingYet, ordered, snapshot } from '@/testing/feedMessages'
import { FakeServer, Refusal } from '@/testing/fakeServer'
import { FakeEventSource } from '@/testing/fakeEvents'
import { FakeLine } from '@/testing/fakeSocket'
import { priceUpdate, session, summary } from '@/testing/fixtures'
import { approval, curve, dayReport, emptyPerformance, exposure, fed, policy, producer, signal } from '@/testing/signals'
import type { Signal } from '@/lib/api/types'
import { App } from './App'
import { createPages, leadToSignIn } from './router'
import { createServices } from './services'
import { pageName } from './useTelemetry'

function open(at: string, waiting: Signal[] = []) {
  const store = { waiting, telemetry: [] as unknown[] }
  const server = new FakeServer()
    .on('GET /api/v1/auth/session', session)
    .on('GET /api/portfolio/positions/', { positions: [], as_of: '', venue_kind: 'SIM' })
    .on('GET /api/portfolio/summary/', summary)
    .on('GET /api/risk/metrics/', risk)
    .on('GET /api/v1/bots', { bots: [] })
    .on('GET /api/strategies/', { strategies: [], templates: [] })
    .on('GET /api/v1/control/emergency-stop', { stops: [] })
    .on('GET /api/v1/analytics/equity', curve)
    .on('GET /api/analytics/performance/', emptyPerformance)
    .on('GET /api/analytics/exposure/', exposure)
    .on('GET /api/analytics/report/', ({ query }) => (query.get('date') === '2026-01-14' ? dayReport : new Refusal(422, 'INVALID', 'Another day.', undefined, 'date')))
    .on('GET /api/v1/approvals/pending', () => ({ signals: store.waiting, as_of: new Date().toISOString() }))
    .on('POST /api/v1/approvals', ({ body }) => {
      const { signal_id: id } = body as { signal_id: number }
      const of = store.waiting.find((each) => each.id === id)!
      store.waiting = store.waiting.filter((each) => each !== of)
      return approval(of)
    })
    .on('POST /api/plans/7/execute/', execution())
    .on('GET /api/v1/signals', ({ query }) => ({ signals: query.get('status') === 'NEW' ? [] : [signal(7, { status: 'REJECTED' })], next_cursor: null }))
    .on('GET /api/v1/signals/7', signal(7, { status: 'REJECTED', approval: { id: 1, decision: 'rejected', reason: 'against the trend', decided_by: 'ben', decided_at: '2026-01-02T03:04:05.000Z', plan_id: null } }))
    .on('GET /api/v1/producers', { producers: [producer()] })
    .on('GET /api/v1/signal-policies', { policies: [policy()] })
    .on('POST /api/v1/telemetry', ({ body }) => {
      store.telemetry.push(body)
      return undefined
    })
  const line = new FakeLine()
  vi.stubGlobal('fetch', server.fetch)
  vi.stubGlobal('WebSocket', function () {
    return line.connect()
  })
  vi.stubGlobal('EventSource', FakeEventSource)
  const services = createServices(() => leadToSignIn(pages))
  const pages = createPages(services)
  pages.update({ ...pages.options, history: createMemoryHistory({ initialEntries: [at] }) })
  render(<App services={services} pages={pages} />)
  return { server, line, pages, services, store }
}

/** The feed from its first word. */
function listen(line: FakeLine, waiting: Signal[] = []) {
  act(() => {
    line.newest.accept()
    line.newest.say(snapshot(10, { ...nothingYet, stats: summary, approvals: Object.fromEntries(waiting.map((each) => [each.id, fed(each)])) }))
    line.newest.say(priceUpdate({}))
  })
}

beforeEach(() => void vi.stubGlobal('scrollTo', () => undefined))
afterEach(() => vi.unstubAllGlobals())

describe('the live page', () => {
  it('has a signal as soon as the feed tells of it, says so, counts it, and loses it as the feed says', async () => {
    const { line, store } = open('/dashboard')
    expect(await screen.findByText('No signal waits')).toBeTruthy()
    listen(line)
    const came = signal(7, {}, -0.05)
    store.waiting = [came]
    act(() => line.newest.say(ordered('approvals', 'signal_update', 12, 10, fed(came))))
    expect(await screen.findByRole('listitem', { name: 'Signal 7: BUY BTCUSDC, from sma-bot' })).toBeTruthy()
    expect(await screen.findByText('Signal of sma-bot: BUY BTCUSDC')).toBeTruthy()
    expect(within(screen.getByRole('navigation', { name: 'Pages' })).getByRole('link', { name: /^Live/ }).textContent).toContain('1 signal waits')
    expect(within(screen.getByRole('navigation', { name: 'Panes' })).getByRole('link', { name: /^Live/ }).textContent).toContain('1 signal waits')
    store.waiting = []
    act(() => line.newest.say(ordered('approvals', 'signal_update', 13, 12, fed(came, { status: 'CANCELLED' }))))
    await waitFor(() => expect(screen.queryByTestId('signal')).toBeNull())
    expect(screen.queryByTestId('waiting')).toBeNull()
  })

  it('shows the plan’s report at once, and sends it only when the person says so', async () => {
    const seven = signal(7)
    const { line, server, pages } = open('/dashboard', [seven])
    await screen.findByTestId('signal')
    listen(line, [seven])
    await userEvent.keyboard('a')
    const approved = await screen.findByTestId('approved')
    expect((await within(approved).findByTestId('report')).dataset.status).toBe('PASS')
    expect(approved.textContent).toContain('nothing was sent')
    await waitFor(() => expect(screen.queryByTestId('signal')).toBeNull())
    expect(server.asked.filter((at) => at.includes('/execute/'))).toEqual([])

    await userEvent.click(await within(approved).findByRole('button', { name: 'Execute…' }))
    await userEvent.click(screen.getByRole('checkbox', { name: /acknowledge the risk/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Send to SIM' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Show operation #9' }))
    await waitFor(() => expect(pages.state.location.pathname).toBe('/operations/9'))
  })
})

describe('the pages of signals and results', () => {
  it('lists signals by the filters of the address, and opens one in full', async () => {
    const { pages } = open('/signals')
    await userEvent.click(await screen.findByRole('button', { name: 'Signal 7' }))
    expect(await screen.findByText('“against the trend”')).toBeTruthy()
    expect(pages.state.location.search).toMatchObject({ signal: 7 })
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    await userEvent.selectOptions(screen.getByLabelText('Status'), 'NEW')
    expect(await screen.findByText('No signal fits these filters')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Export CSV' }).getAttribute('href')).toBe('/api/v1/signals?status=NEW&format=csv&decimals=string')
  })

  it('keep window and groups of the performance in the address', async () => {
    const { pages } = open('/performance')
    await screen.findByText('No trade was closed in 30 days')
    await userEvent.click(within(screen.getByRole('group', { name: 'Window' })).getByRole('button', { name: '90 d' }))
    await userEvent.click(screen.getByRole('button', { name: 'Hour' }))
    expect(pages.state.location.search).toEqual({ window: '90d', by: 'hour' })
  })

  it('turn the day by its arrows', async () => {
    const { pages } = open('/report?date=2026-01-14')
    expect(await screen.findByTestId('report-day')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'CSV' }).getAttribute('href')).toContain('date=2026-01-14&format=csv')
    await userEvent.click(screen.getByRole('button', { name: 'The day before' }))
    expect(pages.state.location.search).toMatchObject({ date: '2026-01-13' })
  })

  it('have producers and policies among the settings', async () => {
    open('/settings?section=signals')
    expect(await screen.findByRole('region', { name: 'Producers' })).toBeTruthy()
    expect(await screen.findByText('No strategy yet')).toBeTruthy()
  })
})

describe('what the page tells of itself', () => {
  it('is which pages were opened, when it is left', async () => {
    const { store, pages } = open('/dashboard')
    await screen.findByText('No signal waits')
    await act(() => pages.navigate({ to: '/signals' }))
    await screen.findByRole('heading', { name: 'Signals', level: 1 })
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    await waitFor(() => expect(store.telemetry).toHaveLength(1))
    expect(store.telemetry[0]).toMatchObject({ page_views: [{ page: 'dashboard' }, { page: 'signals' }] })
    vi.restoreAllMocks()
  })

  it.each([
    ['/', 'overview'],
    ['/positions', 'positions'],
    ['/positions/pos_20250204000001', 'position'],
    ['/operations/9', 'operations'],
    ['/charts', 'market'],
    ['/nowhere', 'other'],
  ])('calls %s %s', (path, name) => expect(pageName(path)).toBe(name))
})
