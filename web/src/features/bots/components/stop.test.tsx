import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StepUp } from '@/components/StepUp'
import type { EmergencyStop, Role } from '@/lib/api/types'
import { FakeServer, Refusal } from '@/testing/fakeServer'
import { as, hedge, stats, status, stop } from '@/testing/bots'
import { session } from '@/testing/fixtures'
import { createDesk, renderOn } from '@/testing/render'
import { StopBanner } from './StopBanner'
import { StopButton } from './StopButton'

interface Asked {
  body: unknown
  query: string
  key: string | null
}

function setUp({ stops = [], refuse = 0 }: { stops?: EmergencyStop[]; refuse?: number } = {}) {
  const asked: Asked[] = []
  let refusals = refuse
  const server = new FakeServer()
    .on('GET /api/v1/bots', { bots: [{ name: 'default' }, { name: 'second' }] })
    .on('GET /api/v1/status', status)
    .on('GET /api/v1/stats', stats)
    .on('GET /api/v1/positions', ({ query }) => ({ positions: query.get('bot') === 'default' ? [hedge] : [] }))
    .on('GET /api/v1/control/emergency-stop', { stops })
    .on('POST /api/v1/auth/step-up', () => undefined)
    .on('POST /api/v1/control/emergency-stop', ({ body, headers, query }) => {
      asked.push({ body, query: query.toString(), key: headers.get('Idempotency-Key') })
      if (refusals > 0) {
        refusals -= 1
        return new Refusal(403, 'STEP_UP_REQUIRED', 'Sign in once more.')
      }
      return { ...stop, ...(body as object) }
    })
    .on('POST /api/v1/control/emergency-stop/1/acknowledge', { ...stop, acknowledged_at: stop.requested_at, acknowledged_by: 'admin' })
  const desk = createDesk(server)
  desk.queries.setQueryData(['session'], session)
  return { asked, desk, server }
}

function openDialog(role: Role = 'admin', options: Parameters<typeof setUp>[0] = {}) {
  const given = setUp(options)
  renderOn(
    given.desk,
    <>
      <StopButton role={role} spotPositions={1} place="header" />
      <StepUp />
    </>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Emergency stop' }))
  return given
}

const holdButton = () => screen.getByRole<HTMLButtonElement>('button', { name: /Hold 3 s|Keep holding|Asking/ })
const reason = () => screen.getByLabelText('Reason')

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(() => void vi.useRealTimers())

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

describe('the emergency stop', () => {
  it('names what it will do before it can be done', async () => {
    openDialog()
    const list = await screen.findByTestId('stop-effects')
    await waitFor(() => expect(list.textContent).toContain('Pauses 2 bots (default, second) and turns the kill switch on'))
    expect(list.textContent).not.toContain('Closes')
    fireEvent.click(screen.getByLabelText(/Halt and flatten/))
    expect(screen.getByTestId('stop-effects').textContent).toContain('Closes 1 position worth $30,000.00 on both legs ($5,000.00 deployed)')
    fireEvent.change(screen.getByLabelText('Whom'), { target: { value: 'second' } })
    expect(screen.getByTestId('stop-effects').textContent).toContain('Closes nothing')
    expect(screen.getByTestId('stop-effects').textContent).not.toContain('kill switch')
  })

  it('wants a reason, and for closing positions the word', async () => {
    openDialog()
    expect(holdButton().disabled).toBe(true)
    fireEvent.change(reason(), { target: { value: '  ' } })
    expect(holdButton().disabled).toBe(true)
    fireEvent.change(reason(), { target: { value: 'Venue misbehaves' } })
    expect(holdButton().disabled).toBe(false)
    fireEvent.click(screen.getByLabelText(/Halt and flatten/))
    expect(holdButton().disabled).toBe(true)
    fireEvent.change(screen.getByLabelText(/Type FLATTEN/), { target: { value: 'flatten' } })
    expect(holdButton().disabled).toBe(true)
    fireEvent.change(screen.getByLabelText(/Type FLATTEN/), { target: { value: 'FLATTEN' } })
    expect(holdButton().disabled).toBe(false)
  })

  it('is not sent by a click, nor when the pointer leaves before three seconds', async () => {
    const { asked } = openDialog()
    fireEvent.change(reason(), { target: { value: 'Venue misbehaves' } })
    fireEvent.click(holdButton())
    fireEvent.pointerDown(holdButton(), { button: 0 })
    await pass(2500)
    expect(holdButton().textContent).toContain('Keep holding: 1 s')
    fireEvent.pointerLeave(holdButton())
    await pass(2000)
    expect(asked).toEqual([])
    expect(holdButton().textContent).toBe('Hold 3 s to halt')
  })

  it('is sent once when it was held, and shows bot by bot what became of it', async () => {
    const { asked } = openDialog()
    fireEvent.change(reason(), { target: { value: 'Venue misbehaves' } })
    fireEvent.pointerDown(holdButton(), { button: 0 })
    await pass(3200)
    expect(await screen.findByText('REQUESTED, NOT CONFIRMED after 3 attempts: no answer within 2 s')).toBeTruthy()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ body: { mode: 'halt', reason: 'Venue misbehaves' }, query: '' })
    expect(screen.getByText(/Not everything has confirmed yet/)).toBeTruthy()
  })

  it('stays confirmed after somebody acknowledged it elsewhere, and after the server forgot it', async () => {
    const { desk } = openDialog()
    fireEvent.change(reason(), { target: { value: 'Venue misbehaves' } })
    fireEvent.pointerDown(holdButton(), { button: 0 })
    await pass(3200)
    await screen.findByText(/Not everything has confirmed yet/)
    const over = { ...stop, success: true, acknowledged_at: stop.requested_at, acknowledged_by: 'olga' }
    act(() => void desk.queries.setQueryData(['emergency-stops'], { stops: [over] }))
    expect(await screen.findByText('Everything that was asked has confirmed.')).toBeTruthy()
    act(() => void desk.queries.setQueryData(['emergency-stops'], { stops: [] }))
    await pass(100)
    expect(screen.getByText('Everything that was asked has confirmed.')).toBeTruthy()
  })

  it('can be held with a key, and a repeated key is one hold', async () => {
    const { asked } = openDialog()
    fireEvent.change(reason(), { target: { value: 'Venue misbehaves' } })
    fireEvent.keyDown(holdButton(), { key: ' ' })
    await pass(1500)
    fireEvent.keyUp(holdButton(), { key: ' ' })
    await pass(3000)
    expect(asked).toEqual([])
    fireEvent.keyDown(holdButton(), { key: 'Enter' })
    fireEvent.keyDown(holdButton(), { key: 'Enter', repeat: true })
    expect(screen.getAllByRole('status').some(({ textContent }) => textContent === 'Keep holding, 3 seconds')).toBe(true)
    await pass(3200)
    await screen.findByText(/Not everything has confirmed yet/)
    expect(asked).toHaveLength(1)
  })

  it('asks who it is where the server wants to know, then stops', async () => {
    const { asked, server } = openDialog('admin', { refuse: 1 })
    fireEvent.change(reason(), { target: { value: 'Venue misbehaves' } })
    fireEvent.pointerDown(holdButton(), { button: 0 })
    await pass(3200)
    const question = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
    await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).type(within(question).getByLabelText('Password'), 'secret')
    fireEvent.click(within(question).getByRole('button', { name: 'Confirm' }))
    await screen.findByText(/Not everything has confirmed yet/)
    expect(asked).toHaveLength(2)
    expect(asked[0]!.key).not.toBe(asked[1]!.key)
    expect(server.asked).toContain('POST /api/v1/auth/step-up')
  })

  it.each(['viewer', 'operator'] as const)('tells a %s why not', async (role) => {
    const { asked } = openDialog(role)
    fireEvent.change(reason(), { target: { value: 'Venue misbehaves' } })
    expect(screen.getByText(new RegExp(`You are signed in as ${role}; this needs the role admin`))).toBeTruthy()
    fireEvent.pointerDown(holdButton(), { button: 0 })
    await pass(4000)
    expect(asked).toEqual([])
  })
})

describe('the banner of an emergency stop', () => {
  it('says what is confirmed and what is not, until somebody has seen it', async () => {
    const { desk, server } = setUp({ stops: [stop] })
    renderOn(desk, <StopBanner role={as.operator} />)
    expect(await screen.findByText(/NOT CONFIRMED by all/)).toBeTruthy()
    expect(screen.getByText('CONFIRMED: paused, 2 positions still to be closed')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'I have seen it' }))
    expect(await screen.findByText('Seen by admin. It stays until every bot has confirmed.')).toBeTruthy()
    expect(server.asked).toContain('POST /api/v1/control/emergency-stop/1/acknowledge')
  })

  it('goes away once it is seen and confirmed by all', async () => {
    const { desk } = setUp({ stops: [{ ...stop, success: true, acknowledged_at: stop.requested_at, acknowledged_by: 'admin' }] })
    renderOn(desk, <StopBanner role={as.admin} />)
    await waitFor(() => expect(desk.queries.getQueryState(['emergency-stops'])?.status).toBe('success'))
    expect(screen.queryByTestId('stop-banner')).toBeNull()
  })

  it('tells a viewer who may say that it was seen', async () => {
    const { desk } = setUp({ stops: [stop] })
    renderOn(desk, <StopBanner role={as.viewer} />)
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'I have seen it' })).disabled).toBe(true)
    expect(screen.getByText('You are signed in as viewer; this needs the role operator')).toBeTruthy()
  })
})
