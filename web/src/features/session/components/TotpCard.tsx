import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Loaded } from '@/components/Loaded'
import { Problem } from '@/components/Problem'
import type { Session, Totp } from '@/lib/api/types'
import { useBeginTotp, useTotp } from '../api/account'
import { DisableTotpDialog } from './DisableTotpDialog'
import { RecoveryCodes } from './RecoveryCodes'
import { TotpSetUp } from './TotpSetUp'

/** The second factor: on or off, set up in three steps, taken off with a code. */
export function TotpCard({ session }: { session: Session }) {
  const query = useTotp()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  return (
    <Card title="Second factor">
      <div className="px-3 pt-1 pb-3">
        <Loaded query={query} what="The second factor" rows={4}>
          {(totp) => (totp.enabled ? <On totp={totp} /> : <Off username={session.username} onCodes={setCodes} />)}
        </Loaded>
        {codes && <RecoveryCodes codes={codes} username={session.username} onClose={() => setCodes(null)} />}
      </div>
    </Card>
  )
}

const fewCodes = 3

function On({ totp: { recovery_codes_left: left } }: { totp: Totp }) {
  const [disabling, setDisabling] = useState(false)
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="good">on</Badge>
        <span>Signing in asks for your password and a code.</span>
      </div>
      <p className={`text-sm ${left < fewCodes ? 'text-warning-ink' : 'text-muted'}`}>
        {left === 1 ? '1 recovery code' : `${left} recovery codes`} left.{left < fewCodes && ' Turn it off and set it up again to get new ones.'}
      </p>
      <Button onClick={() => setDisabling(true)}>Turn it off…</Button>
      {disabling && <DisableTotpDialog onClose={() => setDisabling(false)} />}
    </div>
  )
}

function Off({ username, onCodes }: { username: string; onCodes: (codes: readonly string[]) => void }) {
  const begin = useBeginTotp()
  if (begin.data) return <TotpSetUp secret={begin.data} username={username} onCodes={onCodes} onCancel={() => begin.reset()} />
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="caution">off</Badge>
        <span>Your password alone signs you in.</span>
      </div>
      <p className="text-sm text-muted">With a second factor a stolen password is not enough: signing in also asks for a code of six digits that an app on your phone shows.</p>
      <Button tone="primary" disabled={begin.isPending} onClick={() => begin.mutate()}>
        {begin.isPending ? 'Beginning…' : 'Set it up'}
      </Button>
      {begin.isError && <Problem error={begin.error} what="It could not be begun" act={null} />}
    </div>
  )
}
