import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useClient } from '@/lib/api/context'
import { asApiError, type ApiError } from '@/lib/api/error'
import type { Session, StepUpRequest } from '@/lib/api/types'
import { countdown } from '@/lib/format'
import { useStepUpQuestion, withStepUp, type StepUpQuestion } from '@/lib/stepUp'
import { useWait } from '@/lib/useWait'
import { Button } from './Button'
import { CodeField, codeOf } from './CodeField'
import { Actions, Dialog } from './Dialog'
import { TextField } from './Field'

/**
 * For acts that the server may want proof for. Needs one `<StepUp />` on the page, which the app has.
 * @returns runs an act, asks when the server answers 403 STEP_UP_REQUIRED, and runs it once again; give it to a mutation:
 * `mutationFn: (body) => stepUp('Stopping every bot', () => client.post(path, body))`
 */
export function useStepUp(): typeof withStepUp {
  return withStepUp
}

/** The question itself, above whatever asked it. Once on the page. */
export function StepUp() {
  const question = useStepUpQuestion()
  return question && <Question question={question} />
}

function words(error: ApiError): string {
  if (error.noAnswer) return `${error.message}. Nothing was done.`
  if (error.status === 401) return 'That was not right.'
  return error.message
}

function Question({ question }: { question: StepUpQuestion }) {
  const client = useClient()
  const queries = useQueryClient()
  const session = queries.getQueryData<Session | null>(['session'])
  const [way, setWay] = useState<'password' | 'totp'>(session?.totp ? 'totp' : 'password')
  const [secret, setSecret] = useState('')
  const form = useId()
  const prove = useMutation({
    mutationFn: (proof: StepUpRequest) => client.prove<undefined>('/api/v1/auth/step-up', proof),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['session'] })
      question.answer(true)
    },
    onError: () => {
      setSecret('')
      if (queries.getQueryData(['session']) === null) question.answer(false)
    },
    // The secret is not kept in the page's memory of mutations.
    gcTime: 0,
  })
  const wait = useWait(prove.error)
  const refusal = prove.isError ? words(asApiError(prove.error)) : null
  const error = wait > 0 ? `Too many attempts. The next one is taken in ${countdown(wait * 1000)}.` : refusal
  const other = way === 'totp' ? 'password' : 'totp'

  return (
    <Dialog title="Confirm that it is you" held={prove.isPending} onClose={() => question.answer(false)}>
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!prove.isPending && wait === 0) prove.mutate(way === 'password' ? { password: secret } : { totp: codeOf(secret) })
        }}
      >
        <p>
          {question.what} needs you to sign in once more. It holds for 5 minutes.
        </p>
        <input type="text" name="username" autoComplete="username" value={session?.username ?? ''} readOnly hidden />
        {way === 'password' ? (
          <TextField key="password" label="Password" name="password" type="password" autoComplete="current-password" required maxLength={128} error={error} value={secret} onChange={(event) => setSecret(event.target.value)} />
        ) : (
          <CodeField key="totp" label="Code from your authenticator, or a recovery code" error={error} value={secret} onCode={setSecret} />
        )}
        <p role="alert" className="sr-only">
          {refusal}
        </p>
        {session?.totp && (
          <button
            type="button"
            className="min-h-8 self-start text-sm text-primary-ink underline pointer-coarse:min-h-11"
            onClick={() => {
              setWay(other)
              setSecret('')
              prove.reset()
            }}
          >
            {other === 'password' ? 'Use the password instead' : 'Use a code instead'}
          </button>
        )}
      </form>
      <Actions>
        <Button disabled={prove.isPending} onClick={() => question.answer(false)}>
          Cancel
        </Button>
        <Button form={form} type="submit" tone="primary" disabled={prove.isPending || wait > 0 || secret === ''}>
          {prove.isPending ? 'Checking…' : 'Confirm'}
        </Button>
      </Actions>
    </Dialog>
  )
}
