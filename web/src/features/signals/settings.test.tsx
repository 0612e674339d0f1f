import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { StepUp } from '@/components/StepUp'
import { Toaster } from '@/components/Toaster'
import type { Producer, Role } from '@/lib/api/types'
import { strategy } from '@/testing/desk'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { policy, producer, signal } from '@/testing/signals'
import { PoliciesCard } from './components/PoliciesCard'
import { ProducersCard } from './components/ProducersCard'
import { exampleCommand } from './example'
import { readSignalFilters, signalsAddress } from './filters'
import { policyOf, textOf } from './policy'

function showProducers(producers: Producer[] = [producer()], role: Role = 'admin') {
  const desk = createDesk()
  const store = { producers, sent: [] as unknown[] }
  desk.server
    .on('GET /api/strategies/', { strategies: [strategy], templates: [] })
    .on('GET /api/v1/approvals/pending', { signals: [signal(3), signal(7)], as_of: '' })
    .on('GET /api/v1/producers', () => ({ producers: store.producers }))
    .on('POST /api/v1/producers', ({ body }) => {
      store.sent.push(body)
      const { webhook } = body as { webhook: boolean }
      return { producer: producer({ id: 'prd_000000000001', name: 'script', webhook }), secret: 'the-secret-of-it', passphrase: webhook ? 'the-pass-phrase' : null }
    })
    .on('DELETE /api/v1/producers/prd_4f7k2m9q1x8z', () => {
      store.producers = store.producers.map((each) => ({ ...each, revoked_at: '2026-01-02T00:00:00.000Z' }))
      return undefined
    })
  renderOn(
    desk,
    <>
      <ProducersCard role={role} />
      <StepUp />
      <Toaster />
    </>,
  )
  return { ...desk, store }
}

describe('the producers', () => {
  it('show their secret once, with a command to try it, and never again', async () => {
    const { store } = showProducers([])
    expect(await screen.findByText('No producer yet')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Add a producer…' }))
    await userEvent.type(screen.getByLabelText('Name'), 'script')
    await userEvent.selectOptions(screen.getByLabelText('Strategy'), 'Second level')
    await userEvent.click(screen.getByRole('checkbox', { name: /TradingView form/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Make the producer' }))
    expect(await screen.findByText('the-secret-of-it')).toBeTruthy()
    expect(store.sent).toEqual([{ name: 'script', strategy_id: 1, webhook: true }])
    expect(screen.getByText(/"passphrase": "the-pass-phrase"/)).toBeTruthy()
    expect(screen.getByText(/robson --url .* sign --producer/).textContent).not.toContain('the-secret-of-it')
    await userEvent.keyboard('{Escape}')
    expect(screen.getByText('the-secret-of-it')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'I have stored them' }))
    expect(screen.queryByText('the-secret-of-it')).toBeNull()
  })

  it('that were made without an answer are to be revoked: their secret is lost', async () => {
    const { server } = showProducers([])
    await userEvent.click(await screen.findByRole('button', { name: 'Add a producer…' }))
    await userEvent.type(screen.getByLabelText('Name'), 'script')
    server.silent = true
    await userEvent.click(screen.getByRole('button', { name: 'Make the producer' }))
    expect((await screen.findByRole('alert')).textContent).toContain('If it stands in the list nobody has seen its secret: revoke it and make another.')
    server.silent = false
    server.on('POST /api/v1/producers', () => new Refusal(409, 'NAME_TAKEN', 'A producer of that name may send already.', undefined, 'name'))
    await userEvent.click(screen.getByRole('button', { name: 'Make the producer' }))
    expect(await screen.findByText('A producer of that name may send already. If it stands in the list nobody has seen its secret: revoke it and make another.')).toBeTruthy()
  })

  it('are revoked after it was said what ends and what stays', async () => {
    showProducers()
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke sma-bot' }))
    expect(await within(screen.getByRole('dialog')).findByText(/its 2 waiting signals are cancelled.*positions that came of its signals stay/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Revoke the producer' }))
    expect(await screen.findByText('The producer “sma-bot” is revoked')).toBeTruthy()
    expect(await screen.findByText('revoked', { selector: 'span' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Revoke sma-bot' })).toBeNull()
  })

  it('are the admins’: others are told so, and the server is not asked', () => {
    const { server } = showProducers([], 'operator')
    expect(screen.getByText(/this needs the role admin/)).toBeTruthy()
    expect(server.asked).not.toContain('GET /api/v1/producers')
  })

  it('are given an example that keeps the secret out of the list of processes', () => {
    const command = exampleCommand('prd_000000000001', 'https://robson.example')
    expect(command).toContain('umask 077; cat > producer.secret')
    expect(command).toContain('robson --url https://robson.example sign --producer prd_000000000001 --secret-file producer.secret --post')
  })
})

function showPolicies(role: Role = 'admin') {
  const desk = createDesk()
  const sent: unknown[] = []
  const store = { policy: policy(), refusal: null as Refusal | null }
  desk.server
    .on('GET /api/strategies/', { strategies: [strategy, { ...strategy, id: 2, name: 'Careful', active: false }], templates: [] })
    .on('GET /api/v1/signal-policies', () => ({ policies: [store.policy] }))
    .on('PUT /api/v1/signal-policies/1', ({ body }) => {
      sent.push(body)
      if (store.refusal) return store.refusal
      store.policy = policy({ ...(body as object), updated_at: '2026-01-02T04:00:00.000Z' })
      return store.policy
    })
  renderOn(
    desk,
    <>
      <PoliciesCard role={role} />
      <Toaster />
    </>,
  )
  return { ...desk, sent, store }
}

describe('the signal policies', () => {
  const form = () => within(screen.getByRole('form', { name: 'Policy of Second level' }))

  it('are typed in percent and sent as fractions; an empty field is no rule', async () => {
    const { sent } = showPolicies()
    await screen.findByRole('form', { name: 'Policy of Second level' })
    const confidence = form().getByLabelText<HTMLInputElement>('Confidence at least, %')
    expect(confidence.value).toBe('60')
    expect(form().getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
    await userEvent.clear(confidence)
    await userEvent.type(confidence, '72.5')
    await userEvent.clear(form().getByLabelText('Between approvals, s'))
    await userEvent.type(form().getByLabelText('Approvals a day (UTC)'), '5')
    await userEvent.click(form().getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('The signal policy of “Second level” is saved')).toBeTruthy()
    expect(sent).toEqual([{ min_confidence: '0.725', cooldown_seconds: null, daily_cap: 5 }])
    await waitFor(() => expect(form().getByLabelText<HTMLInputElement>('Confidence at least, %').value).toBe('72.5'))
  })

  it('name what is wrong at its field, whoever found it', async () => {
    const { sent, store } = showPolicies()
    const field = await waitFor(() => form().getByLabelText<HTMLInputElement>('Between approvals, s'))
    await userEvent.clear(field)
    await userEvent.type(field, '90000')
    await userEvent.click(form().getByRole('button', { name: 'Save' }))
    expect(screen.getByText('Whole seconds, at most 86400')).toBeTruthy()
    expect(sent).toEqual([])
    store.refusal = new Refusal(422, 'INVALID', 'Too often.', undefined, 'cooldown_seconds')
    await userEvent.clear(field)
    await userEvent.type(field, '5')
    await userEvent.click(form().getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('Too often.')).toBeTruthy()
    expect(form().getByLabelText('Between approvals, s').getAttribute('aria-invalid')).toBe('true')
  })

  it('keep what is being typed when somebody else saves, and say what that was', async () => {
    const { sent, store, queries } = showPolicies()
    const cap = await waitFor(() => form().getByLabelText<HTMLInputElement>('Approvals a day (UTC)'))
    await userEvent.type(cap, '5')
    store.policy = policy({ min_confidence: '0.7', updated_at: '2026-01-02T05:00:00.000Z', updated_by: 'ben' })
    await queries.invalidateQueries({ queryKey: ['signal-policies'] })
    const conflict = await form().findByRole('alert')
    expect(conflict.textContent).toContain('ben saved this policy while you were editing it.')
    expect(conflict.textContent).toContain('Confidence at least, %: 60 → 70')
    expect(cap.value).toBe('5')
    expect(form().getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
    await userEvent.click(within(conflict).getByRole('button', { name: 'Continue on theirs, keep what I typed' }))
    await userEvent.click(form().getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(sent).toMatchObject([{ min_confidence: '0.7', daily_cap: 5 }]))
  })

  it('follow what somebody else saves while nothing is typed', async () => {
    const { store, queries } = showPolicies()
    const confidence = await waitFor(() => form().getByLabelText<HTMLInputElement>('Confidence at least, %'))
    store.policy = policy({ min_confidence: '0.7', updated_at: '2026-01-02T05:00:00.000Z' })
    await queries.invalidateQueries({ queryKey: ['signal-policies'] })
    await waitFor(() => expect(confidence.value).toBe('70'))
    expect(form().queryByRole('alert')).toBeNull()
  })

  it('are read, not written, by others', async () => {
    showPolicies('operator')
    await screen.findByRole('form', { name: 'Policy of Careful' })
    expect(form().getByLabelText<HTMLInputElement>('Confidence at least, %').disabled).toBe(true)
    expect(screen.getAllByText(/this needs the role admin/)).toHaveLength(2)
  })

  it('are exact between percent and fraction', () => {
    expect(textOf(policy({ min_confidence: '0.0725', cooldown_seconds: 0 }))).toEqual({ confidence: '7.25', cooldown: '0', cap: '' })
    expect(policyOf({ confidence: '7.25', cooldown: '0', cap: '' })).toEqual({ policy: { min_confidence: '0.0725', cooldown_seconds: 0, daily_cap: null } })
    expect(policyOf({ confidence: '100.01', cooldown: '1.5', cap: '1001' })).toEqual({ errors: { confidence: expect.any(String), cooldown: expect.any(String), cap: expect.any(String) } })
  })
})

describe('the filters of the list', () => {
  it('stand in the address; what does not fit is left out', () => {
    const filters = readSignalFilters({ status: 'NEW', instrument: 'btcusdc', side: 'UP', producer_id: 'prd_short', min_confidence: '0.7', from: '2026-01-01', to: 'soon' })
    expect(filters).toEqual({ status: 'NEW', instrument: 'BTCUSDC', min_confidence: '0.7', from: '2026-01-01' })
    expect(signalsAddress(filters, { format: 'csv' })).toBe('/api/v1/signals?status=NEW&instrument=BTCUSDC&min_confidence=0.7&from=2026-01-01&format=csv&decimals=string')
  })
})
