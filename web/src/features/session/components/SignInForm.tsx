import { useId, useState, type FormEvent } from 'react'
import { Button } from '@/components/Button'
import { Command } from '@/components/Empty'
import { asApiError, type ApiError } from '@/lib/api/error'
import { useSignIn } from '../api/session'

function words(error: ApiError): string {
  if (error.status === 401) return 'Name or password is wrong.'
  if (error.status === 429) return `Too many attempts. Try again in ${error.retryAfter ?? 60} s.`
  if (error.noAnswer) return 'The Robson server cannot be reached. Is robsond running?'
  return error.message
}

export function SignInForm({ onDone }: { onDone: () => void }) {
  const signIn = useSignIn()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const problem = useId()
  const error = signIn.error && asApiError(signIn.error)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ username, password }, { onSuccess: onDone, onError: () => setPassword('') })
  }

  const field = 'min-h-10 rounded-md border border-line-strong bg-page px-3 text-base pointer-coarse:min-h-11'
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" aria-describedby={error ? problem : undefined}>
      <label className="flex flex-col gap-1 text-sm text-muted">
        Name
        <input
          className={`${field} text-text`}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </label>
      <label className="flex flex-col gap-1 text-sm text-muted">
        Password
        <input
          className={`${field} text-text`}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={128}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <Button tone="primary" type="submit" className="min-h-10" disabled={signIn.isPending}>
        {signIn.isPending ? 'Signing in…' : 'Sign in'}
      </Button>
      <div id={problem} role="alert" className="min-h-5 text-sm">
        {error && <p className="text-danger-ink">{words(error)}</p>}
        {error?.correlationId && error.status !== 401 && (
          <p className="num text-xs text-muted">Reference {error.correlationId}</p>
        )}
      </div>
      <details className="text-sm text-muted">
        <summary>No name and password yet?</summary>
        <p className="pt-2">
          A demo started with <Command>./dev run</Command> prints them when it starts.
        </p>
      </details>
    </form>
  )
}
