import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BotPositionDetail } from '@/lib/api/types'
import { lined } from '@/testing/fakeLineDrawing'
import { FakeServer, Raw, Refusal } from '@/testing/fakeServer'
import { as, away, bot, detail, hedge, pause, pausedBy, stats } from '@/testing/bots'
import { operationOne } from '@/testing/fixtures'
import { createDesk, renderOn } from '@/testing/render'
import { epoch, ordered } from '@/testing/feedMessages'
import type { BotDesk } from '@/lib/bots/desk'
import { readFilters, type Filters } from '../everything'
import { ActivityCard } from './ActivityCard'
import { Analytics } from './Analytics'
import { ControlPanel } from './ControlPanel'
import { EveryPosition } from './EveryPosition'
import { HedgesCard } from './HedgesCard'
import { HedgeView } from './HedgeView'
import { PnlCard } from './PnlCard'
import { StatusCards } from './StatusCards'

const pnl = {
  period: '1d',
  resolution: '1min',
  truncated: false,
  data_points: [
    { timestamp: '2026-01-02T03:00:00.000Z', realized_pnl: '1', unrealized_pnl: '2', total_pnl: '3.00', funding_pnl: '2.50', position_pnl: '0.50' },
    { timestamp: '2026-01-02T03:01:00.000Z', realized_pnl: '1', unrealized_pnl: '2', total_pnl: '-4.00', funding_pnl: '2.50', position_pnl: '-6.50' },
  ],
  summary: { total_realized: '120.50', total_unrealized: '45.30', win_rate: '0.75', avg_pnl_per_trade: '30.12', trades: 4 },
}
const breaker = { id: 3, bot: 'default', breaker_type: 'lst_depeg', triggered_at: '2026-01-02T03:00:00.000Z', reason: 'mSOL is 2.3 % under its rate', scope: 'all', auto_recovery: false, cooldown_seconds: null, recovery_time: null, resolved_at: null, resolved_by: null }
const funding = { period: '7d', payments: [], rates: [], summary: { received_usd: '0.00', paid_usd: '0.00', net_usd: '0.00', payments: 0 }, next_cursor: null }

function serverOf() {
  return new FakeServer()
    .on('GET /api/v1/history/pnl', pnl)
    .on('GET /api/v1/history/funding', funding)
    .on('GET /api/v1/history/circuit-breakers', { circuit_breakers: [breaker] })
    .on('GET /api/v1/history/metrics', { metric: 'total_pnl', position_id: null, period: '1d', resolution: '1min', truncated: false, data_points: [] })
    .on('GET /api/v1/config/risk-limits', new Refusal(404, 'NOT_SUPPORTED', 'This bot has none.'))
    .on(`GET /api/v1/positions/${detail.position_id}`, detail)
    .on(`GET /api/v1/positions/${detail.position_id}/history`, { events: [], next_cursor: null })
}

describe('what a bot holds', () => {
  it('is marked as old while the bot is away, and never called nothing', () => {
    const gone = bot({}, { state: 'unavailable', age_ms: 180_000, last_seen: null })
    const { rerender } = renderOn(createDesk(), <HedgesCard bot={gone} onOpen={() => undefined} />)
    expect(screen.getByText('SOL')).toBeTruthy()
    expect(screen.getByText(/^stale/).textContent).toContain('3 min')
    rerender(<HedgesCard bot={{ ...gone, positions: [] }} onOpen={() => undefined} />)
    expect(screen.queryByText('No hedged position')).toBeNull()
    expect(screen.getByText('It held no position when it was last heard of.')).toBeTruthy()
  })

  it('says that nothing is known before the bot has told it', () => {
    renderOn(createDesk(), <HedgesCard bot={bot({ positions: null }, { state: 'starting', age_ms: null })} onOpen={() => undefined} />)
    expect(screen.getByText('Nothing is known of its positions yet')).toBeTruthy()
    expect(screen.queryByText('No hedged position')).toBeNull()
  })

  it('teaches what is next where there is nothing', () => {
    renderOn(createDesk(), <HedgesCard bot={bot({ positions: [] })} onOpen={() => undefined} />)
    expect(screen.getByText('No hedged position')).toBeTruthy()
    expect(screen.getByText('robson bot positions --bot default')).toBeTruthy()
  })

  it('has its figures with sign, unit and share', () => {
    renderOn(createDesk(), <HedgesCard bot={bot()} onOpen={() => undefined} />)
    const row = screen.getByRole('row', { name: /SOL/ })
    for (const text of ['+$45.30', '(+0.91%)', 'HF 28.0%', 'MF 25.0%', '24.31%', '+$12.50', '$5,000.00', '+18.42%']) expect(row.textContent).toContain(text)
  })
})

describe('the figures at the top', () => {
  it('are there', () => {
    renderOn(createDesk(), <StatusCards bot={bot()} />)
    expect(screen.getByRole('region', { name: 'Uptime' }).textContent).toMatch(/24:00:0\d/)
    expect(screen.getByTestId('pnl-24h').textContent).toContain('+$123.45')
    expect(screen.getByRole('region', { name: 'Health' }).textContent).toContain('Healthy')
  })

  it('count on only while the bot is heard of', () => {
    renderOn(createDesk(), <StatusCards bot={bot({ receivedAt: Date.now() - 3_600_000 })} />)
    const uptime = screen.getByRole('region', { name: 'Uptime' })
    expect(uptime.textContent).toContain('24:00:00')
    expect(uptime.textContent).toContain('stale')
  })

  it('are a dash where nothing is known, never zero', () => {
    renderOn(createDesk(), <StatusCards bot={bot({ stats: null, positions: null }, { state: 'unavailable', running: false, uptime_seconds: null, age_ms: null })} />)
    for (const name of ['Uptime', 'Positions', 'P&L 24 h']) expect(screen.getByRole('region', { name }).textContent).toContain('—')
    expect(screen.getByRole('region', { name: 'Health' }).textContent).toContain('Unknown')
  })
})

describe('the control panel', () => {
  const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })

  it('pauses with a scope and a reason', async () => {
    const asked: unknown[] = []
    const desk = createDesk(new FakeServer().on('POST /api/v1/control/pause', ({ body, query }) => (asked.push([query.get('bot'), body]), {})))
    renderOn(desk, <ControlPanel bot={bot()} role={as.operator} />)
    fireEvent.click(button('Pause entry'))
    const dialog = screen.getByRole('dialog')
    expect(within(dialog).getByText(/Exits and the watch over risk go on/)).toBeTruthy()
    expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Pause entry' }).disabled).toBe(true)
    fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'Manual maintenance' } })
    fireEvent.click(within(dialog).getByRole('button', { name: 'Pause entry' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(asked).toEqual([['default', { scope: 'entry', reason: 'Manual maintenance' }]])
  })

  it('shows an operator what is the admin’s, disabled and with the reason', () => {
    renderOn(createDesk(), <ControlPanel bot={bot()} role={as.operator} />)
    expect(button('Pause exit').disabled).toBe(false)
    expect(button('Pause all').disabled).toBe(true)
    expect(screen.getByText(/All and venues: You are signed in as operator; this needs the role admin/)).toBeTruthy()
    expect(button('Resume').title).toBe('Nothing is paused')
  })

  it('keeps a refusal in the dialog, with its number', async () => {
    const desk = createDesk(new FakeServer().on('POST /api/v1/control/pause', () => new Refusal(502, 'BOT_UNAVAILABLE', 'The bot did not answer in 2 s.')))
    renderOn(desk, <ControlPanel bot={bot()} role={as.admin} />)
    fireEvent.click(button('Pause all'))
    fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'x' } })
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Pause all' }))
    expect(await screen.findByText('The pause is not in force')).toBeTruthy()
    expect(screen.getByText(/c-42/)).toBeTruthy()
  })

  it('resumes what one may, and says what stays and why', async () => {
    const asked: unknown[] = []
    const desk = createDesk(new FakeServer().on('POST /api/v1/control/resume', ({ body }) => (asked.push(body), {})))
    const held = bot({ pauses: pausedBy(pause, { ...pause, id: 5, source: 'breaker', breaker: 'lst_depeg', by: 'bot', reason: 'mSOL is off' }) })
    renderOn(desk, <ControlPanel bot={held} role={as.operator} />)
    expect(screen.getByText('Manual maintenance')).toBeTruthy()
    fireEvent.click(button('Resume'))
    const dialog = screen.getByRole('dialog')
    expect(within(dialog).getByText(/set by a circuit breaker, which is resolved on its own/)).toBeTruthy()
    fireEvent.change(within(dialog).getByLabelText('Reason'), { target: { value: 'Over' } })
    fireEvent.click(within(dialog).getByRole('button', { name: 'Resume' }))
    await waitFor(() => expect(asked).toEqual([{ reason: 'Over' }]))
  })
})

describe('one position', () => {
  const show = (position: Partial<BotPositionDetail> | Refusal, role: 'admin' | 'operator' = 'admin', which = bot()) => {
    const server = serverOf().on(`GET /api/v1/positions/${detail.position_id}`, position instanceof Refusal ? () => position : { ...detail, ...position })
    renderOn(createDesk(server), <HedgeView bot={which} id={detail.position_id} role={role} />)
    return server
  }

  it('has sizing, both legs, the split of its profit and its life', async () => {
    show({})
    expect((await screen.findByTestId('hedge-pnl')).textContent).toContain('+$45.30(+0.91%)')
    for (const name of ['Long leg (Asgard)', 'Short leg (Hyperliquid)', 'P&L split', 'Risk', 'Over time']) expect(screen.getByRole('region', { name })).toBeTruthy()
    expect(screen.getByRole('region', { name: 'Short leg (Hyperliquid)' }).textContent).toContain('−0.0013% paid')
    expect(within(screen.getByRole('region', { name: 'P&L split' })).getByRole('row', { name: /Borrow cost/ }).textContent).toContain('−$18.11')
    expect(screen.getByText('Both legs stand')).toBeTruthy()
  })

  it('has the distance of each leg to its liquidation as a bar that can be read', async () => {
    show({})
    await screen.findByTestId('hedge-pnl')
    const meters = screen.getAllByRole('meter').map((meter) => [meter.getAttribute('aria-label'), meter.getAttribute('aria-valuetext')])
    expect(meters).toContainEqual(['Distance to liquidation', '25.95%, fine'])
    expect(meters).toContainEqual(['Distance to liquidation', '30.07%, fine'])
    expect(meters).toContainEqual(['Margin fraction', '9.00%, warning'])
  })

  it('that is stuck says which leg, why and when it is tried again; it is not closed', async () => {
    const next = new Date(Date.now() + 60_000).toISOString()
    show({
      status: 'stuck',
      asgard: { ...detail.asgard, state: 'failed' },
      hyperliquid: { ...detail.hyperliquid, state: 'closed' },
      stuck: { since: '2026-01-02T03:00:00.000Z', leg: 'asgard', why: 'Swap rejected', attempts: 4, next_attempt_at: next },
    })
    const alarm = await screen.findByTestId('stuck')
    for (const words of ['the long leg (asgard) failed', 'Swap rejected', '4 attempts', 'Tried again in', 'Short leg (Hyperliquid): closed', 'is not closed']) expect(alarm.textContent).toContain(words)
  })

  it('is closed by an admin with a reason, its effect named', async () => {
    const asked: unknown[] = []
    const server = show({})
    server.on(`POST /api/v1/positions/${detail.position_id}/close`, ({ body, query }) => {
      asked.push([query.get('bot'), body])
      return { success: true, bot: 'default', position_id: detail.position_id, status: 'closing', message: 'It begins.' }
    })
    fireEvent.click(await screen.findByRole('button', { name: 'Close…' }))
    expect(screen.getByTestId('effect').textContent).toContain('First buys back the short leg$15,002.95')
    fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'Taking the profit' } })
    fireEvent.click(screen.getByRole('button', { name: 'Close both legs' }))
    expect(await screen.findByText(/until then it shows as closing/)).toBeTruthy()
    expect(asked).toEqual([['default', { reason: 'Taking the profit' }]])
  })

  it('says before it is closed that its figures are old', async () => {
    const server = serverOf().on(`GET /api/v1/positions/${detail.position_id}`, () => new Raw(503, away(detail)))
    renderOn(createDesk(server), <HedgeView bot={bot({}, { state: 'unavailable' })} id={detail.position_id} role={as.admin} />)
    fireEvent.click(await screen.findByRole('button', { name: 'Close…' }))
    expect(within(screen.getByRole('dialog')).getByText(/The bot’s figures are old/).textContent).toMatch(/stale \d+/)
  })

  it('tells an operator who may close it', async () => {
    show({}, 'operator')
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Close…' })).disabled).toBe(true)
    expect(screen.getByText(/Closing it by hand: You are signed in as operator/)).toBeTruthy()
  })

  it('that cannot be read says why', async () => {
    show(new Refusal(404, 'NOT_FOUND', 'There is no such position.'))
    expect(await screen.findByText('The position could not be read')).toBeTruthy()
    expect(screen.getByText(/There is no such position/)).toBeTruthy()
  })
})

describe('profit over time', () => {
  it('is drawn with its parts, for the time that is asked for', async () => {
    const days: (string | null)[] = []
    const desk = createDesk(new FakeServer().on('GET /api/v1/history/pnl', ({ query }) => (days.push(query.get('days')), pnl)))
    renderOn(desk, <PnlCard bot="default" />)
    await screen.findByText('−$4.00')
    expect(lined.lines.map(({ name }) => name)).toEqual(['Total', 'Funding', 'Legs'])
    expect(screen.getByText('Total P&L over 1d: from +$3.00 to −$4.00 in 2 points.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '30 d' }))
    await waitFor(() => expect(days).toEqual(['1', '30']))
  })

  it('of another time is marked as such until this one is answered', async () => {
    let answer: (() => void) | undefined
    const server = new FakeServer().on('GET /api/v1/history/pnl', ({ query }) => (query.get('days') === '1' ? pnl : new Promise((done) => (answer = () => done({ ...pnl, period: '30d' })))))
    renderOn(createDesk(server), <PnlCard bot="default" />)
    const summary = await screen.findByText(/Total P&L over 1d/)
    fireEvent.click(screen.getByRole('button', { name: '30 d' }))
    await waitFor(() => expect(summary.closest('[aria-busy]')?.className).toContain('old'))
    await waitFor(() => expect(answer).toBeDefined())
    answer!()
    const newest = await screen.findByText(/Total P&L over 30d/)
    expect(newest.closest('[aria-busy]')).toBeNull()
  })
})

describe('what a bot did', () => {
  const botEvent = (id: number, of = 'default') => ({ id, bot: of, at: '2026-01-02T03:04:05.000Z', type: 'leg_filled', severity: 'info', position_id: null, asset: 'SOL', text: `Event ${id}`, data: {} })
  const told = (id: number, hoursAgo: number, of?: string) => ({ ...ordered('bots', 'bot_event', id, 0, botEvent(id, of)), timestamp: new Date(Date.now() - hoursAgo * 3_600_000).toISOString() })
  const log = (...events: ReturnType<typeof told>[]) => ({ query }: { query: URLSearchParams }) => ({ epoch, events: events.filter(({ timestamp }) => timestamp >= query.get('since')!), next_cursor: null })

  it('is looked for further and further back, until it is enough or a week', async () => {
    const spans: number[] = []
    const events = log(told(1, 100), told(2, 20), told(3, 0.5, 'second'), told(4, 0.1))
    const server = new FakeServer().on('GET /api/v1/events', (request) => {
      spans.push(Math.round((Date.now() - Date.parse(request.query.get('since')!)) / 3_600_000))
      return events(request)
    })
    renderOn(createDesk(server), <ActivityCard bot="default" onOpen={() => undefined} />)
    await screen.findByText('Event 4')
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent!.match(/Event \d/)![0])).toEqual(['Event 4', 'Event 2', 'Event 1'])
    expect(spans).toEqual([1, 6, 24, 168])
  })

  it('is the newest, also where another bot fills the log', async () => {
    const many = Array.from({ length: 300 }, (_, index) => told(index + 1, 0.9 - index / 1000))
    const server = new FakeServer().on('GET /api/v1/events', log(...many))
    renderOn(createDesk(server), <ActivityCard bot="default" onOpen={() => undefined} />)
    expect((await screen.findAllByRole('listitem'))[0]!.textContent).toContain('Event 300')
    expect(screen.getAllByRole('listitem')).toHaveLength(200)
    expect(server.asked).toHaveLength(1)
  })

  it('is never an old part of too much: what could be read whole is said', async () => {
    const noise = told(9, 30, 'second')
    const server = new FakeServer().on('GET /api/v1/events', ({ query }) => {
      const hours = (Date.now() - Date.parse(query.get('since')!)) / 3_600_000
      return hours > 25 ? { epoch, events: [noise, told(1, 150)], next_cursor: 'on' } : { epoch, events: [told(4, 0.1)], next_cursor: null }
    })
    renderOn(createDesk(server), <ActivityCard bot="default" onOpen={() => undefined} />)
    expect(await screen.findByText('Only the last 24 hours: what was before is too much to be read here.')).toBeTruthy()
    expect(screen.queryByText('Event 1')).toBeNull()
  })
})

/** What the page gave the browser as files. */
function files(): Blob[] {
  const given: Blob[] = []
  URL.createObjectURL = (file) => (given.push(file as Blob), 'blob:file')
  URL.revokeObjectURL = () => undefined
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined)
  return given
}

const textOf = (file: Blob) =>
  new Promise<string>((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result as string)
    reader.readAsText(file)
  })

describe('analytics', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('has profit, funding, breakers and files', async () => {
    renderOn(createDesk(serverOf()), <Analytics bot={bot({ stats })} days={30} role={as.admin} />)
    expect(await screen.findByText('75.0%')).toBeTruthy()
    expect(await screen.findByText('mSOL is 2.3 % under its rate')).toBeTruthy()
    expect(await screen.findByText('No funding was paid or received in this time.')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Trades as CSV' }).getAttribute('href')).toBe('/api/v1/history/trades?bot=default&days=30&format=csv&decimals=string')
  })

  it('gives every page of a list as one file', async () => {
    const given = files()
    const page = (cursor: string | null) => ({ trades: [{ id: cursor ?? 'first' }], next_cursor: { first: 'second', second: null }[cursor ?? 'first'] })
    const server = serverOf().on('GET /api/v1/history/trades', ({ query }) => page(query.get('cursor')))
    renderOn(createDesk(server), <Analytics bot={bot({ stats })} days={30} role={as.admin} />)
    fireEvent.click(screen.getByRole('button', { name: 'Trades as JSON' }))
    await waitFor(() => expect(given).toHaveLength(1))
    expect(JSON.parse(await textOf(given[0]!))).toEqual({ trades: [{ id: 'first' }, { id: 'second' }], next_cursor: null })
  })

  it('says that a file is cut', async () => {
    files()
    const server = serverOf().on('GET /api/v1/history/trades', { trades: [], next_cursor: 'on' })
    renderOn(createDesk(server), <Analytics bot={bot({ stats })} days={30} role={as.admin} />)
    fireEvent.click(screen.getByRole('button', { name: 'Trades as JSON' }))
    expect(await screen.findByText('There are more than 100,000: the oldest are not in the file.')).toBeTruthy()
  })

  it('shows a breaker that is open since before these days first, and does not say that none opened', async () => {
    const old = { ...breaker, id: 1, triggered_at: new Date(Date.now() - 20 * 86_400_000).toISOString(), reason: 'Long ago' }
    const over = { ...breaker, id: 4, triggered_at: new Date(Date.now() - 86_400_000).toISOString(), resolved_at: new Date().toISOString(), resolved_by: 'auto', reason: 'Yesterday' }
    renderOn(createDesk(serverOf().on('GET /api/v1/history/circuit-breakers', { circuit_breakers: [over, old] })), <Analytics bot={bot()} days={7} role={as.admin} />)
    const list = await screen.findByRole('list', { name: 'Breakers, open ones first' })
    const [first] = within(list).getAllByRole('listitem')
    expect(first!.textContent).toContain('Long ago')
    expect(first!.textContent).toContain('more than 7 days ago')
    expect(within(first!).getByRole('button', { name: 'Resolve…' })).toBeTruthy()
    expect(screen.queryByText(/No breaker opened/)).toBeNull()
  })

  it('lets an admin resolve a breaker, with a reason', async () => {
    const asked: unknown[] = []
    const server = serverOf().on('POST /api/v1/circuit-breakers/lst_depeg/resolve', ({ body }) => (asked.push(body), { circuit_breakers: [] }))
    renderOn(createDesk(server), <Analytics bot={bot()} days={7} role={as.admin} />)
    fireEvent.click(await screen.findByRole('button', { name: 'Resolve…' }))
    fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'The pool was checked' } })
    fireEvent.click(screen.getByRole('button', { name: 'Resolve' }))
    await waitFor(() => expect(asked).toEqual([{ reason: 'The pool was checked' }]))
  })

  it('tells others who may', async () => {
    renderOn(createDesk(serverOf()), <Analytics bot={bot()} days={7} role={as.operator} />)
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Resolve…' })).disabled).toBe(true)
    expect(screen.getByText('You are signed in as operator; this needs the role admin')).toBeTruthy()
  })
})

describe('the list of every position', () => {
  const fresh = { confirmedAt: Date.now(), stale: false }

  function show(filters: Filters, desk: BotDesk | undefined = [bot()], server = new FakeServer(), spot = [operationOne], spotAt = Date.now()) {
    const next: Filters[] = []
    renderOn(
      createDesk(server),
      <EveryPosition filters={filters} onFilters={(each) => next.push(each)} onOpen={() => undefined} spot={spot} spotAt={spotAt} fresh={fresh} desk={desk} failure={null} />,
    )
    return next
  }

  it('holds both kinds, and leads to each', () => {
    show({})
    expect(screen.getByRole('link', { name: 'Operation 1, BTCUSDC' }).getAttribute('href')).toBe('/operations/1')
    expect(screen.getByRole('link', { name: `Position ${hedge.position_id}, SOL` }).getAttribute('href')).toBe(`/positions/${hedge.position_id}?bot=default`)
  })

  it('keeps its filters in the address', () => {
    const next = show(readFilters({ kind: 'hedge' }))
    expect(screen.queryByRole('link', { name: /Operation 1/ })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Hedge' }))
    fireEvent.change(screen.getByLabelText('Search'), { target: { value: 'sol' } })
    fireEvent.click(screen.getByRole('button', { name: 'P&L' }))
    expect(next).toEqual([{}, { kind: 'hedge', q: 'sol' }, { kind: 'hedge', sort: '-pnl' }])
  })

  it('says what fits nothing, and that not everything is known', () => {
    show(readFilters({ q: 'nowhere' }), [bot({ positions: null }, { state: 'starting', age_ms: null })])
    expect(screen.getByText('Not every position is known')).toBeTruthy()
  })

  it('does not call what an absent bot last told nothing', () => {
    show({}, [bot({ positions: [] }, { state: 'unavailable', age_ms: 180_000, last_seen: null })], new FakeServer(), [])
    expect(screen.getByText('Not every position is known')).toBeTruthy()
    expect(screen.getByText('default: no position as known 3 min ago')).toBeTruthy()
    expect(screen.queryByText(/Nothing is held/)).toBeNull()
  })

  it('says that nothing is held where everyone has just told so', () => {
    show({}, [bot({ positions: [] })], new FakeServer(), [])
    expect(screen.getByText(/Nothing is held, neither directly nor by a bot/)).toBeTruthy()
  })

  it('marks a position whose price is old', () => {
    show({}, [bot()], new FakeServer(), [operationOne], Date.now() - 60_000)
    expect(screen.getByRole('row', { name: /BTCUSDC/ }).textContent).toMatch(/stale 6\d s/)
    expect(screen.getByRole('row', { name: /SOL/ }).textContent).not.toContain('stale')
  })

  it('does not take ended ones that could not be read for none', async () => {
    show(readFilters({ status: 'closed' }), [bot()], new FakeServer().on('GET /api/v1/positions', () => new Refusal(500, 'INTERNAL', 'The disk is full.')))
    expect(await screen.findByText('The ended positions of the bots could not be read')).toBeTruthy()
    expect(screen.queryByText('No position fits these filters')).toBeNull()
  })

  it('marks the positions of a bot that is away', () => {
    show({}, [bot({}, { state: 'unavailable', age_ms: 180_000, last_seen: null })])
    expect(screen.getByText('stale 3 min')).toBeTruthy()
    expect(screen.getByTestId('presence').textContent).toContain('was never heard of')
  })

  it('asks for ended ones only when they are wanted', async () => {
    const server = new FakeServer().on('GET /api/v1/positions', { positions: [{ ...hedge, position_id: 'pos_old', asset: 'OLD', status: 'closed' }] })
    show(readFilters({ status: 'closed' }), [bot()], server)
    expect(await screen.findByRole('link', { name: 'Position pos_old, OLD' })).toBeTruthy()
    expect(server.asked).toEqual(['GET /api/v1/positions'])
  })
})
