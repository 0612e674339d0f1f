import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bot } from '@/testing/bots'
import { operationOne, summary } from '@/testing/fixtures'
import { FakeServer } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import type { Position } from '@/lib/api/types'
import type { BotDesk } from '@/lib/bots/desk'
import { LiveSafety } from './LiveSafety'
import { TabTitle } from './TabTitle'

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(() => void vi.useRealTimers())

/** A page that was told everything just now, by a server that falls silent. */
function told(positions: Position[], bots: BotDesk) {
  const server = new FakeServer()
  server.silent = true
  const desk = createDesk(server)
  desk.queries.setDefaultOptions({ queries: { ...desk.queries.getDefaultOptions().queries!, staleTime: Infinity } })
  desk.queries.setQueryData(['positions'], { positions })
  desk.queries.setQueryData(['summary'], { ...summary, worst_case: '0.00' })
  desk.queries.setQueryData(['bots', 'desk'], bots)
  renderOn(desk, <><LiveSafety /><TabTitle /></>)
}

const line = () => screen.getByTestId('safety')
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

describe('am I safe, once the line is lost', () => {
  it('is not answered with yes any more: what a bot holds is not known', async () => {
    told([], [bot({ positions: [] })])
    expect(line().textContent).toContain('✓No open position: nothing is at risk')
    await pass(12_000)
    expect(line().dataset.level).toBe('caution')
    expect(line().textContent).not.toContain('nothing is at risk')
    expect(line().textContent).toMatch(/No spot position, as known \d+ s ago, hedged positions not known/)
    expect(line().textContent).toMatch(/no position as known \d+ s ago/)
  })

  it('tells the age of what is held directly, also where no price is wanted', async () => {
    told([{ ...operationOne, protection: 'AT_VENUE' }], [])
    expect(document.title).toBe('(1) +$0.13 · Robson')
    await pass(12_000)
    expect(line().textContent).toMatch(/1 open position, BTCUSDC long, as known \d+ s ago/)
    expect(line().textContent).toMatch(/No loss left if every stop fills at its price, as known \d+ s ago/)
    expect(document.title).toBe('(1) old +$0.13 · Robson')
  })

  it('is not answered with yes before the bots are known', () => {
    const server = new FakeServer()
    server.silent = true
    const desk = createDesk(server)
    desk.queries.setQueryData(['positions'], { positions: [] })
    renderOn(desk, <LiveSafety />)
    expect(line().textContent).not.toContain('nothing is at risk')
  })
})
