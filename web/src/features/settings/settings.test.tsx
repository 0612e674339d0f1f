import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { rules, strategy } from '@/testing/desk'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import type { Role, Strategy, VenueKeys } from '@/lib/api/types'
import { StrategiesCard } from './components/StrategiesCard'
import { VenueKeyCard } from './components/VenueKeyCard'
import { changes, draftOf, fieldOf, readDraft } from './rules'

describe('rules as they are typed', () => {
  it('stand in percent and go back as exact fractions', () => {
    const draft = draftOf(rules)
    expect([draft.risk_fraction, draft.tolerance, draft.expected_slippage, draft.level]).toEqual(['1', '0.5', '0.05', '2'])
    expect(readDraft({ ...draft, risk_fraction: '0.35', level: '3', trailing: true }, rules)).toEqual({ change: { risk_fraction: '0.0035', level: 3, trailing: true }, errors: {} })
    expect(readDraft(draft, rules).change).toEqual({})
  })

  it('are refused where they cannot be read', () => {
    expect(readDraft({ ...draftOf(rules), level: '2.5', buffer: '1,5' }, rules).errors).toEqual({ level: 'A whole number', buffer: 'A number, such as 0.5' })
  })

  it('tell what a version changed', () => {
    expect(changes(rules, { ...rules, level: 3, trailing: true })).toEqual(['Trailing stop: off → on', 'Level: 2 → 3'])
    expect([fieldOf('rules.level'), fieldOf('name'), fieldOf('version')]).toEqual(['level', 'name', null])
  })
})

function Page({ role }: { role: Role }) {
  const [chosen, setChosen] = useState<number | 'new' | null>(null)
  return <StrategiesCard role={role} chosen={chosen} onChoose={setChosen} />
}

function show(role: Role = 'admin', save: (body: object) => unknown = (body) => ({ ...strategy, ...body, version: 4 })) {
  const desk = createDesk()
  const store = { strategies: [strategy] as Strategy[] }
  const sent: unknown[] = []
  const take = ({ body }: { body: unknown }) => {
    sent.push(body)
    return save(body as object)
  }
  desk.server
    .on('GET /api/strategies/', () => ({ strategies: store.strategies, templates: [{ name: 'Careful', description: 'Half the risk', rules: { ...rules, risk_fraction: '0.005' } }] }))
    .on('PUT /api/strategies/1/', take)
    .on('POST /api/strategies/', take)
    .on('GET /api/strategies/1/history/', { versions: [strategy, { ...strategy, version: 2, rules: { ...rules, level: 1 } }] })
  renderOn(desk, <Page role={role} />)
  return { sent, store }
}

describe('the strategies', () => {
  it('send only what was changed, with the version it was changed from', async () => {
    const { sent } = show()
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    const risk = screen.getByLabelText('Risk for each trade, %')
    await userEvent.clear(risk)
    await userEvent.type(risk, '0.5')
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 4' }))
    expect(sent).toEqual([{ version: 3, rules: { risk_fraction: '0.005' } }])
  })

  it('begin with a template', async () => {
    const { sent } = show()
    await userEvent.click(await screen.findByRole('button', { name: 'Careful' }))
    expect(screen.getByLabelText<HTMLInputElement>('Risk for each trade, %').value).toBe('0.5')
    await userEvent.type(screen.getByLabelText('Name'), 'Mine')
    await userEvent.click(screen.getByRole('button', { name: 'Create' }))
    expect(sent).toEqual([{ from_template: 'Careful', name: 'Mine', active: true }])
  })

  it('let no other form take the place of one that holds something unsaved', async () => {
    const { store } = show()
    store.strategies = [strategy, { ...strategy, id: 2, name: 'Other' }]
    await userEvent.click((await screen.findAllByRole('button', { name: 'Edit' }))[0]!)
    const button = (name: string) => screen.getAllByRole<HTMLButtonElement>('button', { name })
    expect(button('Careful')[0]!.disabled).toBe(false)
    await userEvent.type(screen.getByLabelText('Level'), '3')
    expect([...button('Edit'), ...button('Careful')].map(({ disabled }) => disabled)).toEqual([true, true, true])
    expect(screen.getByText('Save or discard first what you typed.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
    expect([...button('Edit'), ...button('Careful')].map(({ disabled }) => disabled)).toEqual([false, false, false])
  })

  it('show what the server says of a field at that field', async () => {
    show('admin', () => new Refusal(422, 'INVALID_PARAMETER', 'At most 1 %.', undefined, 'rules.risk_fraction'))
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    await userEvent.type(screen.getByLabelText('Risk for each trade, %'), '0')
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 4' }))
    expect(await screen.findByText('At most 1 %.')).toBeTruthy()
  })

  it('keep what was typed when somebody else was faster', async () => {
    const { sent, store } = show('admin', () => {
      if (sent.length > 1) return { ...strategy, version: 5 }
      store.strategies = [{ ...strategy, version: 4, changed_by: 'ben', rules: { ...rules, reward_risk: '3' } }]
      return new Refusal(409, 'VERSION_CONFLICT', 'Another version has come.')
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    const level = screen.getByLabelText('Level')
    await userEvent.clear(level)
    await userEvent.type(level, '3')
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 4' }))
    expect(await screen.findByText(/ben saved version 4/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: /Continue on version 4/ }))
    expect(screen.getByLabelText<HTMLInputElement>('Target, in distances of the stop').value).toBe('3')
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 5' }))
    expect(sent[1]).toEqual({ version: 4, rules: { level: 3 } })
  })

  it('tell their history', async () => {
    show('viewer')
    await userEvent.click(await screen.findByRole('button', { name: 'History' }))
    expect(await within(await screen.findByRole('list', { name: 'Versions of Second level' })).findByText('Level: 1 → 2')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Careful' }).disabled).toBe(true)
  })
})

const admin: Role = 'admin'
const keys: VenueKeys = {
  venue: 'binance', venue_kind: 'SIM', connected: true, stream: 'live', can_trade: true, can_short: false, offers_entry_lists: true, trouble: null, as_of: null,
  keys: [{ kind: 'SIM', key: 'AbCd…wxyz', source: 'entered', entered_by: 'ann', entered_at: '2026-01-02T03:04:05.000Z', in_use: true }],
}

describe('the venue key', () => {
  it('is shown masked, and its secret is forgotten once it was sent', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/venue-keys/', keys).on('PUT /api/venue-keys/', keys)
    renderOn(desk, <VenueKeyCard role={admin} />)
    expect(await screen.findByText('AbCd…wxyz')).toBeTruthy()
    await userEvent.type(screen.getByLabelText('API key'), 'key-of-some-length')
    await userEvent.type(screen.getByLabelText('API secret'), 'secret-of-some-length')
    await userEvent.click(screen.getByRole('button', { name: 'Try and use it' }))
    expect(await screen.findByText(/The key works/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('API secret').value).toBe('')
  })

  it('says why a key is refused', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/venue-keys/', keys).on('PUT /api/venue-keys/', () => new Refusal(422, 'KEY_CAN_WITHDRAW', 'This key may withdraw.'))
    renderOn(desk, <VenueKeyCard role={admin} />)
    await userEvent.type(await screen.findByLabelText('API key'), 'key-of-some-length')
    await userEvent.type(screen.getByLabelText('API secret'), 'secret-of-some-length')
    await userEvent.click(screen.getByRole('button', { name: 'Try and use it' }))
    expect(await screen.findByText('This key may withdraw.')).toBeTruthy()
  })
})
