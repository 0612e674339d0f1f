import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { StepUp } from '@/components/StepUp'
import type { BotConfig, Role } from '@/lib/api/types'
import { botConfig } from '@/testing/access'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { BotConfigCards } from './components/BotConfigCards'

interface Sent {
  expected_version: number
  reason?: string
  bot: BotConfig['bot']
  risk: BotConfig['risk']
}

const link = (name: string, isDefault: boolean) => ({ name, is_default: isDefault })

function show({ role = 'admin' as Role, save = undefined as undefined | ((body: Sent) => unknown), bots = [link('default', true)] as object[] } = {}) {
  const desk = createDesk()
  const store = { config: botConfig, sent: [] as Sent[], asked: [] as string[], chosen: [] as string[] }
  desk.server
    .on('GET /api/v1/bots', { bots })
    .on('GET /api/v1/config', ({ query }) => {
      store.asked.push(String(query))
      return store.config
    })
    .on('PUT /api/v1/config', ({ body }) => {
      const sent = body as Sent
      store.sent.push(sent)
      return save ? save(sent) : { ...botConfig, bot: sent.bot, risk: sent.risk, version: sent.expected_version + 1 }
    })
    .on('GET /api/v1/config/history', () => ({
      versions: [
        { version: 7, at: '2026-01-02T03:00:00.000Z', by: 'ada', reason: 'quieter', changes: [{ field: 'risk.max_leverage', from: '5', to: '4' }], bot: botConfig.bot, risk: botConfig.risk },
        { version: 6, at: '2026-01-01T03:00:00.000Z', by: 'ben', reason: null, changes: [], bot: botConfig.bot, risk: { ...botConfig.risk, max_leverage: '5' } },
      ],
      next_cursor: null,
    }))
  renderOn(
    desk,
    <>
      <BotConfigCards role={role} bot={null} onBot={(bot) => store.chosen.push(bot)} />
      <StepUp />
    </>,
  )
  return { ...desk, store }
}

async function type(label: string, text: string) {
  const field = await screen.findByLabelText(label)
  await userEvent.clear(field)
  await userEvent.type(field, text)
}

const review = () => userEvent.click(screen.getByRole('button', { name: 'Review and save…' }))

describe('the configuration of a bot', () => {
  it('shows what changes before it does, and sends the whole with the version and the reason', async () => {
    const { store } = show()
    await type('Highest leverage, ×', '3')
    await review()
    const dialog = screen.getByRole('dialog')
    expect(within(dialog).getByText('Highest leverage').parentElement?.textContent).toContain('from 4×')
    expect(within(dialog).getByText('3×')).toBeTruthy()
    expect(store.sent).toEqual([])
    await userEvent.type(screen.getByLabelText('Reason, for the history'), 'calmer')
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 8' }))
    expect(await screen.findByText('version 8')).toBeTruthy()
    expect(store.sent).toHaveLength(1)
    expect(store.sent[0]).toMatchObject({ expected_version: 7, reason: 'calmer', risk: { max_leverage: '3', max_gas_usd: '10' }, bot: { poll_interval_seconds: 30 } })
    expect(store.asked[0]).toBe('bot=default&decimals=string')
  })

  it('does not go out while a figure cannot be taken, and says which', async () => {
    const { store } = show()
    await type('Highest leverage, ×', '2')
    expect(screen.getByText('The usual leverage is over the highest')).toBeTruthy()
    expect(screen.getByText('One field cannot be taken as it is')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review and save…' }).disabled).toBe(true)
    expect(store.sent).toEqual([])
  })

  it('shows what the server says of a field at that field', async () => {
    show({ save: () => new Refusal(422, 'INVALID_PARAMETER', 'At most 12.', undefined, 'risk.max_gas_usd') })
    await type('Most paid for one transaction, $', '13')
    await review()
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 8' }))
    expect(await screen.findByText('At most 12.')).toBeTruthy()
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByLabelText('Most paid for one transaction, $').getAttribute('aria-invalid')).toBe('true')
  })

  it('keeps what was typed when somebody else was faster, and shows what they changed', async () => {
    const { store } = show({
      save: ({ expected_version: from, ...rest }) => {
        if (from === 8) return { ...botConfig, ...rest, version: 9 }
        store.config = { ...botConfig, version: 8, updated_by: 'ben', risk: { ...botConfig.risk, max_gas_usd: '7' } }
        return new Refusal(409, 'VERSION_CONFLICT', 'Another version has come.')
      },
    })
    await type('Highest leverage, ×', '3')
    await review()
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 8' }))
    const alert = await screen.findByText(/ben saved version 8 while you were editing version 7/)
    expect(within(alert.parentElement!).getByText('$7.00')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: /Continue on version 8/ }))
    await review()
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 9' }))
    expect(await screen.findByText('version 9')).toBeTruthy()
    expect(store.sent[1]).toMatchObject({ expected_version: 8, risk: { max_leverage: '3', max_gas_usd: '7' } })
  })

  it('asks who you are where the server wants to know, then saves', async () => {
    let proven = false
    const { server, store } = show({ save: (body) => (proven ? { ...botConfig, ...body, version: 8 } : new Refusal(403, 'STEP_UP_REQUIRED', 'Prove it.')) })
    server.on('POST /api/v1/auth/step-up', () => {
      proven = true
      return undefined
    })
    await type('Highest leverage, ×', '5')
    await review()
    expect(screen.getByText('more risk')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 8' }))
    await userEvent.type(await screen.findByLabelText('Password'), 'mine')
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }))
    expect(await screen.findByText('version 8')).toBeTruthy()
    expect(store.sent).toHaveLength(2)
  })

  it('goes back to an old version through the same list of changes', async () => {
    const { store } = show()
    await userEvent.click(await screen.findByRole('button', { name: 'Restore this version…' }))
    expect(screen.getByText('more risk')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 8' }))
    expect(await screen.findByText('version 8')).toBeTruthy()
    expect(store.sent[0]).toMatchObject({ expected_version: 7, reason: 'Version 6 restored', risk: { max_leverage: '5' } })
  })

  it('is shown to a viewer, who cannot change it and is told why', async () => {
    show({ role: 'viewer' })
    expect(await screen.findByText(/You are signed in as viewer; this needs the role admin/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Highest leverage, ×').matches(':disabled')).toBe(true)
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Restore this version…' })).disabled).toBe(true)
  })

  it('of a bot that is away is what was last known, marked and not to be changed', async () => {
    const { server } = show()
    const away = { cached_data: { ...botConfig, source: 'cache' }, cached_at: '2026-01-02T03:00:00.000Z', message: 'Trading bot is starting up or recovering', error: 'Bot unavailable' }
    server.on('GET /api/v1/config', () => new Refusal(503, 'BOT_UNAVAILABLE', 'It does not answer.', 5, undefined, away))
    expect(await screen.findByText(/default does not answer: this is what it ran with at 2026-01-02 03:00:00 UTC/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Highest leverage, ×').matches(':disabled')).toBe(true)
  })

  it('of one of several bots is chosen by name', async () => {
    const { store } = show({ bots: [link('second', false), link('default', true)] })
    expect(await screen.findByText('Configuration of default')).toBeTruthy()
    await userEvent.selectOptions(screen.getByLabelText('Bot'), 'second')
    expect(store.chosen).toEqual(['second'])
  })

  it('teaches how to attach a bot when there is none', async () => {
    show({ bots: [] })
    expect(await screen.findByText('No bot is attached')).toBeTruthy()
  })
})
