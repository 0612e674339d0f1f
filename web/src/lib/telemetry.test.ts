import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Telemetry as Told } from './api/types'
import { Telemetry } from './telemetry'

function gathered(fails = false) {
  const sent: Told[] = []
  const telemetry = new Telemetry(async (told) => {
    sent.push(told)
    if (fails) throw new Error('silent')
  })
  return { telemetry, sent }
}

describe('telemetry', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is sent together after ten seconds, the newest vital of each name', () => {
    const { telemetry, sent } = gathered()
    telemetry.pageView('dashboard')
    telemetry.vital('LCP', 900.4)
    telemetry.vital('LCP', 1200.6)
    telemetry.pageView('signals')
    vi.advanceTimersByTime(9999)
    expect(sent).toEqual([])
    vi.advanceTimersByTime(1)
    expect(sent).toEqual([{ page_views: [{ page: 'dashboard' }, { page: 'signals' }], web_vitals: [{ name: 'LCP', milliseconds: 1201 }] }])
    vi.advanceTimersByTime(60_000)
    expect(sent).toHaveLength(1)
  })

  it('never grows beyond what one message holds, nor beyond what a figure may be', () => {
    const { telemetry, sent } = gathered()
    for (let i = 0; i < 50; i += 1) telemetry.pageView('other')
    telemetry.vital('INP', 9_999_999)
    telemetry.vital('CLS', -1)
    telemetry.vital('FCP', NaN)
    telemetry.flush()
    expect(sent[0]!.page_views).toHaveLength(20)
    expect(sent[0]!.web_vitals).toEqual([{ name: 'INP', milliseconds: 600_000 }, { name: 'CLS', milliseconds: 0 }])
  })

  it('is silent when it fails, and does not try again', async () => {
    const { telemetry, sent } = gathered(true)
    telemetry.pageView('risk')
    telemetry.flush()
    telemetry.flush()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toHaveLength(1)
  })
})
