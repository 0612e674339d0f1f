import { createMemoryHistory } from '@tanstack/react-router'
import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { away, hedge, runtime, stats, status, stop } from '@/testing/bots'
import { balance, btcPrice, candles, operationOne, session, summary } from '@/testing/fixtures'
import { nothingYet, ordered, snapshot } from '@/testing/feedMessages'
import { FakeEventSource } from '@/testing/fakeEvents'
import { FakeServer, Raw, Refusal } from '@/testing/fakeServer'
import { FakeLine } from '@/testing/fakeSocket'
import { change, currentSettings, defaults } from '@/lib/settings'
import { App } from './App'
import { safeNext } from './places'
import { createPages, leadToSignIn } from './router'
import { createServices } from './services'

const password = 'correct horse'

function desk(signedIn: boolean) {
  const server = new FakeServer()
  server.signedIn = signedIn
  server.renewable = false
  return server
    .on('POST /api/v1/auth/session', ({ body }) => {
      if ((body as { password: string }).password !== password) return new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.')
      server.signedIn = true
      return session
    })
    .on('POST /api/v1/auth/logout', () => {
      server.signedIn = false
      return undefined
    })
    .on('GET /api/v1/auth/session', session)
    .on('GET /api/portfolio/positions/', { positions: [operationOne], as_of: '', venue_kind: 'SIM' })
    .on('GET /api/portfolio/summary/', summary)
    .on('GET /api/v1/bots', { bots: [] })
    .on('GET /api/v1/control/emergency-stop', { stops: [] })
    .on('GET /api/account/balance/', balance)
    .on('GET /api/market/price/BTCUSDC/', btcPrice)
    .on('GET /api/market/klines/BTCUSDC/', { symbol: 'BTCUSDC', interval: '15m', source: 'binance', klines: candles(100) })
}

function open(server: FakeServer, at = '/') {
  const line = new FakeLine()
  vi.stubGlobal('fetch', server.fetch)
  vi.stubGlobal('WebSocket', function () {
    return line.connect()
  })
  // On a slow machine the page gives up waiting for the socket and tries the next way.
  vi.stubGlobal('EventSource', FakeEventSource)
  const services = createServices(() => leadToSignIn(pages))
  const pages = createPages(services)
  pages.update({ ...pages.options, history: createMemoryHistory({ initialEntries: [at] }) })
  render(<App services={services} pages={pages} />)
  return { line, pages, services }
}

async function signIn(secret: string) {
  await userEvent.type(await screen.findByLabelText('Name'), 'admin')
  await userEvent.type(screen.getByLabelText('Password'), secret)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

beforeEach(() => void vi.stubGlobal('scrollTo', () => undefined))
afterEach(() => {
  change(defaults)
  vi.unstubAllGlobals()
})

describe('the page', () => {
  it('asks who you are, then leads to where you wanted', async () => {
    const { pages } = open(desk(false), '/?symbol=BTCUSDC')
    await signIn(password)
    expect(await screen.findByText('1 open position, BTCUSDC long')).toBeTruthy()
    expect(pages.state.location.href).toBe('/?symbol=BTCUSDC')
    expect(localStorage.length).toBe(0)
  })

  it('says that name or password is wrong, and forgets the password', async () => {
    open(desk(false))
    await signIn('guess')
    expect(await screen.findByText('Name or password is wrong.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('')
  })

  it('shows what kind of exchange it is, the safety line and the tab title', async () => {
    open(desk(true))
    expect(await screen.findByText('No protective order at the exchange: the stop is only watched, not placed', { selector: '[aria-label="Am I safe?"] p' })).toBeTruthy()
    expect(screen.getByText('SIM')).toBeTruthy()
    await waitFor(() => expect(document.title).toBe('(1) +$0.13 · Robson'))
    expect(await screen.findByText('Worst case $0.59 lost if every stop fills at its price')).toBeTruthy()
  })

  it('shows what the feed tells, and asks for nothing again by the clock', async () => {
    const server = desk(true)
    const { line } = open(server)
    await screen.findByText('1 open position, BTCUSDC long')
    act(() => {
      line.newest.accept()
      line.newest.say(snapshot(10, { ...nothingYet, positions: { 1: { ...operationOne, stop_loss: '88000.00' } }, stats: { ...summary, worst_case: '0.28' } }))
    })
    expect(await screen.findByText('Worst case $0.28 lost if every stop fills at its price')).toBeTruthy()
    expect(screen.getByTestId('stop').textContent).toContain('$88,000.00')
    expect(screen.getByTestId('connection').dataset.state).toBe('live')
    act(() => line.newest.say(ordered('positions', 'position_closed', 11, 0, { position_id: 1, symbol: 'BTCUSDC', reason: 'STOP' })))
    expect(await screen.findByText('No open position: nothing is at risk')).toBeTruthy()
    expect(server.asked.filter((at) => at.includes('/positions/') || at.includes('/summary/'))).toHaveLength(2)
  })

  it('counts the card that is opened, and waits for nobody', async () => {
    const server = desk(true)
    const { pages } = open(server)
    const counted: unknown[] = []
    server.on('POST /api/v1/dashboard/card-click', ({ body }) => {
      counted.push(body)
      return new Refusal(500, 'INTERNAL', 'no')
    })
    await userEvent.click(await screen.findByRole('link', { name: 'Account' }))
    await waitFor(() => expect(pages.state.location.pathname).toBe('/risk'))
    expect(counted).toEqual([{ name: 'account' }])
  })

  it('signs out', async () => {
    const { pages } = open(desk(true))
    await userEvent.click(await screen.findByRole('button', { name: /Account menu/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeTruthy()
    expect(pages.state.location.pathname).toBe('/login')
  })

  it('leads to the sign-in page when the session ends while it is open', async () => {
    const server = desk(true)
    const { services } = open(server)
    await screen.findByText('1 open position, BTCUSDC long')
    server.signedIn = false
    await act(() => services.queries.invalidateQueries())
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeTruthy()
    expect(services.queries.getQueryData(['positions'])).toBeUndefined()
  })

  it('is worked by keys', async () => {
    open(desk(true))
    await screen.findByText('1 open position, BTCUSDC long')
    await userEvent.keyboard('4')
    expect(currentSettings().interval).toBe('1h')
    await userEvent.keyboard('t')
    expect(document.documentElement.dataset.theme).toBe('light')
    await userEvent.keyboard('?')
    const help = screen.getByRole('dialog', { name: 'Keys and help' })
    await userEvent.click(within(help).getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog', { name: 'Keys and help' })).toBeNull()
  })

  it('hears no key of one letter, digit or sign when they are switched off', async () => {
    open(desk(true))
    await userEvent.click(await screen.findByRole('button', { name: /Display/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: /Single-letter keys/, hidden: false }))
    await userEvent.keyboard('{Escape}')
    const before = currentSettings()
    expect(before.singleKeys).toBe(false)
    await userEvent.keyboard('t4gt?')
    expect(currentSettings()).toEqual(before)
    expect(screen.queryByRole('dialog', { name: 'Keys and help' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: /Account menu/ }))
    await userEvent.click(screen.getByRole('button', { name: /Keys and help/ }))
    await userEvent.click(within(screen.getByRole('dialog', { name: 'Keys and help' })).getByRole('checkbox', { name: /Single-letter keys/ }))
    expect(currentSettings().singleKeys).toBe(true)
  })

  it('keeps the market of a trade in the address, whatever becomes of the position that it came from', async () => {
    const { pages, services } = open(desk(true).on('GET /api/portfolio/positions/', { positions: [{ ...operationOne, symbol: 'ETHUSDC' }], as_of: '', venue_kind: 'SIM' }), '/trade?side=SELL')
    await waitFor(() => expect(pages.state.location.search).toEqual({ side: 'SELL', symbol: 'ETHUSDC' }))
    const symbol = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Symbol' })
    await act(async () => void services.queries.setQueryData(['positions'], { positions: [] }))
    expect(symbol.value).toBe('ETHUSDC')
    expect(pages.history.length).toBe(1)
  })

  it('changes its colours from the display menu', async () => {
    open(desk(true))
    await userEvent.click(await screen.findByRole('button', { name: /Display/ }))
    await userEvent.click(screen.getByLabelText('Red up, green down'))
    expect(document.documentElement.dataset.palette).toBe('red-up')
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByLabelText('Red up, green down')).toBeNull()
  })

  it('says that the server cannot be reached, and opens once it can', async () => {
    const server = desk(true)
    server.silent = true
    open(server)
    expect(await screen.findByText('The dashboard could not be opened')).toBeTruthy()
    server.silent = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('1 open position, BTCUSDC long')).toBeTruthy()
  })

  it('tells of a figure that could not be refreshed', async () => {
    const server = desk(true)
    const { services } = open(server)
    await screen.findByTestId('total-balance')
    server.on('GET /api/portfolio/summary/', () => new Refusal(503, 'VENUE_UNREACHABLE', 'The exchange does not answer.'))
    await act(() => services.queries.invalidateQueries({ queryKey: ['summary'] }))
    expect(await screen.findByText('Could not refresh the account summary')).toBeTruthy()
    expect(screen.getByTestId('total-balance').textContent).toBe('$99,274.45')
  })

  it('has a page for an address that leads nowhere', async () => {
    open(desk(true), '/nowhere')
    expect(await screen.findByText('There is no such page')).toBeTruthy()
  })
})

/** A desk with one bot; `gone` when it is away. */
function withBot(gone = false) {
  const server = desk(true)
  const lost = { ...runtime, state: 'unavailable', healthy: false, age_ms: 180_000, last_seen: null }
  const raw = (document: object) => new Raw(503, document)
  return server
    .on('GET /api/v1/bots', { bots: [{ name: 'default' }] })
    .on('GET /api/v1/status', gone ? { ...status, bot: lost } : status)
    .on('GET /api/v1/stats', gone ? () => raw(away(stats)) : stats)
    .on('GET /api/v1/positions', gone ? () => raw(away({ positions: [hedge] })) : { positions: [hedge] })
    .on('GET /api/v1/events', { epoch: 1, events: [], next_cursor: null })
    .on('GET /api/v1/history/pnl', { period: '1d', resolution: '1min', truncated: false, data_points: [], summary: {} })
}

describe('the control center', () => {
  it('has the bots and what is held directly on its first page, and one line for both', async () => {
    open(withBot())
    expect(await screen.findByText('1 open position, BTCUSDC long, 1 hedged position')).toBeTruthy()
    expect(screen.getByText('1 bot running, no pause, worst health healthy, 24.3% to liquidation')).toBeTruthy()
    expect(screen.getByRole('link', { name: `Position ${hedge.position_id}, SOL` })).toBeTruthy()
    expect(screen.getByRole('article', { name: /BTCUSDC long/ })).toBeTruthy()
    expect(screen.getByRole('region', { name: 'Control panel' })).toBeTruthy()
  })

  it('does not take a bot’s position among all of them for one that is held directly', async () => {
    open(withBot().on('GET /api/portfolio/positions/', { positions: [operationOne, hedge], as_of: '', venue_kind: 'SIM' }))
    expect(await screen.findByText('1 open position, BTCUSDC long, 1 hedged position')).toBeTruthy()
  })

  it('shows what was last known of a bot that is away, and says so', async () => {
    open(withBot(true))
    expect((await screen.findByTestId('presence')).textContent).toContain('default was never heard of')
    expect(screen.getByRole('link', { name: `Position ${hedge.position_id}, SOL` })).toBeTruthy()
    expect(screen.queryByText('No hedged position')).toBeNull()
    expect(screen.getByTestId('safety').dataset.level).toBe('danger')
  })

  it('teaches how a bot is attached where there is none', async () => {
    open(desk(true))
    expect(await screen.findByText('No bot is attached')).toBeTruthy()
  })

  it('has every position on one page, and leads a number to its operation', async () => {
    const { pages } = open(withBot(), '/positions?kind=hedge&sort=-pnl')
    expect(await screen.findByRole('heading', { name: 'Positions', level: 1 })).toBeTruthy()
    expect(await screen.findByRole('link', { name: `Position ${hedge.position_id}, SOL` })).toBeTruthy()
    expect(screen.queryByRole('link', { name: /Operation 1/ })).toBeNull()
    await act(() => pages.navigate({ to: '/positions/$id', params: { id: '7' } }))
    expect(pages.state.location.pathname).toBe('/operations/7')
  })

  it('reaches the emergency stop in two actions, and shows one that is not confirmed on every page', async () => {
    open(withBot().on('GET /api/v1/control/emergency-stop', { stops: [stop] }), '/analytics')
    expect(await screen.findByTestId('stop-banner')).toBeTruthy()
    await userEvent.click(screen.getByTestId('emergency-header'))
    expect(screen.getByRole('dialog', { name: 'Emergency stop' })).toBeTruthy()
  })
})

describe('where to go after signing in', () => {
  it.each([
    ['/?symbol=ETHUSDC', '/?symbol=ETHUSDC'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/login?next=/', '/'],
    [undefined, '/'],
  ])('%s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected)
  })
})
