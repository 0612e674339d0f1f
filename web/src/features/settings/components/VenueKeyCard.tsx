import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Loaded } from '@/components/Loaded'
import { Problem } from '@/components/Problem'
import type { Role, VenueKeys } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { usePutKey, useRemoveKey, useVenueKeys } from '../api/settings'

export function VenueKeyCard({ role }: { role: Role }) {
  const query = useVenueKeys()
  return (
    <Card title="Account at the exchange">
      <Loaded query={query} what="The venue key" rows={5}>
        {(data) => <Body data={data} role={role} />}
      </Loaded>
    </Card>
  )
}

function Body({ data, role }: { data: VenueKeys; role: Role }) {
  const [removing, setRemoving] = useState(false)
  const forbidden = roleBlocker(role, 'admin')
  const removable = data.keys.some(({ source }) => source === 'entered')
  return (
    <div className="px-3 pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{data.venue}</span>
        <Badge>{data.venue_kind}</Badge>
        {data.connected ? <Badge tone="good">connected</Badge> : <Badge tone="danger">not connected</Badge>}
        <Badge tone={data.stream === 'live' ? 'good' : 'caution'}>account stream {data.stream}</Badge>
        <Badge tone={data.can_trade ? 'good' : 'danger'}>{data.can_trade ? 'may trade' : 'may not trade'}</Badge>
        <Badge tone="muted">{data.can_short ? 'longs and shorts' : 'longs only'}</Badge>
      </div>
      {data.trouble && <p className="pt-1 text-sm text-danger-ink">{data.trouble}</p>}
      {data.as_of && <p className="pt-1 text-xs text-muted">Account last read {utc(data.as_of)}</p>}
      <ul className="py-2">
        {data.keys.map((key) => (
          <li key={key.key + key.source} className="flex flex-wrap items-center gap-2 border-t border-line py-1.5 text-sm">
            <code className="num font-medium">{key.key}</code>
            {key.in_use && <Badge tone="info">in use</Badge>}
            <span className="text-muted">
              {key.source === 'configuration' ? 'from the server’s configuration' : `entered by ${key.entered_by ?? 'someone'}${key.entered_at ? `, ${utc(key.entered_at)}` : ''}`}
            </span>
          </li>
        ))}
        {data.keys.length === 0 && <li className="text-sm text-muted">No key is known: enter one to trade.</li>}
      </ul>
      {forbidden ? <p className="text-xs text-muted">{forbidden}.</p> : <KeyForm />}
      {!forbidden && removable && (
        <div className="pt-2 text-right">
          <Button onClick={() => setRemoving(true)}>Remove the key…</Button>
        </div>
      )}
      {removing && <RemoveDialog onClose={() => setRemoving(false)} />}
    </div>
  )
}

function KeyForm() {
  const put = usePutKey()
  const [key, setKey] = useState('')
  const [secret, setSecret] = useState('')
  const forget = () => {
    setKey('')
    setSecret('')
  }
  return (
    <form
      aria-label="Venue key"
      autoComplete="off"
      className="flex flex-col gap-2 border-t border-line pt-2"
      onSubmit={(event) => {
        event.preventDefault()
        put.mutate({ api_key: key.trim(), api_secret: secret.trim() }, { onSuccess: forget, onError: () => setSecret('') })
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label="API key" required minLength={8} maxLength={256} autoComplete="off" spellCheck={false} value={key} onChange={(event) => setKey(event.target.value)} />
        <TextField label="API secret" type="password" required minLength={8} maxLength={256} autoComplete="new-password" value={secret} onChange={(event) => setSecret(event.target.value)} />
      </div>
      <p className="text-xs text-muted">It is tried at once and kept sealed; the secret is never shown again. A key that may withdraw is refused.</p>
      {put.isError && <Problem error={put.error} what="The key was not taken" act="taking the key" unsure="If it was, it stands above as in use; trying again takes the same one." />}
      {put.isSuccess && <p role="status" className="text-sm text-success-ink">✓ The key works and is in use.</p>}
      <div className="text-right">
        <Button type="submit" tone="primary" disabled={put.isPending || key.trim().length < 8 || secret.trim().length < 8}>
          {put.isPending ? 'Trying it at the exchange…' : 'Try and use it'}
        </Button>
      </div>
    </form>
  )
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const remove = useRemoveKey()
  return (
    <Dialog title="Remove the venue key?" held={remove.isPending} onClose={onClose}>
      <p>Robson forgets the key and cannot trade until another one is entered. It is refused while positions are open.</p>
      {remove.isError && <Problem error={remove.error} what="The key was not removed" act="removing the key" />}
      <Actions>
        <Button disabled={remove.isPending} onClick={onClose}>
          Keep it
        </Button>
        <Button tone="danger" disabled={remove.isPending} onClick={() => remove.mutate(undefined, { onSuccess: onClose })}>
          Remove the key
        </Button>
      </Actions>
    </Dialog>
  )
}
