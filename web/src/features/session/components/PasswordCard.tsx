import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import type { Session } from '@/lib/api/types'
import { countdown } from '@/lib/format'
import { passwordFault } from '@/lib/password'
import { useWait } from '@/lib/useWait'
import { useChangePassword } from '../api/account'

const nothing = { current: '', next: '', again: '' }

export function PasswordCard({ session: { username } }: { session: Session }) {
  const save = useChangePassword()
  const [typed, setTyped] = useState(nothing)
  const refusal = save.isError ? asApiError(save.error) : null
  const wait = useWait(save.error)
  const wrongCurrent = refusal && (refusal.status === 401 || refusal.field === 'current_password')
  const atNext = refusal?.field === 'new_password'
  const fault = passwordFault(typed.next, username) ?? (typed.next !== '' && typed.next === typed.current ? 'Not the one that it is now' : null)
  const differs = typed.again !== '' && typed.again !== typed.next ? 'This is not the same' : null
  const ready = typed.current !== '' && typed.next !== '' && typed.again === typed.next && fault === null && wait === 0
  const set = (part: Partial<typeof nothing>) => {
    setTyped({ ...typed, ...part })
    if (save.isError || save.isSuccess) save.reset()
  }
  return (
    <Card title="Password">
      <form
        aria-label="Change the password"
        className="flex max-w-md flex-col gap-3 px-3 pt-1 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) save.mutate({ current_password: typed.current, new_password: typed.next }, { onSuccess: () => setTyped(nothing), onError: () => setTyped({ ...typed, current: '' }) })
        }}
      >
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <TextField label="Password now" type="password" required maxLength={128} autoComplete="current-password" error={wrongCurrent ? 'This is not your password' : null} value={typed.current} onChange={(event) => set({ current: event.target.value })} />
        <TextField label="New password" type="password" required minLength={8} maxLength={128} autoComplete="new-password" hint="At least 8 characters; a sentence is easier to remember" error={fault ?? (atNext ? refusal.message : null)} value={typed.next} onChange={(event) => set({ next: event.target.value })} />
        <TextField label="The new one again" type="password" required maxLength={128} autoComplete="new-password" error={differs} value={typed.again} onChange={(event) => set({ again: event.target.value })} />
        <p className="text-xs text-muted">All your other sessions end; this one stays.</p>
        {wait > 0 ? (
          <p role="alert" className="text-sm text-danger-ink">
            Too many attempts. The next one is taken in <span className="num">{countdown(wait * 1000)}</span>.
          </p>
        ) : (
          refusal && !wrongCurrent && !atNext && <Problem error={save.error} what="The password was not changed" act="the new password" unsure="If the current one is refused when you try again, the new one is in force." />
        )}
        {save.isSuccess && (
          <p role="status" className="text-sm text-success-ink">
            ✓ Changed. Your other sessions were ended.
          </p>
        )}
        <Button type="submit" tone="primary" className="self-start" disabled={!ready || save.isPending}>
          {save.isPending ? 'Changing…' : 'Change the password'}
        </Button>
      </form>
    </Card>
  )
}
