import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { StepUp } from '@/components/StepUp'
import { session } from '@/testing/fixtures'
import { Refusal } from '@/testing/fakeServer'
import { createDesk, renderOn } from '@/testing/render'
import { PasswordCard } from './components/PasswordCard'
import { SignInForm } from './components/SignInForm'
import { TotpCard } from './components/TotpCard'

describe('changing the password', () => {
  function show() {
    const desk = createDesk()
    const sent: unknown[] = []
    desk.server.on('POST /api/v1/auth/password', ({ body }) => {
      sent.push(body)
      return (body as { current_password: string }).current_password === 'the old one' ? undefined : new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.')
    })
    renderOn(desk, <PasswordCard session={session} />)
    return { desk, sent }
  }
  const fill = async (now: string, next: string, again = next) => {
    for (const [label, text] of [['Password now', now], ['New password', next], ['The new one again', again]] as const) {
      await userEvent.clear(screen.getByLabelText(label))
      await userEvent.type(screen.getByLabelText(label), text)
    }
  }
  const submit = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Change the password' })

  it('needs the one of now, and the new one twice', async () => {
    const { desk, sent } = show()
    await fill('wrong', 'a better one', 'a better two')
    expect([submit().disabled, screen.getByText('This is not the same')]).toEqual([true, expect.anything()])
    await fill('wrong', 'a better one')
    await userEvent.click(submit())
    expect(await screen.findByText('This is not your password')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Password now').value).toBe('')
    expect(desk.server.asked).not.toContain('POST /api/v1/auth/refresh')
    await userEvent.type(screen.getByLabelText('Password now'), 'the old one')
    await userEvent.click(submit())
    expect(await screen.findByText(/Your other sessions were ended/)).toBeTruthy()
    expect(sent[1]).toEqual({ current_password: 'the old one', new_password: 'a better one' })
    expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('')
  })

  it('does not take a short one, the name, or the same again', async () => {
    show()
    await fill('the old one', 'short')
    expect(screen.getByText('At least 8 characters')).toBeTruthy()
    await fill('the old one', 'the old one')
    expect(screen.getByText('Not the one that it is now')).toBeTruthy()
    expect(submit().disabled).toBe(true)
  })
})

describe('the second factor', () => {
  const uri = 'otpauth://totp/Robson:admin?secret=JBSWY3DPEHPK3PXP&issuer=Robson'

  function show(enabled: boolean, left = 10) {
    const desk = createDesk()
    const store = { enabled }
    desk.queries.setQueryData(['session'], session)
    desk.server
      .on('GET /api/v1/auth/session', () => ({ ...session, totp: store.enabled }))
      .on('GET /api/v1/auth/totp', () => ({ enabled: store.enabled, recovery_codes_left: store.enabled ? left : 0 }))
      .on('POST /api/v1/auth/totp', { secret: 'JBSWY3DPEHPK3PXP', uri })
      .on('POST /api/v1/auth/totp/confirm', ({ body }) => {
        if ((body as { code: string }).code !== '123456') return new Refusal(422, 'BAD_CODE', 'Wrong.', undefined, 'code')
        store.enabled = true
        return { recovery_codes: ['aaaa-1111', 'bbbb-2222'] }
      })
      .on('POST /api/v1/auth/totp/disable', ({ body }) => {
        if ((body as { code: string }).code !== 'aaaa-1111') return new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.')
        store.enabled = false
        return undefined
      })
    renderOn(
      desk,
      <>
        <TotpCard session={session} />
        <StepUp />
      </>,
    )
    return desk
  }

  it('is on with its first right code, and its recovery codes stay until they are kept', async () => {
    show(false)
    await userEvent.click(await screen.findByRole('button', { name: 'Set it up' }))
    expect(await screen.findByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy()
    expect(screen.getByRole('img', { name: /QR code/ }).querySelector('path')?.getAttribute('d')?.length).toBeGreaterThan(1000)
    expect(screen.getByText('Open in an app on this device').getAttribute('href')).toBe(uri)
    await userEvent.type(screen.getByLabelText('Code'), '000000')
    await userEvent.click(screen.getByRole('button', { name: 'Turn it on' }))
    expect(await screen.findByText(/Not the code of this secret/)).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Code'), '123 456')
    await userEvent.click(screen.getByRole('button', { name: 'Turn it on' }))
    const codes = await screen.findByRole('list', { name: 'Recovery codes' })
    expect(within(codes).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['aaaa-1111', 'bbbb-2222'])
    const file = decodeURIComponent(screen.getByText('Download').getAttribute('href')!)
    expect(file).toContain('aaaa-1111\nbbbb-2222\n')
    const done = screen.getByRole<HTMLButtonElement>('button', { name: 'Done' })
    expect(done.disabled).toBe(true)
    await userEvent.click(screen.getByRole('checkbox'))
    await userEvent.click(done)
    expect(screen.queryByText('aaaa-1111')).toBeNull()
    expect(await screen.findByText('10 recovery codes left.')).toBeTruthy()
  })

  it('asks again who it is when its code comes late', async () => {
    const desk = show(false)
    let proven = false
    desk.server
      .on('POST /api/v1/auth/totp/confirm', () => (proven ? { recovery_codes: ['aaaa-1111'] } : new Refusal(403, 'STEP_UP_REQUIRED', 'Prove it.')))
      .on('POST /api/v1/auth/step-up', () => void (proven = true))
    await userEvent.click(await screen.findByRole('button', { name: 'Set it up' }))
    await userEvent.type(await screen.findByLabelText('Code'), '123456')
    await userEvent.click(screen.getByRole('button', { name: 'Turn it on' }))
    await userEvent.type(await screen.findByLabelText('Password'), 'mine')
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }))
    expect(await screen.findByRole('list', { name: 'Recovery codes' })).toBeTruthy()
  })

  it('goes off with a code or a recovery code', async () => {
    show(true)
    await userEvent.click(await screen.findByRole('button', { name: 'Turn it off…' }))
    await userEvent.type(screen.getByLabelText('Code, or a recovery code'), '000000')
    await userEvent.click(screen.getByRole('button', { name: 'Turn it off' }))
    expect(await screen.findByText('That was not right.')).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Code, or a recovery code'), 'aaaa-1111')
    await userEvent.click(screen.getByRole('button', { name: 'Turn it off' }))
    expect(await screen.findByRole('button', { name: 'Set it up' })).toBeTruthy()
  })

  it('warns when few recovery codes are left', async () => {
    show(true, 1)
    expect(await screen.findByText(/1 recovery code left\. Turn it off and set it up again/)).toBeTruthy()
  })
})

describe('signing in with a second factor', () => {
  function show() {
    const desk = createDesk()
    const sent: object[] = []
    let done = 0
    desk.server.signedIn = false
    desk.server.on('POST /api/v1/auth/session', ({ body }) => {
      sent.push(body as object)
      const { password, totp } = body as { password: string; totp?: string }
      if (sent.length > 3) return new Refusal(429, 'TOO_MANY_ATTEMPTS', 'Too many attempts.', 274)
      if (password !== 'right') return new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.')
      if (totp === undefined) return new Refusal(401, 'TOTP_REQUIRED', 'A code is needed.')
      return totp === '123456' ? session : new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.')
    })
    renderOn(desk, <SignInForm onDone={() => (done += 1)} />)
    return { desk, sent, done: () => done }
  }
  const signIn = () => userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  const first = async () => {
    await userEvent.type(screen.getByLabelText('Name'), 'ada')
    await userEvent.type(screen.getByLabelText('Password'), 'right')
    await signIn()
    return screen.findByLabelText<HTMLInputElement>('Code')
  }

  it('asks for the code when the password was right, and sends both', async () => {
    const { sent, done, desk } = show()
    const code = await first()
    expect([document.activeElement, code.autocomplete]).toEqual([code, 'one-time-code'])
    await userEvent.type(code, '111111')
    await signIn()
    expect(await screen.findByText(/That code is not right/)).toBeTruthy()
    expect(code.value).toBe('')
    await userEvent.type(code, '123 456')
    await signIn()
    await screen.findByRole('button', { name: 'Sign in' })
    expect(sent).toEqual([
      { username: 'ada', password: 'right' },
      { username: 'ada', password: 'right', totp: '111111' },
      { username: 'ada', password: 'right', totp: '123456' },
    ])
    expect(done()).toBe(1)
    expect(desk.queries.getMutationCache().getAll().every(({ options }) => options.gcTime === 0)).toBe(true)
  })

  it('forgets the password when somebody else is to sign in', async () => {
    show()
    await first()
    await userEvent.click(screen.getByRole('button', { name: 'Sign in as somebody else' }))
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('')
  })

  it('says for how long it is shut after too many attempts, and for whom', async () => {
    show()
    const code = await first()
    for (let attempt = 0; attempt < 3; attempt++) {
      await userEvent.type(code, '111111')
      await signIn()
    }
    expect(await screen.findByText(/signing in with this name from here is shut/)).toBeTruthy()
    expect(screen.getByText(/^04:[23]\d$/)).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sign in' }).disabled).toBe(true)
  })
})
