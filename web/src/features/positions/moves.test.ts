import { describe, expect, it } from 'vitest'
import { operationOne } from '@/testing/fixtures'
import { breakEven, part, previewPart, previewStop, previewTarget } from './moves'

const at = (current: `${number}`, stale = false) => ({ current, stale })

const short = { ...operationOne, side: 'SELL' as const, entry_price: '90000.00' as const, stop_loss: '91800.00' as const, initial_stop: '91800.00' as const, take_profit: '86400.00' as const }

const gold = { ...operationOne, base_asset: 'XAU', contract_size: '100' as const, quantity: '0.12' as const, entry_price: '2400.00' as const, stop_loss: '2380.00' as const, initial_stop: '2380.00' as const, take_profit: null, step_size: '0.01' as const }

describe('moving the stop', () => {
  it('tells the distance from the price and what is lost there', () => {
    expect(previewStop(operationOne, '88000.00', at('89245.00'))).toEqual({ refusal: null, warning: null, price: '88000.00', distance: '-1.40', result: '-0.2765136' })
  })

  it('tells a gain once it lies beyond the entry', () => {
    expect(previewStop(operationOne, '89000', at('89245.00')).result).toBe('0.0534864')
    expect(previewStop(short, '89000', at('88000')).result).toBe('0.33')
    expect(previewStop(gold, '2390', at('2410')).result).toBe('-120')
  })

  it.each([
    ['87061.15', /Wider than the first stop/],
    ['87061.16', /stands there already/],
    ['89245.00', /already through it/],
    ['88000.005', /multiples of 0\.01/],
    ['88,000', /without commas/],
    ['0', /without commas/],
  ])('refuses %s', (typed, reason) => {
    expect(previewStop(operationOne, typed, at('89245.00')).refusal).toMatch(reason)
  })

  it('by an old price only warns: the server knows a newer one', () => {
    const { refusal, warning } = previewStop(operationOne, '89245.00', at('89245.00', true))
    expect(refusal).toBeNull()
    expect(warning).toMatch(/the server decides/)
    expect(previewStop(operationOne, '87061.15', at('89245.00', true)).refusal).toMatch(/Wider/)
    expect(previewTarget(operationOne, '89245', at('89245', true))).toMatchObject({ refusal: null, warning: expect.stringMatching(/is old/) })
  })

  it('mirrors all of it for a short', () => {
    expect(previewStop(short, '91800.01', at('90000')).refusal).toMatch(/Wider/)
    expect(previewStop(short, '89999', at('90000')).refusal).toMatch(/already through/)
    expect(previewStop(short, '91000', at('90000')).refusal).toBeNull()
  })

  it('may go back to the first stop after it was tightened', () => {
    expect(previewStop({ ...operationOne, stop_loss: '88000' }, '87061.16', at('89245')).refusal).toBeNull()
  })

  it('says nothing of an empty field', () => {
    expect(previewStop(operationOne, ' ', at('89245'))).toEqual({ refusal: null, warning: null, price: null, distance: null, result: null })
  })

  it('snaps break-even to the tick, never into a loss', () => {
    expect(breakEven(operationOne)).toBe('88837.92')
    expect(breakEven({ ...operationOne, entry_price: '88837.9233' })).toBe('88837.93')
    expect(breakEven({ ...short, entry_price: '90000.0066' })).toBe('90000.00')
  })
})

describe('moving the target', () => {
  it('tells what is gained there', () => {
    expect(previewTarget(operationOne, '93000', at('89245'))).toMatchObject({ refusal: null, result: '1.3734864', distance: '4.21' })
  })

  it.each([
    ['92391.44', /stands there already/],
    ['89245', /already through it/],
    ['80000', /winning side/],
  ])('refuses %s', (typed, reason) => {
    expect(previewTarget(operationOne, typed, at('89245')).refusal).toMatch(reason)
  })
})

describe('taking a part', () => {
  it.each([[25, '0.00008'], [50, '0.00016'], [75, '0.00024']])('floors %d %% to the step', (share, expected) => {
    expect(part(operationOne, share)).toBe(expected)
  })

  it('is nothing where less than a step would leave', () => {
    expect(part({ quantity: '0.00001', step_size: '0.00001' }, 50)).toBeNull()
  })

  it.each([
    ['0.00034', /Only 0\.00033 BTC/],
    ['0.000001', /multiples of 0\.00001/],
    ['x', /A quantity/],
  ])('refuses %s', (typed, reason) => {
    expect(previewPart(operationOne, typed).refusal).toMatch(reason)
  })

  it('says lots where one trades in them', () => {
    expect(previewPart(gold, '0.13').refusal).toBe('Only 0.12 lots (12\u00a0XAU) are held')
  })

  it('tells what stays', () => {
    expect(previewPart(operationOne, '0.0001')).toEqual({ refusal: null, quantity: '0.0001', left: '0.00023' })
  })
})
