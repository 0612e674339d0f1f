import { act, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { operation } from '@/testing/desk'
import { snapshot } from '@/testing/feedMessages'
import { operationOne } from '@/testing/fixtures'
import { createDesk, renderOn } from '@/testing/render'
import { HistoryRow } from './components/HistoryRow'

const active = { ...operation, id: 1, status: 'ACTIVE' as const, exit_price: null, exit_reason: null, unrealized_pnl: '5.00' as const, unrealized_pnl_percent: null }

/** The feed told of a profit of 0.13 just now. */
function show(answeredAt: number, stale = false) {
  const desk = createDesk()
  desk.feed.wantChannel('positions')
  desk.feed.start()
  renderOn(desk, <HistoryRow operation={active} answeredAt={answeredAt} onOpen={() => undefined} />)
  act(() => {
    desk.line.newest.accept()
    desk.line.newest.say(snapshot(10, { positions: { 1: { ...operationOne, stale } } }))
  })
  return desk
}

it('an operation moves as the feed tells, and after the line is lost only until a newer answer', async () => {
  const desk = show(Date.now() + 1000)
  expect(screen.getByText(/\+\$0\.13/)).toBeTruthy()
  act(() => desk.line.newest.hangUp())
  expect(await screen.findByText(/\+\$5\.00/)).toBeTruthy()
  desk.feed.stop()
})

it('the feed’s last word stands while no answer is newer', () => {
  const desk = show(Date.now() - 60_000)
  act(() => desk.line.newest.hangUp())
  expect(screen.getByText(/\+\$0\.13/)).toBeTruthy()
  desk.feed.stop()
})

it('an old price is called so in the row', () => {
  const desk = show(Date.now(), true)
  expect(screen.getByText('stale price')).toBeTruthy()
  desk.feed.stop()
})
