import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import { countdown } from '@/lib/format'
import { notify } from '@/lib/toasts'
import { useWait } from '@/lib/useWait'
import { useDisableTotp } from '../api/account'
import { CodeField, codeOf } from '@/components/CodeField'

export function DisableTotpDialog({ onClose }: { onClose: () => void }) {
  const disable = useDisableTotp()
  const [code, setCode] = useState('')
  const form = useId()
  const wait = useWait(disable.error)
  const refusal = disable.isError ? asApiError(disable.error) : null
  const wrong = refusal !== null && (refusal.status === 401 || refusal.status === 422)
  return (
    <Dialog title="Turn the second factor off" held={disable.isPending} onClose={onClose}>
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (wait > 0) return
          disable.mutate(codeOf(code), {
            onSuccess: () => {
              notify({ tone: 'good', title: 'The second factor is off' })
              onClose()
            },
            onError: () => setCode(''),
          })
        }}
      >
        <p>From then on your password alone signs you in, and every recovery code is void. You stay signed in.</p>
        <CodeField label="Code, or a recovery code" error={wait > 0 ? `Too many attempts. The next one is taken in ${countdown(wait * 1000)}.` : wrong ? 'That was not right.' : null} value={code} onCode={setCode} />
        {refusal && !wrong && wait === 0 && <Problem error={disable.error} what="The second factor is still on" act="taking the second factor off" />}
      </form>
      <Actions>
        <Button disabled={disable.isPending} onClick={onClose}>
          Cancel
        </Button>
        <Button form={form} type="submit" tone="danger" disabled={disable.isPending || wait > 0 || codeOf(code).length < 6}>
          {disable.isPending ? 'Turning it off…' : 'Turn it off'}
        </Button>
      </Actions>
    </Dialog>
  )
}
