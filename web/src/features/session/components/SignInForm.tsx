import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { Button } from '@/components/Button'
import { Command } from '@/components/Empty'
import { asApiError, type ApiError } from '@/lib/api/error'
import { countdown } from '@/lib/format'
import { useWait } from '@/lib/useWait'
import { useSignIn } from '../api/session'
import { codeOf } from '@/components/CodeField'

const field = 'min-h-10 rounded-md border border-line-strong bg-page px-3 text-base text-text pointer-coarse:min-h-11'
const label = 'flex flex-col gap-1 text-sm text-muted'

function words(error: ApiError, secondStep: boolean): string | null {
  if (error.code === 'TOTP_REQUIRED') return null
  if (error.status === 401) return secondStep ? 'That code is not right, or it is used up. Type the one that is shown now.' : 'Name or password is wrong.'
  if (error.status === 429) return 'Too many attempts. You can try again now.'
  if (error.noAnswer) return 'The Robson server cannot be reached. Is robsond running?'
  return error.message
}

/** Name and password; then, where a second factor is on, its code. */
export function SignInForm({ onDone }: { onDone: () => void }) {
  const signIn = useSignIn()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [secondStep, setSecondStep] = useState(false)
  const problem = useId()
  const wait = useWait(signIn.error)
  const error = signIn.error && asApiError(signIn.error)
  const said = error && words(error, secondStep)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wait > 0) return
    signIn.mutate(
      { username, password, ...(secondStep && { totp: codeOf(code) }) },
      {
        onSuccess: onDone,
        onError: (refusal) => {
          setCode('')
          // The password is kept only for as long as the code is asked for.
          if (asApiError(refusal).code === 'TOTP_REQUIRED') setSecondStep(true)
          else if (!secondStep) setPassword('')
        },
      },
    )
  }
  /** The wait is another name's. */
  const rename = (name: string) => {
    setUsername(name)
    if (wait > 0) signIn.reset()
  }
  const startAgain = () => {
    setSecondStep(false)
    setPassword('')
    setCode('')
    signIn.reset()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" aria-describedby={said ? problem : undefined}>
      {secondStep ? (
        <CodeStep username={username} code={code} onCode={setCode} />
      ) : (
        <>
          <label className={label}>
            Name
            <input className={field} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required maxLength={64} value={username} onChange={(event) => rename(event.target.value)} />
          </label>
          <label className={label}>
            Password
            <input className={field} name="password" type="password" autoComplete="current-password" required maxLength={128} value={password} onChange={(event) => setPassword(event.target.value)} />
          </label>
        </>
      )}
      <Button tone="primary" type="submit" className="min-h-10" disabled={signIn.isPending || wait > 0}>
        {signIn.isPending ? 'Signing in…' : 'Sign in'}
      </Button>
      <div id={problem} role="alert" className="min-h-5 text-sm">
        {wait > 0 ? <Locked /> : said && <p className="text-danger-ink">{said}</p>}
        {error?.correlationId && error.status !== 401 && <p className="num text-xs text-muted">Reference {error.correlationId}</p>}
      </div>
      {wait > 0 && (
        <p className="text-sm text-muted">
          The next attempt is taken in <span className="num font-semibold text-text">{countdown(wait * 1000)}</span>.
        </p>
      )}
      {secondStep ? (
        <Button className="self-start" onClick={startAgain}>
          Sign in as somebody else
        </Button>
      ) : (
        <details className="text-sm text-muted">
          <summary>No name and password yet?</summary>
          <p className="pt-2">
            A demo started with <Command>./dev run</Command> prints them when it starts.
          </p>
        </details>
      )}
    </form>
  )
}

function CodeStep({ username, code, onCode }: { username: string; code: string; onCode: (code: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const help = useId()
  useEffect(() => input.current?.focus(), [])
  return (
    <>
      <p>
        The password is right. Now the code that your authenticator shows for <strong>{username}</strong>.
      </p>
      <label className={label}>
        Code
        <input ref={input} className={`${field} num`} name="totp" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} required minLength={6} maxLength={20} aria-describedby={help} value={code} onChange={(event) => onCode(event.target.value)} />
      </label>
      <p id={help} className="text-sm text-muted">
        Without the phone: a recovery code goes here, too.
      </p>
    </>
  )
}

function Locked() {
  return <p className="text-danger-ink">Too many attempts: signing in with this name from here is shut for a while. Elsewhere, and for others, it is not.</p>
}
