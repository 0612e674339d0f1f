// Performance, equity, exposure and the day's report against what the test computes from the history, the positions and the
// movements that the same server tells.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { openDesk } from '../support/desk.mjs'
import { openFeed } from '../support/feed.mjs'
import { until } from '../support/programs.mjs'

let desk
before(async () => {
  desk = await openDesk()
  // The first measurement, and the demo's past behind it.
  await until(async () => (await curve('?window=all')).points[0]?.at === '2025-11-12')
})
after(() => desk?.close())

const get = async (target, name = 'vera') => {
  const answer = await desk.as(name, target)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}
const performance = (query = '?window=all') => get(`/api/analytics/performance/${query}`)
const curve = (query) => get(`/api/v1/analytics/equity${query}`)

// Decimals as whole numbers of 10^-12, so that the test adds exactly.
const unit = 10n ** 12n
const exact = (text) => {
  const [, sign, whole, part = ''] = text.match(/^(-?)(\d+)(?:\.(\d+))?$/)
  return BigInt(`${sign}${whole}${part.padEnd(12, '0')}`)
}
const magnitude = (x) => (x < 0n ? -x : x)
/** numerator / denominator, rounded half away from zero. */
const quotient = (numerator, denominator, places) => {
  const scale = 10n ** BigInt(places)
  const [n, d] = [magnitude(numerator) * scale, magnitude(denominator)]
  const rounded = (2n * n + d) / (2n * d)
  const digits = `${rounded}`.padStart(places + 1, '0')
  const negative = rounded > 0n && numerator < 0n !== denominator < 0n
  return `${negative ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
const money = (x) => quotient(x, unit, 2)
const sum = (list) => list.reduce((a, b) => a + b, 0n)

const groupedBy = (list, key) => {
  const groups = {}
  for (const one of list) (groups[key(one)] ??= []).push(one)
  return groups
}

const history = async () => {
  const { operations } = await get('/api/operations/history/?status=CLOSED&sort=closed_at&limit=1000')
  return operations.map((one) => ({
    ...one,
    net: exact(one.realized_pnl_exact),
    risk: (magnitude(exact(one.entry_price) - exact(one.initial_stop)) * exact(one.quantity)) / unit,
    held: Date.parse(one.closed_at) - Date.parse(one.opened_at),
  }))
}

const figuresOf = (trades) => {
  const nets = trades.map((one) => one.net)
  const wins = nets.filter((net) => net > 0n)
  const losses = nets.filter((net) => net < 0n)
  const count = BigInt(trades.length)
  // R with 24 places, of which the mean is taken.
  const rs = trades.map((one) => (one.net * unit * unit) / one.risk)
  return {
    trades: trades.length,
    wins: wins.length,
    losses: losses.length,
    win_rate: quotient(BigInt(wins.length), count, 4),
    net_pnl: money(sum(nets)),
    profit_factor: losses.length === 0 ? null : quotient(sum(wins), -sum(losses), 4),
    expectancy: quotient(sum(nets), count * unit, 2),
    average_r: quotient(sum(rs), count * unit * unit, 4),
  }
}

test('the ten trades of the demo have the figures that their history gives', async () => {
  const trades = await history()
  assert.equal(trades.length, 10)
  const told = await performance()
  for (const [name, value] of Object.entries(figuresOf(trades))) assert.equal(told[name], value, name)
  const wins = trades.filter((one) => one.net > 0n).map((one) => one.net)
  const losses = trades.filter((one) => one.net < 0n).map((one) => one.net)
  assert.equal(told.gross_profit, money(sum(wins)))
  assert.equal(told.gross_loss, money(sum(losses)))
  assert.equal(told.average_win, quotient(sum(wins), BigInt(wins.length) * unit, 2))
  assert.equal(told.average_loss, quotient(sum(losses), BigInt(losses.length) * unit, 2))
  assert.equal(told.largest_win, money(wins.reduce((a, b) => (a > b ? a : b))))
  assert.equal(told.largest_loss, money(losses.reduce((a, b) => (a < b ? a : b))))
  assert.equal(told.break_even, 0)
  const minutes = sum(trades.map((one) => BigInt(one.held)))
  assert.equal(told.average_holding_minutes, quotient(minutes, 60_000n * 10n, 2))
  assert.equal(told.from, null)
})

test('each R stands in the bucket that holds it', async () => {
  const rs = (await history()).map((one) => Number(one.net) / Number(one.risk))
  const { r_multiples } = await performance()
  for (const bucket of r_multiples) {
    const inside = rs.filter((r) => r >= Number(bucket.from ?? -Infinity) && r < Number(bucket.to ?? Infinity))
    assert.equal(bucket.trades, inside.length, JSON.stringify(bucket))
  }
  assert.equal(r_multiples.reduce((all, one) => all + one.trades, 0), 10)
})

const partOf = (zone, option) => (at) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...option }).format(new Date(at))
const zone = 'America/New_York'
const dateIn = partOf(zone, { year: 'numeric', month: '2-digit', day: '2-digit' })
const keys = {
  symbol: (one) => one.symbol,
  side: (one) => one.side,
  strategy: (one) => (one.strategy_id === null ? one.strategy : `${one.strategy_id}`),
  month: (one) => dateIn(one.closed_at).slice(0, 7),
  weekday: (one) => `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(partOf(zone, { weekday: 'short' })(one.closed_at).slice(0, 3)) + 1}`,
  hour: (one) => partOf(zone, { hour: '2-digit', hourCycle: 'h23' })(one.closed_at),
}
for (const [by, key] of Object.entries(keys)) {
  test(`groups by ${by} are those of the trades in the time zone`, async () => {
    const trades = await history()
    const { groups, ...told } = await performance(`?window=all&by=${by}&tz=${zone}`)
    assert.deepEqual([told.by, told.time_zone], [by, zone])
    const expected = groupedBy(trades, key)
    assert.deepEqual(groups.map((one) => one.key), Object.keys(expected).sort())
    for (const { key: name, label, ...figures } of groups) {
      assert.deepEqual(figures, figuresOf(expected[name]), `${by} ${name} ${label}`)
    }
  })
}

test('the calendar has each day of the time zone that a trade was closed on', async () => {
  const days = groupedBy(await history(), (one) => dateIn(one.closed_at))
  const { calendar } = await performance(`?window=all&tz=${zone}`)
  const expected = Object.keys(days).sort().map((date) => ({ date, net_pnl: money(sum(days[date].map((one) => one.net))), trades: days[date].length }))
  assert.deepEqual(calendar, expected)
})

test('a filter leaves its trades, and no equity, which is of the whole account', async () => {
  const trades = (await history()).filter((one) => one.symbol === 'ETHUSDC')
  const told = await performance('?window=all&symbol=ethusdc')
  assert.equal(told.trades, trades.length)
  assert.equal(told.net_pnl, money(sum(trades.map((one) => one.net))))
  assert.deepEqual([told.initial_equity, told.total_return_percent, told.sharpe], [null, null, null])
  assert.equal((await performance('?window=all&strategy_id=1')).trades, (await history()).length)
  assert.equal((await performance('?window=all&strategy_id=2')).trades, 0)
})

test('a window without trades has counts of 0 and nothing that does not exist', async () => {
  const told = await performance('?window=7d')
  const none = ['win_rate', 'profit_factor', 'expectancy', 'average_win', 'average_loss', 'largest_win', 'largest_loss', 'average_r', 'average_holding_minutes']
  assert.deepEqual([told.trades, told.net_pnl, told.calendar], [0, '0.00', []])
  for (const name of none) assert.equal(told[name], null, name)
  assert.equal(told.from, `${new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`)
})

test('trades and groups come as CSV', async () => {
  const trades = await get('/api/analytics/performance/?window=all&format=csv')
  const rows = trades.trim().split('\r\n')
  assert.equal(rows[0], 'operation_id,symbol,side,strategy,opened_at,closed_at,net_pnl,fees,initial_risk,r')
  const expected = (await history()).map((one) => `${one.id}:${one.realized_pnl_exact}`)
  assert.deepEqual(rows.slice(1).map((row) => [row.split(',')[0], row.split(',')[6]].join(':')), expected)
  const groups = await get('/api/analytics/performance/?window=all&by=symbol&format=csv')
  assert.match(groups, /^key,label,trades,wins.*\r\nBTCUSDC,BTCUSDC,6,/)
})

const today = () => new Date().toISOString().slice(0, 10)
const following = (date) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)

/** What the demo's curve must be: the initial equity and what each day's trades made of it, up to what is measured today. */
async function demoCurve(points, initial) {
  const made = groupedBy(await history(), (one) => one.closed_at.slice(0, 10))
  const equities = [Number(initial)]
  for (const point of points.slice(0, -1)) {
    equities.push(equities.at(-1) + (made[point.at] ?? []).reduce((all, one) => all + Number(one.net) / 1e12, 0))
  }
  equities.push(Number(points.at(-1).equity) - Number(points.at(-1).flow))
  return equities
}

test('the equity has every day from the initial equity on, which the trades of the demo explain', async () => {
  const { points, initial_equity, final_equity } = await curve('?window=all&decimals=string')
  points.forEach((point, i) => assert.equal(point.at, i === 0 ? '2025-11-12' : following(points[i - 1].at)))
  assert.equal(points.at(-1).at, today())
  const equities = await demoCurve(points, initial_equity)
  let peak = equities[0]
  points.forEach((point, i) => {
    assert.ok(Math.abs(Number(point.equity) - equities[i + 1]) < 0.011, `${point.at} ${point.equity} ${equities[i + 1]}`)
    assert.ok(Math.abs(Number(point.return_percent) - (equities[i + 1] / equities[i] - 1) * 100) < 0.0051, point.at)
    peak = Math.max(peak, equities[i + 1])
    assert.ok(Math.abs(Number(point.drawdown_percent) - (1 - equities[i + 1] / peak) * 100) < 0.0051, point.at)
  })
  const summary = await get('/api/portfolio/summary/')
  assert.ok(Math.abs(Number(final_equity) - Number(summary.total_balance)) < 1000)
})

test('return, drawdown and ratios are those of the days', async () => {
  const { points, initial_equity } = await curve('?window=all&decimals=string')
  const told = await performance()
  const equities = await demoCurve(points, initial_equity)
  const returns = equities.slice(1).map((equity, i) => equity / equities[i] - 1)
  const mean = returns.reduce((a, b) => a + b) / returns.length
  const deviation = Math.sqrt(returns.reduce((all, r) => all + (r - mean) ** 2, 0) / (returns.length - 1))
  const downside = Math.sqrt(returns.reduce((all, r) => all + Math.min(r, 0) ** 2, 0) / returns.length)
  let [peak, peakAt, deepest, fall, longest, below] = [equities[0], 0, 0, 0, 0, false]
  equities.forEach((equity, i) => {
    if (equity < peak || below) longest = Math.max(longest, i - peakAt)
    below = equity < peak
    if (!below) [peak, peakAt] = [equity, i]
    deepest = Math.max(deepest, 1 - equity / peak)
    fall = Math.max(fall, peak - equity)
  })
  const total = equities.at(-1) / equities[0] - 1
  const near = (name, expected, by) => assert.ok(Math.abs(Number(told[name]) - expected) <= by, `${name}: ${told[name]}, not ${expected}`)
  near('total_return_percent', total * 100, 0.0051)
  near('max_drawdown_percent', deepest * 100, 0.0051)
  near('max_drawdown', fall, 0.02)
  near('max_drawdown_days', longest, 0)
  // The equity of today is known to the cent only.
  near('sharpe', (mean / deviation) * Math.sqrt(365), 0.01)
  near('sortino', (mean / downside) * Math.sqrt(365), 0.01)
  near('calmar', ((1 + total) ** (365 / returns.length) - 1) / deepest, 0.01)
})

test('what was measured comes by minute, as numbers, as texts and as CSV', async () => {
  const minutes = await curve('?resolution=minute&window=7d&decimals=string')
  assert.deepEqual([minutes.resolution, minutes.truncated], ['minute', false])
  assert.match(minutes.points[0].at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.equal(typeof (await curve('?resolution=minute&window=7d')).points[0].equity, 'number')
  const csv = await get('/api/v1/analytics/equity?window=30d&format=csv')
  const rows = csv.trim().split('\r\n')
  assert.equal(rows[0], 'at,equity,flow,return_percent,drawdown_percent')
  assert.equal(rows.length, 31)
})

test('exposure is what is open, at the price at which it could be closed', async () => {
  const [[position], told] = [(await get('/api/portfolio/positions/')).positions, await get('/api/analytics/exposure/')]
  assert.deepEqual([told.by_symbol.length, told.by_strategy.length, told.largest_symbol], [1, 1, 'BTCUSDC'])
  assert.ok(Math.abs(Number(told.gross) - Number(position.value)) < 1)
  assert.deepEqual([told.gross, told.net, told.short], [told.long, told.long, '0.00'])
  assert.equal(told.risk_at_stop, position.loss_at_stop)
  assert.deepEqual([told.concentration, told.effective_positions, told.largest_share_percent], ['1.0000', '1.0000', '100.00'])
  const empty = await get('/api/analytics/exposure/', 'bob')
  assert.deepEqual([empty.gross, empty.concentration, empty.largest_symbol, empty.equity], ['0.00', null, null, null])
})

test('another client has figures of its own', async () => {
  const told = await get('/api/analytics/performance/?window=all', 'bob')
  assert.deepEqual([told.trades, told.initial_equity], [0, null])
  assert.deepEqual((await get('/api/v1/analytics/equity', 'bob')).points, [])
})

test('a day that began and ended where nothing was measured has no figures of it', async () => {
  const report = await get('/api/analytics/report/?date=2025-12-01')
  assert.deepEqual([report.equity_at_midnight, report.equity_at_end, report.since_yesterdays_close], [null, null, null])
})

test('the report of a day of the demo has its trades in the time zone', async () => {
  const report = await get(`/api/analytics/report/?date=2025-11-16&tz=${zone}`)
  const trades = (await history()).filter((one) => dateIn(one.closed_at) === '2025-11-16')
  assert.equal(trades.length, 1) // closed at 02:11 UTC of the 17th
  assert.deepEqual(report.closed.map((one) => one.operation_id), trades.map((one) => one.id))
  assert.deepEqual(report.opened.map((one) => one.operation_id), trades.map((one) => one.id))
  assert.equal(report.realized_pnl, money(trades[0].net))
  assert.equal(report.closed[0].r, quotient(trades[0].net, trades[0].risk, 4))
  assert.deepEqual([report.trades, report.wins, report.losses, report.final], [1, 0, 1, true])
  assert.deepEqual([report.from, report.to], ['2025-11-16T05:00:00.000Z', '2025-11-17T05:00:00.000Z'])
  assert.deepEqual([report.equity_at_midnight, report.since_midnight, report.overnight], [null, null, null])
  const csv = await get(`/api/analytics/report/?date=2025-11-16&tz=${zone}&format=csv`)
  assert.match(csv, /\r\nclosed,4,BTCUSDC,BUY,/)
})

test('a day that an operation was open through has it at its end, without what it came to', async () => {
  const report = await get('/api/analytics/report/?date=2025-11-24')
  assert.deepEqual([report.closed, report.trades], [[], 0])
  const [one] = report.opened
  assert.deepEqual(report.open_at_end.map((open) => open.operation_id), [one.operation_id])
  assert.deepEqual([one.closed_at, one.net_pnl, one.exit_price, one.r], [null, null, null, null])
})

test("today's report is not final, and has the open position and the equity of now", async () => {
  const report = await get('/api/analytics/report/')
  assert.equal(report.date, today())
  assert.equal(report.final, false)
  assert.ok(report.open_at_end.some((one) => one.operation_id === 1))
  const { final_equity } = await curve('?window=7d&decimals=string')
  assert.ok(Math.abs(Number(report.equity_at_end) - Number(final_equity)) < 100)
})

test('what cannot be answered names its field', async () => {
  const bad = {
    '/api/analytics/performance/?tz=Europe/Atlantis': 'tz',
    '/api/analytics/performance/?window=8d': 'window',
    '/api/analytics/performance/?by=colour': 'by',
    '/api/analytics/performance/?strategy_id=0': 'strategy_id',
    '/api/analytics/performance/?format=xml': 'format',
    '/api/v1/analytics/equity?tz=../../etc/passwd': 'tz',
    '/api/v1/analytics/equity?resolution=hour': 'resolution',
    '/api/v1/analytics/equity?decimals=words': 'decimals',
    '/api/analytics/report/?date=2025-02-29': 'date',
    '/api/analytics/report/?date=2999-01-01': 'date',
    '/api/analytics/report/?close=24:00': 'close',
    '/api/analytics/report/?open=9:00': 'open',
    [`/api/analytics/report/?tz=${'a'.repeat(65)}`]: 'tz',
  }
  for (const [target, field] of Object.entries(bad)) {
    const answer = await desk.as('vera', target)
    assert.deepEqual([answer.status, answer.body.field], [422, field], target)
  }
})

test('the dashboard is told the equity of the days', async () => {
  const board = openFeed(desk.url, { channel: 'dashboard', token: desk.tokens.vera })
  const told = await board.until(() => board.of('equity').find((one) => one.data.equity_curve.length > 0), 15_000)
  assert.equal(told.data.days_in_period, 30)
  assert.equal(told.data.equity_curve.at(-1).date, today())
  const { initial_equity, points } = await curve('?window=30d')
  const [eve, first] = told.data.equity_curve
  assert.deepEqual([eve.equity, first.date, told.data.equity_curve.length], [initial_equity, points[0].at, 31])
  assert.equal(eve.date, new Date(Date.parse(first.date) - 86_400_000).toISOString().slice(0, 10))
  assert.equal(typeof told.data.total_return_percent, 'number')
  assert.ok(told.data.max_drawdown_percent >= 0)
  await board.close()
})

test('page views and web vitals are counted under names of short lists', async () => {
  const tell = (json) => desk.post('vera', '/api/v1/telemetry', json)
  assert.equal((await tell({ page_views: [{ page: 'performance' }, { page: 'performance' }], web_vitals: [{ name: 'LCP', milliseconds: 812 }] })).status, 204)
  assert.equal((await tell({})).status, 204)
  const { body } = await ask(desk.url, '/metrics')
  assert.match(body, /^dashboard_page_view_total\{page="performance"\} 2$/m)
  assert.match(body, /^dashboard_web_vital_milliseconds_bucket\{name="LCP",le="1000"\} 1$/m)
  assert.match(body, /^dashboard_web_vital_milliseconds_sum\{name="LCP"\} 812$/m)
  const bad = [
    [{ page_views: [{ page: 'attic' }] }, 400, 'page_views[0].page'],
    [{ web_vitals: [{ name: 'FID', milliseconds: 1 }] }, 400, 'web_vitals[0].name'],
    [{ web_vitals: [{ name: 'LCP', milliseconds: -1 }] }, 422, 'web_vitals[0].milliseconds'],
    [{ page_views: Array(21).fill({ page: 'other' }) }, 422, 'page_views'],
    [{ clicks: 1 }, 400, 'clicks'],
  ]
  for (const [json, status, field] of bad) {
    const answer = await tell(json)
    assert.deepEqual([answer.status, answer.body.field], [status, field])
  }
  assert.equal((await ask(desk.url, '/api/v1/telemetry', { method: 'POST', json: {} })).status, 401)
  assert.doesNotMatch((await ask(desk.url, '/metrics')).body, /attic|page="other"/)
})

// The server finds it by two comparisons, 30 s apart, and measures once a minute.
test('a deposit is a flow and no gain', async () => {
  const before = await curve('?window=7d&decimals=string')
  const move = (amount) =>
    fetch(`http://${desk.venue}/sim/deposit`, { method: 'POST', body: JSON.stringify({ key: 'demo-key', asset: 'USDC', amount }) })
  assert.ok((await move('5000')).ok)
  const found = async () => (await get('/api/movements/?cause=external')).movements
  const [line] = await until(async () => ((await found()).length > 0 ? found() : undefined), 120_000, 1000)
  assert.deepEqual([line.asset, line.amount], ['USDC', '5000'])
  const flowing = async () => {
    const told = await curve('?window=7d&decimals=string')
    return told.points.at(-1).flow === '0.00' ? undefined : told
  }
  const told = await until(flowing, 120_000, 1000)
  assert.equal(told.points.at(-1).flow, '5000.00')
  assert.ok(Math.abs(Number(told.final_equity) - Number(before.final_equity) - 5000) < 1000)
  assert.ok(Math.abs(Number(told.points.at(-1).return_percent) - Number(before.points.at(-1).return_percent)) < 1)
  const figures = await performance('?window=7d')
  assert.deepEqual([figures.deposits, figures.withdrawals], ['5000.00', '0.00'])
  const report = await get('/api/analytics/report/')
  assert.equal(report.deposits, '5000.00')
})
