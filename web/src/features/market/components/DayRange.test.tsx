import { act, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { FakeServer, Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { DayRange } from './DayRange'

const ticker = { symbol: 'BTCUSDC', price_change_percent: '1.50', low: '88000.00', high: '90000.00' }

it('the range of a day says that it is old once it cannot be asked for', async () => {
  const desk = createDesk(new FakeServer().on('GET /api/market/ticker/BTCUSDC/', ticker))
  renderOn(desk, <dl><DayRange symbol="BTCUSDC" /></dl>)
  expect(await screen.findByText('+1.50%')).toBeTruthy()
  expect(screen.queryByText(/stale/)).toBeNull()
  desk.server.on('GET /api/market/ticker/BTCUSDC/', () => new Refusal(503, 'VENUE_UNREACHABLE', 'The exchange does not answer.'))
  await act(() => desk.queries.invalidateQueries({ queryKey: ['ticker'] }))
  expect(await screen.findByText(/stale/)).toBeTruthy()
  expect(screen.getByText('+1.50%').className).toContain('old')
})
