import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { operation } from '@/testing/desk'
import { operationOne } from '@/testing/fixtures'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import type { Role } from '@/lib/api/types'
import { PositionActions } from './PositionActions'

const after = { ...operation, id: 1, status: 'ACTIVE' as const, held: '0.00033' as const, stop_price: '88000.00' as const, exit_price: null, exit_reason: null, protection: 'AT_VENUE' as const }

function show(role: Role = 'admin', answer: object | (() => unknown) = after, receivedAt = Date.now()) {
  const desk = createDesk()
  const sent: unknown[] = []
  for (const act of ['stop', 'target', 'close', 'detach']) {
    desk.server.on(`POST /api/portfolio/positions/1/${act}/`, ({ body }: { body: unknown }) => {
      sent.push([act, body])
      return typeof answer === 'function' ? answer() : answer
    })
  }
  renderOn(desk, <PositionActions held={{ position: operationOne, receivedAt }} role={role} />)
  return sent
}

async function open(name: string) {
  await userEvent.click(screen.getByRole('button', { name }))
  return within(await screen.findByRole('dialog'))
}

describe('what can be done with a position', () => {
  it('moves the stop after showing what that means', async () => {
    const sent = show()
    const dialog = await open('Move stop')
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Move the stop' }).disabled).toBe(true)
    await userEvent.type(dialog.getByLabelText('New stop'), '88000')
    expect(dialog.getByTestId('preview').textContent).toContain('−1.40%')
    expect(dialog.getByTestId('preview').textContent).toContain('−$0.28')
    await userEvent.click(dialog.getByRole('button', { name: 'Move the stop' }))
    expect(await dialog.findByText('The stop stands at its new price.')).toBeTruthy()
    expect(sent).toEqual([['stop', { stop_price: '88000' }]])
  })

  it('refuses a wider stop before the server has to', async () => {
    show()
    const dialog = await open('Move stop')
    await userEvent.type(dialog.getByLabelText('New stop'), '80000')
    expect(dialog.getByText(/Wider than the first stop/)).toBeTruthy()
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Move the stop' }).disabled).toBe(true)
  })

  it('marks an old price, and leaves what it speaks against to the server', async () => {
    const sent = show('admin', after, Date.now() - 60_000)
    const dialog = await open('Move stop')
    expect(dialog.getByTestId('preview').textContent).toMatch(/Last known price\$89,245.00 stale 6\d s/)
    await userEvent.type(dialog.getByLabelText('New stop'), '89500')
    expect(dialog.getByText(/By the last known price, which is old/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Move the stop' }))
    await dialog.findByTestId('done')
    expect(sent).toEqual([['stop', { stop_price: '89500' }]])
  })

  it('marks an old price before it is left at market, and not a limit', async () => {
    show('admin', after, Date.now() - 60_000)
    const dialog = await open('Close')
    expect(dialog.getByTestId('effect').textContent).toContain('stale')
    await userEvent.click(dialog.getByRole('checkbox', { name: /At a limit/ }))
    await userEvent.type(dialog.getByLabelText('Limit price'), '89200.00')
    expect(dialog.getByTestId('effect').textContent).not.toContain('stale')
  })

  it('takes half of it', async () => {
    const sent = show()
    const dialog = await open('Take part')
    await userEvent.click(dialog.getByRole('button', { name: '50 %' }))
    expect(dialog.getByTestId('effect').textContent).toContain('Stays open0.00017 BTC')
    await userEvent.click(dialog.getByRole('button', { name: 'Take this part' }))
    await dialog.findByTestId('done')
    expect(sent).toEqual([['close', { quantity: '0.00016' }]])
  })

  it('closes at a limit', async () => {
    const sent = show()
    const dialog = await open('Close')
    expect(dialog.getByTestId('effect').textContent).toContain('Sells0.00033 BTC')
    await userEvent.click(dialog.getByRole('checkbox', { name: /At a limit/ }))
    await userEvent.type(dialog.getByLabelText('Limit price'), '89200.00')
    await userEvent.click(dialog.getByRole('button', { name: 'Close the position' }))
    await dialog.findByTestId('done')
    expect(sent).toEqual([['close', { limit_price: '89200.00' }]])
  })

  it('takes the target away', async () => {
    const sent = show()
    const dialog = await open('Target')
    await userEvent.click(dialog.getByRole('button', { name: 'Take it away' }))
    await dialog.findByTestId('done')
    expect(sent).toEqual([['target', { target_price: null }]])
  })

  it('detaches only with a reason and the knowledge of what that means', async () => {
    const sent = show()
    const dialog = await open('Detach')
    const button = dialog.getByRole<HTMLButtonElement>('button', { name: 'Detach' })
    await userEvent.type(dialog.getByLabelText('Reason'), 'cold storage')
    expect(button.disabled).toBe(true)
    await userEvent.click(dialog.getByRole('checkbox'))
    await userEvent.click(button)
    await dialog.findByTestId('done')
    expect(sent).toEqual([['detach', { reason: 'cold storage' }]])
  })

  it('says why the server refused', async () => {
    show('admin', () => new Refusal(409, 'STALE_QUOTE', 'The price is 7 s old.'))
    const dialog = await open('Close')
    await userEvent.click(dialog.getByRole('button', { name: 'Close the position' }))
    expect(await dialog.findByText('The price is 7 s old.')).toBeTruthy()
    expect(dialog.getByText(/STALE_QUOTE/)).toBeTruthy()
  })

  it('is nothing for a viewer, and the reason stands there', () => {
    show('viewer')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Close' }).disabled).toBe(true)
    expect(screen.getByText(/signed in as viewer/)).toBeTruthy()
  })
})
