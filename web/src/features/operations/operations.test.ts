import { describe, expect, it } from 'vitest'
import type { Operations } from '@/lib/api/types'
import { operation, proof } from '@/testing/desk'
import { advance } from './api/pages'
import { multipleOfRisk, profitOf } from './figures'
import { csvAddress, isFiltered, nextSort, readFilters } from './filters'
import { levelsOf, marksOf } from './lines'
import { duration, stepsOf } from './proof'

describe('filters in the address', () => {
  it('survive the way there and back', () => {
    const filters = readFilters({ from: '2026-01-01', to: '2026-01-31', symbol: 'btcusdc', side: 'BUY', status: 'CLOSED', strategy: 'Second level', sort: '-realized_pnl' })
    expect(filters).toEqual({ from: '2026-01-01', to: '2026-01-31', symbol: 'BTCUSDC', side: 'BUY', status: 'CLOSED', strategy: 'Second level', sort: '-realized_pnl' })
    const back = new URLSearchParams(csvAddress(filters).split('?')[1])
    expect(back.get('format')).toBe('csv')
    expect(readFilters(Object.fromEntries(back))).toEqual(filters)
  })

  it('leave out what is not one', () => {
    expect(readFilters({ from: '2026-13-77', side: 'HOLD', status: 1, sort: 'note', symbol: '../etc', other: 'x' })).toEqual({})
    expect(isFiltered({ sort: 'id' })).toBe(false)
  })

  it('turn the order around with the second click', () => {
    expect([nextSort(undefined, 'opened_at'), nextSort(undefined, 'fees'), nextSort('-fees', 'fees'), nextSort('fees', 'fees')]).toEqual(['opened_at', '-fees', 'fees', '-fees'])
  })
})

describe('figures of an operation', () => {
  it('count profit in units of the first risk', () => {
    expect(multipleOfRisk(operation)).toBe('-0.66')
    expect(multipleOfRisk({ ...operation, status: 'ACTIVE', realized_pnl_exact: '4.995', unrealized_pnl: '4.995' })).toBe('1.00')
    const lots = { ...operation, contract_size: '100' as const, realized_pnl_exact: `${Number(operation.realized_pnl_exact) * 100}` as const }
    expect(multipleOfRisk(lots)).toBe('-0.66')
    expect(multipleOfRisk({ ...operation, status: 'CANCELLED' })).toBeNull()
    expect(multipleOfRisk({ ...operation, initial_stop: operation.entry_price })).toBeNull()
  })

  it('never show an unknown profit as 0', () => {
    expect(profitOf({ ...operation, status: 'ACTIVE' })).toEqual({ amount: null, percent: null, open: true })
    expect(profitOf(operation).amount).toBe('-6.54')
    expect(profitOf({ ...operation, status: 'CANCELLED' }).amount).toBeNull()
  })

  it('stand on the chart as lines and marks', () => {
    expect(levelsOf(operation, ' #9').map(({ label, price }) => [label, price])).toEqual([['Entry #9', '90000.00'], ['Stop #9', '89000.00'], ['Target #9', '93600.00']])
    expect(marksOf(operation).map(({ side, label, price }) => [side, label, price])).toEqual([['BUY', '#9', '90000.00'], ['SELL', '#9 stop', '89000.00']])
    expect(marksOf({ ...operation, status: 'CANCELLED' })).toEqual([])
  })
})

describe('the proof', () => {
  it('gives each step its share of the time, and all of it together', () => {
    const steps = stepsOf(proof)
    expect(steps.map(({ us }) => us)).toEqual([40, 1800, 160, 12_000, 3000])
    expect(steps.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100)
    expect(steps[3]!.width).toBeGreaterThan(steps[1]!.width)
  })

  it('shows a missing step as missing', () => {
    const steps = stepsOf({ ...proof, latency: { ...proof.latency, trigger_to_decision_us: null, trigger_to_fill_us: null } })
    expect(steps.map(({ us }) => us)).toEqual([null, 1800, 160, 12_000, null])
  })

  it.each([[null, '—'], [850, '850 µs'], [1250, '1.25 ms'], [34_500, '34.5 ms'], [3_400_000, '3.4 s']])('reads %s µs as %s', (us, words) => {
    expect(duration(us)).toBe(words)
  })
})

describe('pages by cursor', () => {
  const page = (next: string | null, rows: number) => ({ operations: Array(rows).fill(operation), next_cursor: next }) as unknown as Operations
  const start = { filters: '', cursors: [null], lastRows: 0, more: true }

  it('lead to the next one until the last', () => {
    const one = advance(start, 0, [page('a', 100)])
    expect(one).toEqual({ filters: '', cursors: [null, 'a'], lastRows: 0, more: true })
    expect(advance(one, 1, [page(null, 7)])).toEqual({ filters: '', cursors: [null, 'a'], lastRows: 7, more: false })
  })

  it('stay the same object while nothing new is known', () => {
    const one = advance(start, 0, [page('a', 100)])
    expect(advance(one, 0, [page('a', 100)])).toBe(one)
  })

  it('forget the deeper ones when the first has moved', () => {
    const deep = { filters: '', cursors: [null, 'a', 'b'], lastRows: 0, more: true }
    expect(advance(deep, 0, [page('z', 100)]).cursors).toEqual([null, 'z'])
  })
})
