import { act, fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { PerformanceGroup } from '@/lib/api/types'
import { lined } from '@/testing/fakeLineDrawing'
import { Refusal } from '@/testing/fakeServer'
import { nothingYet, snapshot, state } from '@/testing/feedMessages'
import { createDesk, renderOn } from '@/testing/render'
import { curve, dayReport, emptyPerformance, exposure, performance } from '@/testing/signals'
import { dateIn, daysAfter, isDate, weekdayOf } from '@/lib/timeZone'
import { cellAmount, weeksOf } from './calendar'
import { readPerformanceChoice, readReportChoice } from './choices'
import { withStart } from './curve'
import { EquityCard } from './components/EquityCard'
import { PerformanceView } from './components/PerformanceView'
import { ReportView } from './components/ReportView'
import { equityFigures, tradeFigures } from './definitions'

function show({ figures = performance, by = 'strategy' as PerformanceGroup } = {}) {
  const desk = createDesk()
  const asked: string[] = []
  const onBy = vi.fn()
  desk.server
    .on('GET /api/analytics/performance/', ({ query }) => {
      asked.push(query.toString())
      return figures
    })
    .on('GET /api/v1/analytics/equity', curve)
    .on('GET /api/analytics/exposure/', exposure)
  renderOn(desk, <PerformanceView window="30d" by={by} zone="Europe/Berlin" onBy={onBy} />)
  return { ...desk, asked, onBy }
}

const value = (name: string) => screen.getByRole('button', { name }).closest('div')!.querySelector('dd')!.textContent

describe('the performance', () => {
  it('asks for the window, the groups and the person’s days, and shows each figure with sign and unit', async () => {
    const { asked } = show()
    await screen.findByText('Net P&L', { selector: 'button' })
    expect(asked).toEqual(['window=30d&tz=Europe%2FBerlin&by=strategy'])
    expect(value('Net P&L')).toBe('+$120.50')
    expect(value('Trades')).toBe('5 (3 won, 2 lost, 0 even)')
    expect(value('Win rate')).toBe('60.0%')
    expect(value('Profit factor')).toBe('2.52')
    expect(value('Average loss')).toBe('−$39.75')
    expect(value('Average R')).toBe('+0.40 R')
    expect(value('Held for')).toBe('2 h 15 min')
    expect(value('Max. drawdown')).toBe('0.59% ($60.00)')
    expect(value('Sharpe')).toBe('1.50')
    expect(value('Calmar')).toBe('−0.50')
  })

  it('shows what does not exist as a dash, never as a number', async () => {
    show({ figures: emptyPerformance })
    await screen.findByText('No trade was closed in 30 days')
    const unknown = ['Win rate', 'Profit factor', 'Expectancy', 'Average R', 'Average win', 'Average loss', 'Largest win', 'Largest loss', 'Held for', 'At the start', 'At the end', 'Return', 'Max. drawdown', 'Longest under water', 'Drawdown now', 'Sharpe', 'Sortino', 'Calmar']
    expect(unknown.filter((name) => value(name) !== '—')).toEqual([])
  })

  it('defines each figure, on focus as on hover', async () => {
    show()
    const name = await screen.findByRole('button', { name: 'Profit factor' })
    expect(screen.queryByText(/All gains ÷ all losses/, { selector: ':not([hidden])' })).toBeNull()
    act(() => name.focus())
    expect(screen.getByRole('tooltip').textContent).toMatch(/All gains ÷ all losses/)
    fireEvent.keyDown(name, { key: 'Escape' })
    expect(screen.queryByRole('tooltip')).toBeNull()
    await userEvent.hover(name)
    expect(screen.getByRole('tooltip')).toBeTruthy()
    expect(equityFigures.find(({ label }) => label === 'Longest under water')!.definition).toMatch(/^The longest time/)
    expect([...equityFigures, ...tradeFigures].filter(({ definition }) => definition.length < 15)).toEqual([])
  })

  it('says why it could not be read, and tries again', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/v1/analytics/equity', curve).on('GET /api/analytics/exposure/', exposure).on('GET /api/analytics/performance/', () => new Refusal(503, 'BUSY', 'Not now.'))
    renderOn(desk, <PerformanceView window="7d" by="hour" zone="UTC" onBy={() => undefined} />)
    expect(await screen.findByText('The performance could not be read')).toBeTruthy()
    desk.server.on('GET /api/analytics/performance/', performance)
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Net P&L', { selector: 'button' })).toBeTruthy()
  })

  it('has the trades in groups, and other groups by choice', async () => {
    const { onBy } = show()
    const table = await screen.findByRole('region', { name: 'Trades by strategy' })
    expect(within(table).getByRole('row', { name: 'Second level 5 3 2 60.0% +$120.50 — +$24.10 —' })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Weekday' }))
    expect(onBy).toHaveBeenCalledWith('weekday')
  })

  it('counts the trades by R, and exports what is shown', async () => {
    show()
    const list = await screen.findByRole('list', { name: 'Trades by R' })
    expect(within(list).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['under −1 R1 trades', '−1 R to 0 R1 trades', '0 R to 1 R2 trades', '1 R and over1 trades'])
    expect(screen.getByRole('link', { name: 'Closed trades as CSV' }).getAttribute('href')).toBe('/api/analytics/performance/?window=30d&tz=Europe%2FBerlin&format=csv')
    expect(screen.getByRole('link', { name: 'Equity by day as JSON' }).getAttribute('href')).toContain('decimals=string')
  })

  it('shows the exposure with what is old, and a dash where the P&L is not known', async () => {
    show()
    const table = await screen.findByRole('region', { name: 'Exposure by symbol' })
    expect(within(table).getByRole('row', { name: /BTCUSDC old price \+\$2,000.00 19.76% 100.00% — \$40.00/ })).toBeTruthy()
    expect(value('Net')).toBe('+$2,000.00 (+19.76%)')
    await userEvent.click(within(screen.getByRole('group', { name: 'Exposure by' })).getByRole('button', { name: 'Strategy' }))
    expect(screen.getByText('Nothing is held directly.')).toBeTruthy()
  })
})

describe('the map of days', () => {
  const cell = (date: string) => screen.findByRole('gridcell', { name: new RegExp(date) })

  it('says each day in words, with a sign beside the colour', async () => {
    show()
    expect((await cell('2026-01-02')).getAttribute('aria-label')).toBe('Friday 2026-01-02: +$100.00, 2 trades')
    expect((await cell('2026-01-02')).textContent).toBe('+100')
    expect((await cell('2026-01-05')).textContent).toBe('−60')
    expect((await cell('2026-01-05')).dataset.direction).toBe('down')
    expect((await cell('2026-01-03')).getAttribute('aria-label')).toBe('Saturday 2026-01-03: no trade closed')
    expect((await cell('2026-01-03')).textContent).toBe('')
  })

  it('is walked by arrow keys, and never beyond its ends', async () => {
    show()
    const last = await cell('2026-01-14')
    expect(last.tabIndex).toBe(0)
    act(() => last.focus())
    await userEvent.keyboard('{ArrowLeft}{ArrowUp}')
    expect(document.activeElement).toBe(await cell('2026-01-06'))
    expect(screen.getByTestId('day').textContent).toContain('Tuesday 2026-01-06: no trade closed')
    await userEvent.keyboard('{Home}{ArrowUp}{ArrowLeft}')
    expect(document.activeElement).toBe(await cell('2026-01-01'))
    await userEvent.keyboard('{End}{ArrowRight}{ArrowDown}')
    expect(document.activeElement).toBe(await cell('2026-01-14'))
    expect(screen.getAllByRole('gridcell').filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)
  })

  it('is made of whole weeks from Monday, a year at most, the largest day the strongest', () => {
    const weeks = weeksOf(performance.calendar, '2026-01-01', '2026-01-14')
    expect(weeks).toHaveLength(3)
    expect(weeks[0]!.map((each) => each?.date ?? null)).toEqual([null, null, null, '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'])
    expect(weeks.flat().flatMap((each) => (each?.day ? [[each.date, each.strength]] : []))).toEqual([['2026-01-02', 4], ['2026-01-05', 3], ['2026-01-14', 1]])
    expect(weeksOf([], '2020-01-01', '2026-01-14')).toHaveLength(54)
    expect(cellAmount('-1250.4')).toBe('−1.25K')
  })

  it('has days of a place, across a change of its clocks', () => {
    expect(dateIn('Europe/Berlin', Date.parse('2026-03-28T23:30:00Z'))).toBe('2026-03-29')
    expect(daysAfter('2026-03-28', 2)).toBe('2026-03-30')
    expect(weekdayOf('2026-01-04')).toBe(6)
    expect([isDate('2026-02-30'), isDate('2026-02-28'), isDate('yesterday')]).toEqual([false, true, false])
  })
})

describe('the equity', () => {
  it('moves its last point with the feed, and leaves it when the feed is old', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/v1/analytics/equity', curve)
    renderOn(desk, <EquityCard />)
    expect((await screen.findByTestId('equity')).textContent).toBe('$10,120.50')
    const told = { currency: 'USDC', equity: '10300.25', unrealized_pnl: '1', realized_pnl: '0', as_of: '2026-01-14T12:00:00.000Z', stale: false }
    await screen.findByTestId('line-chart')
    act(() => {
      desk.feed.start()
      desk.line.newest.accept()
      desk.line.newest.say(snapshot(10, { ...nothingYet, equity: told }))
    })
    expect(screen.getByTestId('equity').textContent).toBe('$10,300.25')
    expect(lined.lines[0]!.points.at(-1)!.value).toBe('10300.25')
    act(() => desk.line.newest.say(state('equity', 'equity_update', 11, { ...told, equity: '9.00', stale: true })))
    expect(screen.getByTestId('equity').textContent).toBe('$10,120.50')
  })

  it('starts at the initial equity, a day or a minute before the first point', async () => {
    const told = { ...curve, initial_equity: '9000.00', points: curve.points.slice(0, 1) } as typeof curve
    const desk = createDesk()
    desk.server.on('GET /api/v1/analytics/equity', told)
    renderOn(desk, <EquityCard />)
    await screen.findByTestId('line-chart')
    expect(lined.lines[0]!.points).toEqual([{ time: Date.parse('2026-01-11'), value: '9000.00' }, { time: Date.parse('2026-01-12'), value: '10000.00' }])
    expect(screen.getByText(/^Equity over 30 days: from \$9,000.00 to \$10,000.00/)).toBeTruthy()
    const minutes = withStart({ ...curve, resolution: 'minute', points: [{ ...curve.points[0]!, at: '2026-01-12T10:00:00.000Z' }] })
    expect(minutes.points.map(({ at }) => at)).toEqual(['2026-01-12T09:59:00.000Z', '2026-01-12T10:00:00.000Z'])
    expect(withStart({ ...curve, initial_equity: null }).points).toEqual(curve.points)
  })

  it('says that there is no curve yet', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/v1/analytics/equity', { ...curve, points: [], initial_equity: null, final_equity: null, total_return_percent: null, max_drawdown_percent: null })
    renderOn(desk, <EquityCard />)
    expect(await screen.findByText(/There is no curve yet/)).toBeTruthy()
    expect(screen.getByTestId('equity').textContent).toBe('—')
  })
})

describe('the report of a day', () => {
  it('has the three results, the money, the trades and the signals', async () => {
    const onOperation = vi.fn()
    renderOn(createDesk(), <ReportView report={dayReport} hours={{ close: '17:00', open: '09:00' }} onOperation={onOperation} />)
    expect(screen.getByRole('region', { name: 'Since midnight' }).textContent).toContain('▲ +$120.50+1.21%')
    expect(screen.getByRole('region', { name: 'Since yesterday’s close' }).textContent).toContain('▼ −$12.25')
    expect(screen.getByRole('region', { name: 'Overnight' }).textContent).toContain('—No equity was measured then.')
    expect(screen.getByRole('row', { name: /#9.*BTCUSDC.*2026-01-13 22:00 10:30 −\$6.54 −0.65 R stop/ })).toBeTruthy()
    expect(screen.getByText('Nothing was held.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Operation 9, BTCUSDC' }))
    expect(onOperation).toHaveBeenCalledWith(9)
  })
})

describe('the address', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(readPerformanceChoice({ window: '90d', by: 'hour', zone: 'mars' })).toEqual({ window: '90d', by: 'hour' })
    expect(readReportChoice({ date: '2026-02-30', close: '24:00', open: '09:30', zone: 'utc' })).toEqual({ open: '09:30', zone: 'utc' })
  })
})
