import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Toaster } from '@/components/Toaster'
import type { Approval, Role, Signal } from '@/lib/api/types'
import { change, defaults } from '@/lib/settings'
import { FakeServer, Refusal } from '@/testing/fakeServer'
import { priceUpdate } from '@/testing/fixtures'
import { nothingYet, snapshot } from '@/testing/feedMessages'
import { createDesk, renderOn } from '@/testing/render'
import { approval, fed, signal } from '@/testing/signals'
import { ApprovalsCard } from './components/ApprovalsCard'
import { ApprovedCard } from './components/ApprovedCard'
import { useApprovalKeys } from './useApprovalKeys'

interface Sent {
  body: { signal_id: number; decision: string; reason: string }
  key: string | null
}

interface Shown {
  signals?: Signal[]
  role?: Role
  connection?: string | null
  answer?: (sent: Sent) => unknown
}

function show({ signals = [signal(3, {}, 4), signal(7)], role = 'operator', connection = null, answer }: Shown = {}) {
  const desk = createDesk(new FakeServer())
  const sent: Sent[] = []
  const approved: Approval[] = []
  const onProducers = vi.fn()
  let waiting = signals
  desk.server
    .on('GET /api/v1/approvals/pending', () => ({ signals: waiting, as_of: new Date().toISOString() }))
    .on('POST /api/v1/approvals', ({ body, headers }) => {
      const one = { body: body as Sent['body'], key: headers.get('Idempotency-Key') }
      sent.push(one)
      const given = answer?.(one)
      if (given !== undefined) return given
      const of = signals.find(({ id }) => id === one.body.signal_id)!
      waiting = waiting.filter(({ id }) => id !== of.id)
      return approval(of, one.body.decision === 'rejected' ? { decision: 'rejected', reason: one.body.reason, plan: null, plan_id: null } : {})
    })
  renderOn(
    desk,
    <>
      <input aria-label="Elsewhere" />
      <ApprovalsCard role={role} connection={connection} mark="SIM" onApproved={(each) => approved.push(each)} onOpen={() => undefined} onProducers={onProducers} />
      <Toaster />
    </>,
  )
  return { ...desk, sent, approved, onProducers }
}

const viewer: Role = 'viewer'
const operator: Role = 'operator'

const row = (id: number) => screen.findByRole('listitem', { name: new RegExp(`^Signal ${id}:`) })
const button = async (id: number, name: string) => within(await row(id)).getByRole<HTMLButtonElement>('button', { name })

afterEach(() => void vi.useRealTimers())

describe('a signal that waits', () => {
  it('tells what is proposed, how sure, how old, by whom, and where the price is now', async () => {
    const desk = show()
    const shown = await row(7)
    for (const text of ['▲ BUY', '$89,250.00', '× 0.001 BTC', 'sma-bot', '1 minute ago', '82%', 'stop $88,000.00']) expect(shown.textContent).toContain(text)
    expect(within(shown).getByTestId('movement').textContent).toBe('now +0.12% worse')
    act(() => {
      desk.feed.start()
      desk.line.newest.accept()
      desk.line.newest.say(priceUpdate({ bid: '89100.00', ask: '89160.75' }))
    })
    expect(within(shown).getByTestId('movement').textContent).toBe('now $89,160.75 −0.10% better')
  })

  it('of a sale is followed at the bid, and a fallen price is worse', async () => {
    const desk = show({ signals: [signal(7, { side: 'SELL' })] })
    await row(7)
    act(() => {
      desk.feed.start()
      desk.line.newest.accept()
      desk.line.newest.say(priceUpdate({ bid: '89100.00', ask: '89160.75' }))
    })
    expect(screen.getByTestId('movement').textContent).toBe('now $89,100.00 −0.17% worse')
  })

  it('is over when it has expired', async () => {
    show({ signals: [signal(3, { expires_at: new Date(Date.now() - 1000).toISOString() })] })
    expect((await button(3, 'Approve')).disabled).toBe(true)
    expect((await button(3, 'Reject…')).disabled).toBe(true)
    expect((await row(3)).textContent).toContain('It has expired.')
  })

  it('waits with its approval while the page is cut off, and can still be rejected', async () => {
    show({ connection: 'This device is offline' })
    expect((await button(7, 'Approve')).disabled).toBe(true)
    expect((await button(7, 'Reject…')).disabled).toBe(false)
    expect((await row(7)).textContent).toContain('This device is offline')
  })

  it('shows what the policy would refuse', async () => {
    const { sent } = show({ signals: [signal(7, { blocked_by: 'POLICY_COOLDOWN' })] })
    expect((await button(7, 'Approve')).disabled).toBe(true)
    expect(within(await row(7)).getByTestId('blocked').textContent).toBe('Policy The strategy’s policy asks to wait after its last approval.')
    await userEvent.keyboard('a')
    expect(sent).toEqual([])
    expect(await screen.findByText('The strategy’s policy asks to wait after its last approval')).toBeTruthy()
  })

  it('has its age marked when the line is silent', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const desk = show()
    expect((await row(7)).textContent).not.toContain('unconfirmed')
    desk.server.silent = true
    await act(async () => void (await vi.advanceTimersByTimeAsync(12_000)))
    expect((await row(7)).textContent).toContain('1 minute ago, unconfirmed')
    expect(screen.getByText(/^stale/)).toBeTruthy()
  })
})

describe('deciding', () => {
  it('by keys takes the one that is selected', async () => {
    const { sent, approved } = show()
    await row(7)
    expect((await row(3)).getAttribute('aria-current')).toBe('true')
    await userEvent.keyboard('jj')
    expect((await row(7)).getAttribute('aria-current')).toBe('true')
    expect(document.activeElement).toBe(await row(7))
    await userEvent.keyboard('{ArrowUp}{ArrowDown}a')
    await waitFor(() => expect(approved).toHaveLength(1))
    expect(sent.map(({ body }) => body)).toEqual([{ signal_id: 7, decision: 'approved', reason: '' }])
    await waitFor(() => expect(screen.queryByRole('listitem', { name: /^Signal 7:/ })).toBeNull())
  })

  it('by keys decides on no other signal when the chosen one has gone', async () => {
    const desk = show({ signals: [signal(3, {}, 4), signal(7), signal(9)] })
    await row(9)
    await userEvent.keyboard('jj')
    expect((await row(7)).getAttribute('aria-current')).toBe('true')
    act(() => void desk.queries.setQueryData(['signals', 'pending'], { signals: [signal(3, {}, 4), signal(9)], as_of: '' }))
    await waitFor(() => expect(screen.queryByRole('listitem', { name: /^Signal 7:/ })).toBeNull())
    expect(document.querySelector('[aria-current]')).toBeNull()
    const told = 'The chosen signal has left the list. None is chosen now: choose one first.'
    expect(screen.getByText(told, { selector: '.sr-only' })).toBeTruthy()
    await userEvent.keyboard('a')
    expect(desk.sent).toEqual([])
    await userEvent.keyboard('ja')
    await waitFor(() => expect(desk.sent.map(({ body }) => body.signal_id)).toEqual([3]))
  })

  it('by keys takes no other when the oldest goes before one has moved', async () => {
    const desk = show()
    await row(3)
    act(() => void desk.queries.setQueryData(['signals', 'pending'], { signals: [signal(7)], as_of: '' }))
    await waitFor(() => expect(screen.queryByRole('listitem', { name: /^Signal 3:/ })).toBeNull())
    await userEvent.keyboard('a')
    expect(desk.sent).toEqual([])
  })

  it('by keys does nothing while one types, with a modifier, or in a chord that leads elsewhere', async () => {
    const { sent } = show()
    await row(7)
    await userEvent.type(screen.getByLabelText('Elsewhere'), 'arj')
    ;(document.activeElement as HTMLElement).blur()
    await userEvent.keyboard('{Control>}a{/Control}ga')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(sent).toEqual([])
  })

  it('takes a reason for a rejection', async () => {
    const { sent } = show()
    await row(7)
    await userEvent.keyboard('r')
    expect(screen.getByRole('dialog', { name: 'Reject BUY BTCUSDC?' })).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Reason'), 'against the trend{Enter}')
    expect(await screen.findByText('Rejected signal #3')).toBeTruthy()
    expect(sent.map(({ body }) => body)).toEqual([{ signal_id: 3, decision: 'rejected', reason: 'against the trend' }])
  })

  it('is sent once, however often one clicks, and shown as sending until the answer is here', async () => {
    let answer: (value: unknown) => void = () => undefined
    const { sent, approved } = show({ answer: () => new Promise((resolve) => (answer = resolve)) })
    const approve = await button(7, 'Approve')
    act(() => {
      fireEvent.click(approve)
      fireEvent.click(approve)
    })
    await userEvent.keyboard('a')
    expect((await button(7, 'Sending…')).disabled).toBe(true)
    expect((await row(7)).dataset.sending).toBe('true')
    await waitFor(() => expect(sent.filter(({ body }) => body.signal_id === 7)).toHaveLength(1))
    expect(approved).toEqual([])
    await act(async () => answer(approval(signal(7))))
    await waitFor(() => expect(approved).toHaveLength(1))
  })

  it('keeps its place while it is sent, also when the feed is faster than the answer', async () => {
    let answer: (value: unknown) => void = () => undefined
    const seven = signal(7)
    const desk = show({ signals: [seven], answer: () => new Promise((resolve) => (answer = resolve)) })
    await userEvent.click(await button(7, 'Approve'))
    act(() => void desk.queries.setQueryData(['signals', 'pending'], { signals: [], as_of: '' }))
    expect((await row(7)).dataset.sending).toBe('true')
    await act(async () => answer(approval(seven)))
    await waitFor(() => expect(desk.approved).toHaveLength(1))
  })

  it('shows the refusal at its signal, and lets it be tried again', async () => {
    const desk = show({ answer: () => new Refusal(409, 'POLICY_DAILY_CAP', 'The strategy has had its 10 approvals today.') })
    await userEvent.click(await button(7, 'Approve'))
    const refused = await within(await row(7)).findByTestId('refused')
    expect(refused.textContent).toContain('Signal 7, BUY BTCUSDC, was not approved')
    expect(refused.textContent).toContain('The strategy has had its 10 approvals today.')
    await userEvent.click(await button(7, 'Approve'))
    await waitFor(() => expect(desk.sent).toHaveLength(2))
    expect(desk.sent[1]!.key).not.toBe(desk.sent[0]!.key)
  })

  it('says what became of one that somebody else had decided, though it has left the list', async () => {
    let waiting = [signal(7)]
    const desk = show({
      signals: waiting,
      answer: () => {
        waiting = []
        return new Refusal(409, 'ALREADY_DECIDED', 'ben has rejected it.')
      },
    })
    desk.server.on('GET /api/v1/approvals/pending', () => ({ signals: waiting, as_of: '' }))
    await userEvent.click(await button(7, 'Approve'))
    expect((await screen.findByTestId('refused')).textContent).toContain('ben has rejected it.')
    await waitFor(() => expect(screen.queryByRole('listitem', { name: /^Signal 7:/ })).toBeNull())
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss what became of signal 7' }))
    expect(screen.queryByTestId('refused')).toBeNull()
  })

  it('repeats itself under the same key after silence', async () => {
    const desk = show({ answer: ({ key }) => (desk.sent.filter((each) => each.key === key).length === 1 ? new Refusal(503, 'JOURNAL_FAILED', 'Nothing was done.') : undefined) })
    await userEvent.click(await button(7, 'Approve'))
    await screen.findByTestId('refused')
    await userEvent.click(await button(7, 'Approve'))
    await waitFor(() => expect(desk.approved).toHaveLength(1))
    expect(desk.sent[1]!.key).toBe(desk.sent[0]!.key)
  })
})

describe('the list of those that wait', () => {
  it('teaches how a producer is added when there is none', async () => {
    const { onProducers } = show({ signals: [], role: 'admin' })
    expect(await screen.findByText('No signal waits')).toBeTruthy()
    expect(screen.getByText('robson producer add my-strategy')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Add a producer' }))
    expect(onProducers).toHaveBeenCalled()
  })

  it('says why it could not be read, and tries again', async () => {
    const desk = createDesk()
    desk.server.on('GET /api/v1/approvals/pending', new Refusal(503, 'NOT_READY', 'Not yet.'))
    renderOn(desk, <ApprovalsCard role={viewer} connection={null} mark={null} onApproved={() => undefined} onOpen={() => undefined} onProducers={() => undefined} />)
    desk.server.on('GET /api/v1/approvals/pending', () => new Refusal(503, 'NOT_READY', 'Not yet.'))
    expect(await screen.findByText('The waiting signals could not be read')).toBeTruthy()
    desk.server.on('GET /api/v1/approvals/pending', { signals: [signal(7)], as_of: '' })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText(/You are signed in as viewer/)).toBeTruthy()
  })

  it('does not lose to a slow answer what the feed has told since', async () => {
    const desk = createDesk()
    let answer: (value: unknown) => void = () => undefined
    desk.server.on('GET /api/v1/approvals/pending', () => new Promise((resolve) => (answer = resolve)))
    act(() => {
      desk.feed.wantChannel('approvals')
      desk.feed.start()
      desk.line.newest.accept()
      desk.line.newest.say(snapshot(10, { ...nothingYet, approvals: { 9: fed(signal(9)) } }))
    })
    renderOn(desk, <ApprovalsCard role={operator} connection={null} mark={null} onApproved={() => undefined} onOpen={() => undefined} onProducers={() => undefined} />)
    await waitFor(() => expect(desk.server.asked).toContain('GET /api/v1/approvals/pending'))
    await act(async () => answer({ signals: [signal(7)], as_of: '' }))
    expect(await row(9)).toBeTruthy()
    expect(screen.queryByRole('listitem', { name: /^Signal 7:/ })).toBeNull()
  })
})

it('an approval without a plan says why', () => {
  renderOn(createDesk(), <ApprovedCard approval={approval(signal(7), { plan: null, plan_id: null, plan_problem: { code: 'NO_TECHNICAL_STOP', message: 'No method finds a stop within bounds.' } })} onClose={() => undefined}>{null}</ApprovedCard>)
  expect(screen.getByTestId('plan-problem').textContent).toContain('No method finds a stop within bounds.')
  expect(document.activeElement).toBe(screen.getByTestId('approved'))
})

it('keys are heard only while they are wanted', () => {
  const actions = { move: vi.fn(), approve: vi.fn(), reject: vi.fn() }
  function Keys({ on }: { on: boolean }) {
    useApprovalKeys(actions, on)
    return null
  }
  const desk = createDesk()
  const { unmount } = renderOn(desk, <Keys on={false} />)
  fireEvent.keyDown(window, { key: 'a' })
  unmount()
  renderOn(desk, <Keys on />)
  fireEvent.keyDown(window, { key: 'a', repeat: true })
  fireEvent.keyDown(window, { key: 'a', shiftKey: true })
  expect(actions.approve).not.toHaveBeenCalled()
  fireEvent.keyDown(window, { key: 'a' })
  expect(actions.approve).toHaveBeenCalledOnce()
  change({ singleKeys: false })
  for (const key of ['a', 'r', 'j', 'ArrowDown']) fireEvent.keyDown(window, { key })
  change(defaults)
  expect(actions.approve).toHaveBeenCalledOnce()
  expect(actions.reject).not.toHaveBeenCalled()
  expect(actions.move).toHaveBeenCalledExactlyOnceWith(1)
})
