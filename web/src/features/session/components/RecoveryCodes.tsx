import { useState } from 'react'
import { Button, buttonLook } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { Tick } from '@/components/Field'
import { utc } from '@/lib/format'

interface RecoveryCodesProps {
  codes: readonly string[]
  username: string
  onClose: () => void
}

/** The one time they are shown: only the reader's word that they are kept closes it. */
export function RecoveryCodes({ codes, username, onClose }: RecoveryCodesProps) {
  const [kept, setKept] = useState(false)
  const [copied, setCopied] = useState(false)
  const [made] = useState(() => Date.now())
  const text = [`Robson recovery codes of ${username}, made ${utc(made)}.`, 'Each is good once in the place of a code.', '', ...codes, ''].join('\n')
  return (
    <Dialog title="The second factor is on" held wide onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="rounded border border-warning px-3 py-2 text-sm font-medium text-warning-ink">
          Keep these recovery codes where your phone is not. They are shown this once, and are the way in when the phone is lost.
        </p>
        <div data-print className="rounded border border-line bg-page p-3">
          <p className="pb-2 text-sm text-muted">Recovery codes of {username}, each good once</p>
          <ul aria-label="Recovery codes" className="num grid grid-cols-2 gap-x-6 gap-y-1 select-all sm:grid-cols-3">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>
        <div className="flex flex-wrap gap-2">
          <a className={buttonLook()} href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download={`robson-recovery-codes-${username}.txt`}>
            Download
          </a>
          <Button onClick={() => window.print()}>Print</Button>
          {'clipboard' in navigator && <Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>{copied ? '✓ Copied' : 'Copy'}</Button>}
        </div>
        <Tick checked={kept} onChange={setKept}>
          I have put them where I find them again
        </Tick>
      </div>
      <Actions>
        <Button tone="primary" disabled={!kept} onClick={onClose}>
          Done
        </Button>
      </Actions>
    </Dialog>
  )
}
