import { useState } from 'react'
import { Button } from '@/components/Button'
import { Copyable } from '@/components/Copyable'
import { Problem } from '@/components/Problem'
import { QrCode } from '@/components/QrCode'
import { asApiError } from '@/lib/api/error'
import type { TotpSecret } from '@/lib/api/types'
import { countdown } from '@/lib/format'
import { useWait } from '@/lib/useWait'
import { useConfirmTotp } from '../api/account'
import { CodeField, codeOf } from '@/components/CodeField'

interface TotpSetUpProps {
  secret: TotpSecret
  username: string
  onCodes: (codes: readonly string[]) => void
  onCancel: () => void
}

/** Scan or type, then prove it with the first code. Nothing is on until then. */
export function TotpSetUp({ secret: { secret, uri }, username, onCodes, onCancel }: TotpSetUpProps) {
  const confirm = useConfirmTotp(onCodes)
  const [code, setCode] = useState('')
  const wait = useWait(confirm.error)
  const refusal = confirm.isError ? asApiError(confirm.error) : null
  const wrong = refusal !== null && (refusal.status === 401 || refusal.status === 422)
  const grouped = secret.replace(/(.{4})(?=.)/g, '$1 ')
  return (
    <ol className="flex list-decimal flex-col gap-4 pl-5">
      <li>
        <p className="pb-2">Scan this with an authenticator app, or type the secret into it.</p>
        <div className="flex flex-wrap items-start gap-4">
          <QrCode text={uri} label={`QR code of the second factor of ${username}`} />
          <div className="flex min-w-0 flex-1 basis-64 flex-col gap-2">
            <p className="text-sm text-muted">The secret, which is shown this once</p>
            <Copyable what="the secret" text={grouped} />
            <a className="inline-flex min-h-8 items-center self-start text-sm text-primary-ink underline pointer-coarse:min-h-11" href={uri}>
              Open in an app on this device
            </a>
          </div>
        </div>
      </li>
      <li>
        <form
          aria-label="Confirm the second factor"
          className="flex max-w-sm flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            if (wait === 0) confirm.mutate(codeOf(code), { onError: () => setCode('') })
          }}
        >
          <p>Type the code that the app shows now.</p>
          <CodeField
            label="Code"
            error={wait > 0 ? `Too many attempts. The next one is taken in ${countdown(wait * 1000)}.` : wrong ? 'Not the code of this secret. Is the clock of the phone right?' : null}
            value={code}
            onCode={setCode}
          />
          {refusal && !wrong && wait === 0 && <Problem error={confirm.error} what="The second factor is not on" act="switching the second factor on" />}
          <div className="flex gap-2">
            <Button onClick={onCancel} disabled={confirm.isPending}>
              Cancel
            </Button>
            <Button type="submit" tone="primary" disabled={confirm.isPending || wait > 0 || codeOf(code).length < 6}>
              {confirm.isPending ? 'Checking…' : 'Turn it on'}
            </Button>
          </div>
        </form>
      </li>
    </ol>
  )
}
