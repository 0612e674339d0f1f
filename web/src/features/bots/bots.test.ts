import { describe, expect, it } from 'vitest'
import { bot as anyBot, detail, hedge, pause, pausedBy, stop } from '@/testing/bots'
import { operationOne } from '@/testing/fixtures'
import type { BotPositionDetail, FundingPayment } from '@/lib/api/types'
import { add, parse, sum, toText, zero, type DecimalText } from '@/lib/decimal'
import { exportRow, nextSort, readFilters, rowsOf, select, unknownTo } from './everything'
import { paymentBars, rateLines } from './funding'
import { clearing, pauseBlocker } from './pauses'
import { presence } from './presence'
import { axisMoney, axisShare } from '@/components/chart/axis'
import { withGaps } from './profit'
import { botSafety } from './safety'
import { effects, outcome, switchOutcome } from './stopping'
import { waterfall } from './waterfall'

const now = Date.parse('2026-01-02T03:04:05.000Z')

/** Told just now. */
const bot: typeof anyBot = (part, run) => anyBot({ receivedAt: now, ...part }, run)

describe('what an emergency stop will do', () => {
  const two = [bot(), bot({ name: 'second', positions: [{ ...hedge, bot: 'second' }, { ...hedge, bot: 'second', position_id: 'pos_3' }] })]

  it('is said in figures before it is done', () => {
    expect(effects({ mode: 'flatten', bots: two, withSwitch: true, spotPositions: 1 }, now)).toEqual([
      'Pauses 2 bots (default, second) and turns the kill switch on: nothing new is opened',
      'Closes 3 positions worth $90,000.00 on both legs ($15,000.00 deployed), at market, short leg first',
      'Cancels every order of the bots',
      '1 spot position stays open: stops and targets at the exchange are not touched',
    ])
  })

  it('closes nothing when it only halts', () => {
    expect(effects({ mode: 'halt', bots: two, withSwitch: false, spotPositions: 1 }, now).join(' ')).not.toMatch(/Closes|kill switch|spot/)
  })

  it('does not pass off old figures as new, nor unknown ones as none', () => {
    const old = bot({ receivedAt: now - 180_000 }, { state: 'unavailable', age_ms: 0 })
    const unknown = bot({ name: 'second', positions: null }, { state: 'unavailable', age_ms: null })
    const lines = effects({ mode: 'flatten', bots: [old, unknown], withSwitch: true, spotPositions: 0 }, now)
    expect(lines[1]).toContain('as known 3 min ago, and whatever second holds, which is not known')
    expect(lines.at(-1)).toBe('default, second do not answer now: asked again until confirmed, over restarts too')
  })

  it('does not pass off figures as new whose line is lost', () => {
    const [, closes] = effects({ mode: 'flatten', bots: [bot({ receivedAt: now - 60_000 })], withSwitch: true, spotPositions: 0 }, now)
    expect(closes).toContain('Closes 1 position worth $30,000.00')
    expect(closes).toContain('as known 61 s ago')
  })

  it('turns the kill switch on also where there is no bot', () => {
    expect(effects({ mode: 'halt', bots: [], withSwitch: true, spotPositions: 0 }, now)[1]).toContain('kill switch on')
  })
})

describe('what became of an emergency stop', () => {
  const [confirmed, requested] = stop.bots
  it('tells asked from done', () => {
    expect(outcome(requested!, 'flatten')).toBe('REQUESTED, NOT CONFIRMED after 3 attempts: no answer within 2 s')
    expect(outcome(confirmed!, 'flatten')).toBe('CONFIRMED: paused, 2 positions still to be closed')
    expect(outcome({ ...confirmed!, positions_left: 0 }, 'flatten')).toBe('CONFIRMED: paused, every position closed')
    expect(outcome({ ...confirmed!, positions_left: null }, 'halt')).toBe('CONFIRMED: paused')
    expect([switchOutcome(true), switchOutcome(false), switchOutcome(null)]).toEqual(['CONFIRMED: on', 'REQUESTED, NOT CONFIRMED', null])
  })
})

describe('who may pause what', () => {
  it('operators entry and exit, admins everything, viewers nothing', () => {
    const may = (['viewer', 'operator', 'admin'] as const).map((role) => (['entry', 'exit', 'all', 'asgard', 'hyperliquid'] as const).filter((scope) => pauseBlocker(role, scope) === null))
    expect(may).toEqual([[], ['entry', 'exit'], ['entry', 'exit', 'all', 'asgard', 'hyperliquid']])
  })

  it('resuming ends what one may set, and leaves breakers and others', () => {
    const all = { ...pause, id: 5, scope: 'all' as const }
    const breaker = { ...pause, id: 6, source: 'breaker' as const, breaker: 'lst_depeg' as const }
    const state = pausedBy(pause, all, breaker)
    const ids = (role: 'operator' | 'admin') => ({ ends: clearing(state, role).ends.map(({ id }) => id), stays: clearing(state, role).stays.map((each) => each.pause.id) })
    expect(ids('operator')).toEqual({ ends: [4], stays: [5, 6] })
    expect(ids('admin')).toEqual({ ends: [4, 5], stays: [6] })
    expect(clearing(null, 'admin')).toEqual({ ends: [], stays: [] })
  })
})

describe('how a bot is', () => {
  it('running needs no word', () => {
    expect(presence(bot(), now)).toMatchObject({ current: true, level: 'good', detail: null })
  })

  it('running without making sense is not good', () => {
    expect(presence(bot({}, { healthy: false, detail: 'Its statistics make no sense' }), now)).toMatchObject({ level: 'caution', detail: 'Its statistics make no sense' })
    expect(presence(bot({}, { age_ms: 60_000 }), now)).toMatchObject({ level: 'caution', current: false })
  })

  it('away says since when, how old what is shown is, and who watches', () => {
    const told = presence(bot({}, { state: 'unavailable', age_ms: 180_000, last_seen: '2026-01-02T03:01:05.000Z', detail: 'Connection refused' }), now)
    expect(told).toMatchObject({ current: false, level: 'danger', headline: 'default has not answered for 3 min' })
    expect(told.detail).toBe('Connection refused. What stands here is as known 3 min ago. Whether it still watches its position is not known.')
  })

  it('never heard of says that nothing is known', () => {
    const told = presence(bot({ positions: null }, { state: 'unavailable', age_ms: null, last_seen: null }), now)
    expect(`${told.headline}. ${told.detail}`).toBe('default was never heard of. Nothing is known of its positions yet.')
  })

  it('recovering shows how far it is', () => {
    const told = presence(bot({}, { state: 'recovering', recovery_progress: { step: 'Reconciling legs', done: 2, total: 5 } }), now)
    expect(told.headline).toBe('default is recovering: Reconciling legs, 2 of 5')
    expect(told.current).toBe(false)
  })

  it('degraded says why, and its figures are current', () => {
    expect(presence(bot({}, { state: 'degraded', detail: 'arbitrum is not connected' }), now)).toMatchObject({ current: true, level: 'caution', detail: 'arbitrum is not connected' })
    expect(presence(bot({}, { state: 'degraded', detail: null, age_ms: 60_000 }), now).detail).toBe('It did not say why. What stands here is as known 60 s ago.')
  })
})

describe('am I safe, of the bots', () => {
  it('says how many run, what is paused and the worst health', () => {
    expect(botSafety([bot(), bot({ name: 'second', positions: [] })], now)).toEqual({
      level: 'good',
      positions: 1,
      facts: ['2 bots running, no pause, worst health healthy, 24.3% to liquidation'],
    })
  })

  it('has nothing to say where there is no bot', () => {
    expect(botSafety([], now)).toBeNull()
  })

  it('is not good any more once nothing is heard of a bot, which was fine', () => {
    const told = botSafety([bot({ receivedAt: now - 30_000 })], now)!
    expect(told).toMatchObject({ level: 'caution', positions: null })
    expect(told.facts[0]).toBe('default was running when last heard of, its positions are not current: 1 position as known 31 s ago')
    expect(told.facts.at(-1)).toContain('as last known')
    expect(told.facts.join()).not.toContain('1 bot running')
  })

  it('does not take what an absent bot last told for nothing held', () => {
    const gone = botSafety([bot({ positions: [] }, { state: 'unavailable', age_ms: 180_000, last_seen: null })], now)!
    expect(gone).toMatchObject({ level: 'danger', positions: null })
    expect(gone.facts[0]).toBe('default was never heard of: no position as known 3 min ago')
  })

  it('counts nothing that is not known', () => {
    expect(botSafety([bot({ positions: null }, { age_ms: null })], now)).toMatchObject({ positions: null, level: 'caution' })
    expect(botSafety(undefined, now)).toMatchObject({ positions: null, level: 'unknown' })
  })

  it.each([
    ['a stuck position', bot({ positions: [{ ...hedge, status: 'stuck' as const }] }), 'danger', 'SOL pos_20250204000001 is stuck'],
    ['critical health', bot({ positions: [{ ...hedge, health_status: 'critical' as const }] }), 'danger', 'worst health critical (SOL)'],
    ['a bot that is away', bot({}, { state: 'unavailable', last_seen: null }), 'danger', 'default was never heard of'],
    ['a pause', bot({ pauses: pausedBy(pause) }), 'caution', 'entry paused (Manual maintenance)'],
  ] as const)('%s is said', (_, which, level, words) => {
    const told = botSafety([which], now)!
    expect(told.level).toBe(level)
    expect(told.facts.join('. ')).toContain(words)
  })
})

describe('every position', () => {
  const other = { ...hedge, position_id: 'pos_2', asset: 'ETH', token: 'wstETH', health_status: 'warning' as const, total_pnl_usd: '-12.04' as const, distance_to_liquidation: '0.0100' as const, opened_at: '2025-02-05T00:00:00.000Z' }
  const closed = { ...hedge, position_id: 'pos_0', status: 'closed' as const }
  const live = (position: typeof operationOne) => position
  const rows = rowsOf({ spot: [operationOne], receivedAt: now, live, desk: [bot({ positions: [hedge, other] })], ended: [closed, hedge] }, now)
  const ids = (filters: object) => select(rows, readFilters(filters as Record<string, unknown>)).map((row) => (row.kind === 'spot' ? row.position.operation_id : row.position.position_id))

  it('of both kinds stands in one list, the newest first, without those that are over', () => {
    expect(ids({})).toEqual([1, 'pos_2', hedge.position_id])
  })

  it.each([
    [{ kind: 'spot' }, [1]],
    [{ q: 'wsteth' }, ['pos_2']],
    [{ q: 'sol default' }, [hedge.position_id]],
    [{ health: 'warning' }, ['pos_2']],
    [{ status: 'closed' }, ['pos_0']],
    [{ bot: 'elsewhere' }, []],
    [{ sort: 'pnl', kind: 'hedge' }, ['pos_2', hedge.position_id]],
    [{ sort: 'distance' }, ['pos_2', 1, hedge.position_id]],
    [{ sort: 'name' }, [1, 'pos_2', hedge.position_id]],
  ])('%j shows %j', (filters, expected) => expect(ids(filters)).toEqual(expected))

  it('takes nothing from an address that it does not know', () => {
    expect(readFilters({ kind: 'x', status: 'y', sort: '-z', bot: '<b>', q: 7 })).toEqual({ q: '7' })
  })

  it('an ended one that the desk still tells of is not shown twice', () => {
    expect(rows.filter((row) => row.kind === 'hedge' && row.position.position_id === hedge.position_id)).toHaveLength(1)
  })

  it('is marked where its bot is away', () => {
    const stale = (which: ReturnType<typeof bot>) => rowsOf({ spot: [], receivedAt: now, live, desk: [which], ended: [] }, now)[0]
    expect(stale(bot({}, { state: 'unavailable' }))).toMatchObject({ stale: true })
    expect(stale(bot({ receivedAt: now - 60_000 }))).toMatchObject({ stale: true, knownAt: now - 61_000 })
    expect(stale(bot())).toMatchObject({ stale: false })
  })

  it('may be one that is not known, unless only others are asked for', () => {
    const desk = [bot(), bot({ name: 'away' }, { state: 'unavailable' }), bot({ name: 'new', positions: null })]
    const names = (filters: object) => unknownTo(filters, desk, now).map(({ name }) => name)
    expect([names({}), names({ bot: 'default' }), names({ bot: 'away' }), names({ kind: 'spot' })]).toEqual([['away', 'new'], [], ['away'], []])
  })

  it('is ordered by the figures that are shown, not by those of the last answer', () => {
    const two = { ...operationOne, id: 2, operation_id: 2, unrealized_pnl: '5.00' as const }
    const shown = { ...operationOne, unrealized_pnl: '9.00' as const }
    const moved = rowsOf({ spot: [operationOne, two], receivedAt: now, live: ({ id }) => (id === 1 ? shown : two), desk: [], ended: [] }, now)
    expect(select(moved, { sort: '-pnl' }).map(({ key }) => key)).toEqual(['spot 1', 'spot 2'])
  })

  it('goes to a file with exact figures', () => {
    expect(exportRow(rows[1]!)).toMatchObject({ kind: 'hedge', id: hedge.position_id, pnl: '45.30', health_factor: '0.28' })
    expect(exportRow(rows[0]!)).toMatchObject({ kind: 'spot', id: '1', pnl: '0.13', bot: null })
  })

  it('is ordered by a click on a head, first its larger values', () => {
    expect([nextSort(undefined, 'pnl'), nextSort('-pnl', 'pnl'), nextSort('pnl', 'pnl')]).toEqual(['-pnl', 'pnl', '-pnl'])
  })
})

describe('the split of the profit', () => {
  it('adds up to the total, each bar going on where the one before ended', () => {
    const steps = waterfall(detail.pnl)
    const parts = steps.filter(({ total }) => !total)
    expect(toText(sum(parts.map(({ amount }) => parse(amount))))).toBe(detail.pnl.total_pnl)
    parts.slice(1).forEach((step, index) => expect(step.from).toBeCloseTo(parts[index]!.to))
    expect(steps.at(-1)!.to).toBeCloseTo(parts.at(-1)!.to)
    for (const { from, to } of steps) expect(Math.min(from, to) >= 0 && Math.max(from, to) <= 100).toBe(true)
  })

  it('costs point down', () => {
    const amounts = Object.fromEntries(waterfall(detail.pnl).map(({ name, amount }) => [name, amount]))
    expect(amounts).toMatchObject({ 'Borrow cost': '-18.11', Fees: '-25.00', Funding: '67.50' })
  })

  it('draws nothing where nothing happened', () => {
    const nothing = Object.fromEntries(Object.keys(detail.pnl).map((name) => [name, '0'])) as unknown as BotPositionDetail['pnl']
    expect(waterfall(nothing).every(({ from, to }) => from === 0 && to === 0)).toBe(true)
  })
})

describe('funding over time', () => {
  const payment = (at: string, amount: DecimalText): FundingPayment => ({ id: 1, bot: 'default', position_id: 'p', asset: 'SOL', at, funding_rate: '0.1', funding_received_rate: '0.1', notional_usd: '1', amount_usd: amount })

  it('sums what was paid in an hour exactly, oldest first', () => {
    const bars = paymentBars([payment('2026-01-02T04:00:00.000Z', '-1.10'), payment('2026-01-02T03:30:00.000Z', '0.20'), payment('2026-01-02T03:00:00.000Z', '0.10')])
    expect(bars.points.map(({ value }) => value)).toEqual(['0.30', '-1.10'])
    expect(bars.points[0]!.time).toBe(Date.parse('2026-01-02T03:00:00.000Z'))
  })

  it('loses no cent whatever the buckets', () => {
    const many = Array.from({ length: 500 }, (_, index) => payment(new Date(now + index * 1_234_567).toISOString(), `${index % 3 ? '' : '-'}${index}.0${index % 10}` as DecimalText))
    const all = many.reduce((total, each) => add(total, parse(each.amount_usd)), zero)
    for (const bucket of [3_600_000, 86_400_000]) expect(toText(sum(paymentBars(many, bucket).points.map(({ value }) => parse(value!))))).toBe(toText(all))
  })

  it('draws a line for each asset', () => {
    const rates = ['SOL', 'ETH'].map((asset) => ({ timestamp: '2026-01-02T03:00:00.000Z', asset, funding_rate: '0.1' as const, funding_received_rate: '-0.1' as const }))
    expect(rateLines(rates).map(({ name, points }) => [name, points[0]!.value])).toEqual([['ETH', '-0.1'], ['SOL', '-0.1']])
  })
})

describe('a line over time', () => {
  it('has a hole where nothing was recorded', () => {
    const at = (minute: number) => ({ time: minute * 60_000, value: '1' as const })
    expect(withGaps([at(0), at(1), at(5)], '1min')).toEqual([at(0), at(1), { time: 120_000, value: null }, at(5)])
  })

  it('is labelled in words that fit', () => {
    const marks = [10_029.31, 10_029.36, 10_029.41]
    expect(marks.map((mark) => axisMoney(mark, marks))).toEqual(['$10,029.31', '$10,029.36', '$10,029.41'])
    expect(axisMoney(10_100, [10_000, 10_050, 10_100])).toBe('$10,100')
    expect(axisMoney(20_000, [10_000, 20_000])).toBe('$20K')
    expect([-0.0001, 0, 0.0001].map((mark, _, all) => axisShare(mark, all))).toEqual(['−0.01%', '0.00%', '0.01%'])
    expect([axisMoney(-12.5), axisMoney(12_500), axisShare(0.0001), axisShare(-0.25)]).toEqual(['−$12.50', '$12.5K', '0.010%', '−25.0%'])
  })
})
