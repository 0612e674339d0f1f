import { useMutation } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Problem } from './Problem'
import { StepUp, useStepUp } from './StepUp'
import { useClient } from '@/lib/api/context'
import { Refusal } from '@/testing/fakeServer'
import { session } from '@/testing/fixtures'
import { createDesk, renderOn } from '@/testing/render'

const path = '/api/v1/control/emergency-stop'

function Act({ name }: { name: string }) {
  const client = useClient()
  const stepUp = useStepUp()
  const act = useMutation({ mutationFn: () => stepUp('Stopping every bot', () => client.post<{ done: boolean }>(path, {})) })
  return (
    <>
      <button onClick={() => act.mutate()}>{name}</button>
      {act.isSuccess && <p>{name}: done</p>}
      {act.isError && <Problem error={act.error} what="Nothing was stopped" act="the stop" />}
    </>
  )
}

function show({ totp = false, mounted = true } = {}) {
  const desk = createDesk()
  const proofs: unknown[] = []
  let proven = false
  desk.queries.setQueryData(['session'], { ...session, totp })
  desk.server
    .on(`POST ${path}`, () => (proven ? { done: true } : new Refusal(403, 'STEP_UP_REQUIRED', 'Prove again that it is you.')))
    .on('POST /api/v1/auth/step-up', ({ body }) => {
      proofs.push(body)
      if (proofs.length === 3) return new Refusal(429, 'TOO_MANY_ATTEMPTS', 'Too many attempts.', 90)
      const { password, totp: code } = body as { password?: string; totp?: string }
      if (password !== 'right' && code !== '123456') return new Refusal(401, 'BAD_CREDENTIALS', 'Wrong.')
      proven = true
      return undefined
    })
  renderOn(
    desk,
    <>
      <Act name="Stop" />
      <Act name="Flatten" />
      {mounted && <StepUp />}
    </>,
  )
  return { desk, proofs, acts: () => desk.server.asked.filter((at) => at.endsWith(path)).length }
}

const confirm = () => userEvent.click(screen.getByRole('button', { name: 'Confirm' }))

describe('an act that needs proof', () => {
  it('asks for the password and is then done, once', async () => {
    const { proofs, acts } = show()
    await userEvent.click(screen.getByText('Stop'))
    expect(await screen.findByText(/Stopping every bot needs you/)).toBeTruthy()
    expect(screen.queryByText('Use a code instead')).toBeNull()
    await userEvent.type(screen.getByLabelText('Password'), 'right')
    await confirm()
    expect(await screen.findByText('Stop: done')).toBeTruthy()
    expect([proofs, acts()]).toEqual([[{ password: 'right' }], 2])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('takes a code where a second factor is on, or the password', async () => {
    const { proofs } = show({ totp: true })
    await userEvent.click(screen.getByText('Stop'))
    await userEvent.click(await screen.findByText('Use the password instead'))
    await userEvent.click(screen.getByText('Use a code instead'))
    await userEvent.type(screen.getByLabelText(/Code from your authenticator/), '123 456')
    await confirm()
    expect(await screen.findByText('Stop: done')).toBeTruthy()
    expect(proofs).toEqual([{ totp: '123456' }])
  })

  it('says that a password is wrong without ending the session, forgets it, and tells how long to wait', async () => {
    const { desk, proofs } = show()
    await userEvent.click(screen.getByText('Stop'))
    for (const guess of ['wrong', 'worse']) {
      await userEvent.type(await screen.findByLabelText('Password'), guess)
      await confirm()
      expect((await screen.findAllByText('That was not right.')).length).toBeGreaterThan(0)
    }
    expect(proofs).toEqual([{ password: 'wrong' }, { password: 'worse' }])
    expect(desk.server.asked).not.toContain('POST /api/v1/auth/refresh')
    await userEvent.type(screen.getByLabelText('Password'), 'right')
    await confirm()
    expect(await screen.findByText(/The next one is taken in 01:[23]\d/)).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Confirm' }).disabled).toBe(true)
  })

  it('stays undone when nothing is proven', async () => {
    const { acts } = show()
    await userEvent.click(screen.getByText('Stop'))
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
    expect(await screen.findByText('Prove again that it is you.')).toBeTruthy()
    expect(acts()).toBe(1)
  })

  it('shares one question with others that wait', async () => {
    const { proofs } = show()
    await userEvent.click(screen.getByText('Stop'))
    await userEvent.click(screen.getByText('Flatten'))
    await userEvent.type(await screen.findByLabelText('Password'), 'right')
    await confirm()
    expect(await screen.findByText('Stop: done')).toBeTruthy()
    expect(await screen.findByText('Flatten: done')).toBeTruthy()
    expect(proofs.length).toBe(1)
  })

  it('is refused where nobody can be asked', async () => {
    show({ mounted: false })
    await userEvent.click(screen.getByText('Stop'))
    expect(await screen.findByText('Prove again that it is you.')).toBeTruthy()
  })
})
