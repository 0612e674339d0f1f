import { describe, expect, it } from 'vitest'
import { plan, report, risk } from '@/testing/desk'
import { executeBlockers, planBlockers, type ExecuteFacts } from './blockers'

const validated = { ...plan, status: 'VALIDATED' as const, report }
const good: ExecuteFacts = { role: 'operator', plan: validated, expiresInMs: 60_000, connection: null, stale: false, risk }
const halt = { by: 'ann', reason: 'news', at: '2026-01-02T03:04:05.000Z' }

describe('a plan can be executed', () => {
  it('when it passed, is fresh, and nothing stops trading', () => {
    expect(executeBlockers(good)).toEqual([])
  })

  it('with warnings, which are acknowledged in the dialog', () => {
    expect(executeBlockers({ ...good, plan: { ...validated, report: { ...report, status: 'WARNING' } } })).toEqual([])
  })

  it.each<[string, Partial<ExecuteFacts>, RegExp]>([
    ['there is no plan', { plan: null }, /no plan yet/],
    ['it was not validated', { plan }, /Not validated yet/],
    ['validation failed', { plan: { ...validated, report: { ...report, status: 'FAIL' } } }, /Validation failed/],
    ['it has expired by this clock', { expiresInMs: 0 }, /expired/],
    ['it was executed', { plan: { ...validated, status: 'EXECUTED' } }, /has been executed/],
    ['one may only look', { role: 'viewer' }, /signed in as viewer; this needs the role operator/],
    ['the page is offline', { connection: 'The server has not answered for 12 s.' }, /not answered/],
    ['the price is stale', { stale: true }, /stale prices never trade/],
    ['the kill switch is on', { risk: { ...risk, kill_switch: halt } }, /kill switch is on \(ann: news\)/],
    ['losses paused trading', { risk: { ...risk, loss_pause: halt } }, /paused after the month/],
    ['the server forbids it', { risk: { ...risk, server_trading_enabled: false } }, /configuration/],
    ['it is not enabled for the client', { risk: { ...risk, trading_enabled: false } }, /not enabled for this account/],
    ['the switches are not known', { risk: undefined }, /not known yet/],
  ])('but not when %s', (_, part, reason) => {
    expect(executeBlockers({ ...good, ...part }).join('; ')).toMatch(reason)
  })

  it('as a dry run whatever stops trading', () => {
    expect(planBlockers({ ...good, stale: true, risk: { ...risk, kill_switch: halt } })).toEqual([])
  })
})
