import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { risk } from '@/testing/desk'
import { operationOne } from '@/testing/fixtures'
import { createDesk, renderOn } from '@/testing/render'
import type { RiskMetrics, Role } from '@/lib/api/types'
import { alarmLines } from './alarms'
import { AlarmBanner } from './components/AlarmBanner'
import { KillSwitchButton } from './components/KillSwitch'
import { RiskView } from './components/RiskView'

const alarm = { code: 'STALE_PRICE', severity: 'warning' as const, text: 'BTCUSDC: price 9 s old', operation_id: null, since: null }

describe('alarms', () => {
  it('say how long a position has been without its stop', () => {
    const lines = alarmLines({ alarms: [alarm], unprotected_positions: [1], unprotected_seconds_now: '12.345' }, [operationOne], 0)
    expect(lines.map(({ text, severity }) => [text, severity])).toEqual([
      ['BTCUSDC: no stop at the exchange for 12 s', 'critical'],
      ['BTCUSDC: price 9 s old', 'warning'],
    ])
  })

  it('say it once, even when the server says it too', () => {
    const own = { ...alarm, code: 'UNPROTECTED_POSITION', severity: 'critical' as const, operation_id: 1, since: '2026-01-02T00:00:00.000Z' }
    const two = { alarms: [own], unprotected_positions: [1, 5], unprotected_seconds_now: '30.000' as const }
    const lines = alarmLines(two, [operationOne], Date.parse('2026-01-02T00:00:20.000Z'))
    expect(lines.map(({ text }) => text)).toEqual(['BTCUSDC: no stop at the exchange for 20 s', 'Operation 5: no stop at the exchange'])
  })

  it('stand above every page, and lead to the operation', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/risk/metrics/', { ...risk, unprotected_positions: [1], unprotected_seconds_now: '12.000' })
    const onOperation = vi.fn()
    renderOn(desk, <AlarmBanner positions={[operationOne]} onOperation={onOperation} onRisk={vi.fn()} />)
    const list = await screen.findByTestId('alarms')
    expect(list.textContent).toContain('BTCUSDC: no stop at the exchange for 12 s')
    await userEvent.click(within(list).getByRole('link', { name: 'Show' }))
    expect(onOperation).toHaveBeenCalledWith(1)
  })
})

function withRisk(part: Partial<RiskMetrics>, role: Role, what: 'page' | 'button') {
  const desk = createDesk()
  const sent: unknown[] = []
  desk.server.on('GET /api/risk/metrics/', () => ({ ...risk, ...part }))
  for (const path of ['kill-switch', 'resume', 'trading']) {
    desk.server.on(`POST /api/risk/${path}/`, ({ body }: { body: unknown }) => {
      sent.push([path, body])
      return { trading_enabled: true, server_trading_enabled: true, kill_switch: null, loss_pause: null }
    })
  }
  renderOn(desk, what === 'page' ? <RiskView role={role} onOperation={vi.fn()} /> : <KillSwitchButton role={role} />)
  return sent
}

const halt = { by: 'ann', reason: 'news', at: '2026-01-02T03:04:05.000Z' }

describe('the kill switch', () => {
  it('is two actions away', async () => {
    const sent = withRisk({}, 'operator', 'button')
    await userEvent.click(screen.getByRole('button', { name: 'Stop entries' }))
    expect(screen.getByText(/stops and targets at the exchange are not touched/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Stop entries now' }))
    expect(sent).toEqual([['kill-switch', { on: true, reason: 'Stopped by hand' }]])
  })

  it('is put off by an admin only', async () => {
    withRisk({ kill_switch: halt }, 'operator', 'button')
    await userEvent.click(await screen.findByRole('button', { name: /Stopped/ }))
    expect(screen.getByText(/this needs the role admin/)).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Allow entries' }).disabled).toBe(true)
  })
})

describe('the risk page', () => {
  it('tells the budget as a picture and in words', async () => {
    withRisk({}, 'admin', 'page')
    expect((await screen.findByTestId('budget')).getAttribute('aria-label')).toBe(
      'Of $400.00 that may be lost this month, $100.00 is lost, $50.00 is reserved for open operations and $250.00 is left',
    )
    expect(screen.getByText('3 of 50')).toBeTruthy()
    expect(screen.getByTestId('worst-case').textContent).toBe('$50.00 lost')
  })

  it('never shows an unknown budget as a number', async () => {
    withRisk({ month: { ...risk.month, limit: null, left: null, base: null, used_percent: null } }, 'admin', 'page')
    expect((await screen.findByTestId('budget')).getAttribute('aria-label')).toMatch(/not known/)
  })

  it('resumes with a reason', async () => {
    const sent = withRisk({ loss_pause: halt }, 'admin', 'page')
    await userEvent.click(await screen.findByRole('button', { name: 'Resume…' }))
    await userEvent.type(screen.getByLabelText('Reason'), 'reviewed')
    await userEvent.click(screen.getByRole('button', { name: 'Resume trading' }))
    expect(sent).toEqual([['resume', { reason: 'reviewed' }]])
  })

  it('lists alarms and differences', async () => {
    withRisk({ alarms: [alarm], differences: [{ kind: 'balance', text: 'USDC differs by 3', operation_id: null, at: '2026-01-02T03:04:05.000Z' }] }, 'viewer', 'page')
    expect(await screen.findByText('USDC differs by 3')).toBeTruthy()
    expect(screen.getByText(/price 9 s old/)).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Disable…' }).disabled).toBe(true)
  })
})
