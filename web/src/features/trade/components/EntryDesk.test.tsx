import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { execution, plan, proposal, report, risk, strategy } from '@/testing/desk'
import { btcPrice, priceUpdate } from '@/testing/fixtures'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn, type Desk } from '@/testing/render'
import type { Level } from '@/components/chart/drawing'
import type { Role } from '@/lib/api/types'
import type { Choice } from '../entry'
import { EntryDesk } from './EntryDesk'

const draw = vi.fn()
const market = { symbol: 'ETHBTC', base_asset: 'ETH', quote_asset: 'BTC', tick_size: '0.01', step_size: '1', min_quantity: '1', max_quantity: '1', min_notional: '1', watched: true, price: null, price_age_ms: null, stale: false, contract_size: '1', price_source: 'sim' }

function Page({ role, onOperation }: { role: Role; onOperation: (id: number) => void }) {
  const [choice, setChoice] = useState<Choice>({ symbol: 'BTCUSDC', side: 'BUY', strategy: null })
  const [plan, setPlan] = useState<number | null>(null)
  return (
    <EntryDesk
      choice={choice}
      planId={plan}
      role={role}
      connection={null}
      onChoice={(part) => setChoice({ ...choice, ...part })}
      onPlan={setPlan}
      onOperation={onOperation}
      chart={(symbol: string, levels: readonly Level[]) => {
        draw(symbol, levels)
        return null
      }}
    />
  )
}

function show(prepare: (desk: Desk) => void = () => undefined, role: Role = 'operator') {
  const desk = createDesk()
  const onOperation = vi.fn()
  const keys: (string | null)[] = []
  desk.server
    .on('GET /api/strategies/', { strategies: [strategy, { ...strategy, id: 2, name: 'Careful' }], templates: [] })
    .on('GET /api/symbols/', { symbols: [], total: 0, complete: true, source: 'binance' })
    .on('GET /api/risk/metrics/', risk)
    .on('GET /api/market/price/BTCUSDC/', btcPrice)
    .on('POST /api/trade/calculate-entry/', { ...proposal, report: { ...report, plan_hash: '' } })
    .on('POST /api/plans/', plan)
    .on('POST /api/plans/7/validate/', { ...plan, status: 'VALIDATED', report })
    .on('POST /api/plans/7/execute/', ({ body, headers }: { body: unknown; headers: Headers }) => {
      keys.push(headers.get('Idempotency-Key'))
      return (body as { live: boolean }).live ? execution() : execution({ dry_run: true, outcome: 'dry_run', operation: null, operation_id: null, plan: { ...plan, status: 'VALIDATED', report } })
    })
  prepare(desk)
  renderOn(desk, <Page role={role} onOperation={onOperation} />)
  act(() => {
    desk.feed.start()
    desk.line.newest.accept()
    desk.line.newest.say(priceUpdate({}))
  })
  return { ...desk, onOperation, keys }
}

async function validated() {
  await userEvent.click(await screen.findByRole('button', { name: 'Plan' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Validate' }))
  await screen.findByTestId('report')
}

describe('the entry form', () => {
  it('shows size, stop, risk and costs, and says where the stop comes from', async () => {
    show()
    const figures = await screen.findByTestId('proposal')
    expect(screen.getByTestId('size').textContent).toBe('0.00555 BTC')
    for (const text of ['$88,200.00', '$90,270.00', '$499.50', '$9.99 (1.00%)', '$11.24', '$93,600.00']) expect(within(figures).getByText(text)).toBeTruthy()
    expect(screen.getByText('The stop stands behind level 2, as the strategy asks.')).toBeTruthy()
    expect(screen.getByText(/Skipped: level 2 was asked for/)).toBeTruthy()
    expect(screen.getByText('High confidence')).toBeTruthy()
  })

  it('draws the 1 % rule, and tells it in words', async () => {
    show()
    expect((await screen.findByTestId('risk-picture')).getAttribute('aria-label')).toBe(
      'Of $1,000.00 capital, $499.50 goes into the position and $9.99 (1.00%) is lost at the stop; 1.00% is allowed.',
    )
  })

  it('gives the chart its lines', async () => {
    show()
    await screen.findByTestId('proposal')
    const levels = draw.mock.lastCall![1] as Level[]
    expect(levels.map(({ label }) => label)).toEqual(['Entry', 'Stop', 'Target', 'Level 1', 'Level 2'])
  })

  it('says why a trade cannot be computed, and plans nothing then', async () => {
    show((desk) => desk.server.on('POST /api/trade/calculate-entry/', () => new Refusal(422, 'NO_TECHNICAL_STOP', 'No method finds a stop within bounds.')))
    expect(await screen.findByText('No method finds a stop within bounds.')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Plan' }).disabled).toBe(true)
  })

  it('forgets a limit and a quantity with their side or market; capital is the account’s', async () => {
    show((desk) => desk.server.on('GET /api/symbols/', { symbols: [market], total: 1, complete: true, source: 'sim' }))
    await screen.findByTestId('proposal')
    const field = (name: RegExp) => screen.getByLabelText<HTMLInputElement>(name)
    await userEvent.type(field(/^Limit price/), '90000')
    await userEvent.type(field(/^Quantity/), '0.005')
    await userEvent.type(field(/^Capital in USDC/), '1000')
    await userEvent.click(screen.getByRole('button', { name: /Sell/ }))
    expect([field(/^Limit price/).value, field(/^Quantity/).value, field(/^Capital/).value]).toEqual(['', '', '1000'])
    await userEvent.click(screen.getByRole('combobox', { name: 'Symbol' }))
    await userEvent.click(await screen.findByRole('option', { name: 'ETHBTC' }))
    expect(field(/^Capital in USDC/).value).toBe('1000')
  })

  it('says what the quantity counts, in lots where one trades in lots', async () => {
    show((desk) => desk.server.on('POST /api/trade/calculate-entry/', { ...proposal, contract_size: '100', report }))
    await screen.findByTestId('proposal')
    expect(screen.getByLabelText('Quantity in lots')).toBeTruthy()
    expect(screen.getByTitle('Entry × quantity × contract size')).toBeTruthy()
  })

  it('shows what the server says of a field at that field', async () => {
    show((desk) =>
      desk.server.on('POST /api/trade/calculate-entry/', ({ body }: { body: unknown }) =>
        (body as { quantity?: string }).quantity ? new Refusal(422, 'SIZE_OFF_RULE', 'More than 5 % below the rule.', undefined, 'quantity') : { ...proposal, report },
      ),
    )
    await screen.findByTestId('proposal')
    await userEvent.type(screen.getByLabelText(/^Quantity/), '0.001')
    expect((await screen.findAllByText('More than 5 % below the rule.')).length).toBeGreaterThan(0)
    expect(screen.getByLabelText(/^Quantity/).getAttribute('aria-invalid')).toBe('true')
  })

  it('keeps execute shut, with its reason, until every check has passed', async () => {
    show()
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Execute' })).disabled).toBe(true)
    expect(screen.getByText('Execute waits: there is no plan yet.')).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Plan' }))
    expect(await screen.findByText('Not validated yet: every check has to be run first')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Execute…' }).disabled).toBe(true)
    await userEvent.click(screen.getByRole('button', { name: 'Validate' }))
    expect((await screen.findByTestId('report')).textContent).toContain('A stop is there')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Execute…' }).disabled).toBe(false)
  })

  it('names each check that refuses', async () => {
    const failed = { ...report, status: 'FAIL' as const, issues: [{ code: 'INSUFFICIENT_BALANCE', severity: 'FAIL' as const, message: 'There is not enough free balance.', details: 'needed 499.50, free 10' }] }
    show((desk) => desk.server.on('POST /api/plans/7/validate/', { ...plan, status: 'REJECTED', report: failed }))
    await validated()
    expect(screen.getByText('There is not enough free balance.')).toBeTruthy()
    expect(screen.getByText('needed 499.50, free 10')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Execute…' }).disabled).toBe(true)
  })

  it('lets a viewer look, and says why not more', async () => {
    show(undefined, 'viewer')
    await screen.findByTestId('proposal')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Plan' }).disabled).toBe(true)
    expect(screen.getByText(/signed in as viewer/)).toBeTruthy()
  })

  it('shows what a dry run would send', async () => {
    show()
    await validated()
    await userEvent.click(screen.getByRole('button', { name: 'Dry run' }))
    const sent = await screen.findByTestId('would-send')
    expect(sent.textContent).toContain('BUY limit IOC')
    expect(sent.textContent).toContain('90,270.00')
  })

  it('names the effect, asks for the risk to be acknowledged, and shows what became of it', async () => {
    const { onOperation } = show()
    await validated()
    await userEvent.click(screen.getByRole('button', { name: 'Execute…' }))
    const dialog = screen.getByRole('dialog', { name: 'Execute on SIM?' })
    for (const text of ['SIM: simulated exchange, no real money', 'Buy 0.00555 BTC', '$499.50', '$11.24 with costs']) expect(within(dialog).getByText(text)).toBeTruthy()
    const send = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Send to SIM' })
    expect(send.disabled).toBe(true)
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /acknowledge the risk/ }))
    await userEvent.click(send)
    expect((await screen.findByTestId('outcome')).dataset.outcome).toBe('filled')
    await userEvent.click(screen.getByRole('button', { name: 'Show operation #9' }))
    expect(onOperation).toHaveBeenCalledWith(9)
  })

  it.each([
    ['part_filled', /open position with its own stop/],
    ['not_filled', /nothing is at risk/],
    ['rejected', /change what it names/],
    ['unknown', /never sends it twice/],
    ['pending', /not decided yet/],
  ] as const)('says what to do when the outcome is %s', async (outcome, words) => {
    show((desk) => desk.server.on('POST /api/plans/7/execute/', execution({ outcome, operation: null })))
    await validated()
    await userEvent.click(screen.getByRole('button', { name: 'Execute…' }))
    await userEvent.click(screen.getByRole('checkbox', { name: /acknowledge the risk/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Send to SIM' }))
    expect((await screen.findByTestId('outcome')).textContent).toMatch(words)
  })

  it('asks again under the same key when the server fell silent, so that it is sent once', async () => {
    const desk = show()
    await validated()
    await userEvent.click(screen.getByRole('button', { name: 'Execute…' }))
    await userEvent.click(screen.getByRole('checkbox', { name: /acknowledge the risk/ }))
    const seen: (string | null)[] = []
    desk.server.on('POST /api/plans/7/execute/', ({ headers }: { headers: Headers }) => {
      seen.push(headers.get('Idempotency-Key'))
      return seen.length === 1 ? new Refusal(503, 'JOURNAL_FAILED', 'Nothing was done.') : execution()
    })
    await userEvent.click(screen.getByRole('button', { name: 'Send to SIM' }))
    expect(await screen.findByText('It was not executed')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Send to SIM' }))
    await screen.findByTestId('outcome')
    expect(seen).toHaveLength(2)
    expect(seen[0]).toMatch(/^[0-9a-f-]{32,36}$/)
    expect(seen[1]).toBe(seen[0])
  })
})
