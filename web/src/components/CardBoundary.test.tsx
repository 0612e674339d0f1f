import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { Card } from './Card'

it('a card that breaks says so, leaves its neighbour alone, and can be tried again', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  let broken = true
  const Fragile = () => {
    if (broken) throw new Error('no candle at all')
    return <p>whole again</p>
  }
  render(
    <>
      <Card title="Chart">
        <Fragile />
      </Card>
      <Card title="Account">fine</Card>
    </>,
  )
  expect(screen.getByText('Chart could not be drawn')).toBeTruthy()
  expect(screen.getByText(/no candle at all/)).toBeTruthy()
  expect(screen.getByText('fine')).toBeTruthy()
  broken = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(screen.getByText('whole again')).toBeTruthy()
  quiet.mockRestore()
})
