import { useState } from 'react'
import { AdminsOnly } from '@/components/AdminsOnly'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import { Moment } from '@/components/Moment'
import type { ApiKey, Role } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { roleBlocker } from '@/lib/roles'
import { useApiKeys } from '../api/keys'
import { keyState, type KeyState } from '../words'
import { NewKeyDialog } from './NewKeyDialog'
import { RevokeDialog } from './RevokeDialog'

export function ApiKeysCard({ role }: { role: Role }) {
  const allowed = roleBlocker(role, 'admin') === null
  const query = useApiKeys(allowed)
  const [making, setMaking] = useState(false)
  if (!allowed) return <AdminsOnly title="API keys" role={role} />
  return (
    <Card
      title="API keys"
      confirmedAt={query.dataUpdatedAt || null}
      stale={query.isRefetchError}
      aside={
        <Button tone="primary" onClick={() => setMaking(true)}>
          Make a key…
        </Button>
      }
    >
      <Loaded query={query} what="The API keys" rows={6}>
        {({ api_keys }) => (api_keys.length > 0 ? <List keys={api_keys} /> : <NoKey />)}
      </Loaded>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
    </Card>
  )
}

function NoKey() {
  return (
    <Empty title="No API key yet">
      <p>A program signs in with a key instead of a password: a screen on the wall that only reads, a script that pauses entries. Make one for each, so that each can be revoked alone.</p>
    </Empty>
  )
}

const rank: Record<KeyState, number> = { good: 0, expired: 1, revoked: 2 }

function List({ keys }: { keys: readonly ApiKey[] }) {
  const now = useNow()
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const sorted = [...keys].sort((a, b) => rank[keyState(a, now)] - rank[keyState(b, now)] || b.id - a.id)
  return (
    <>
      <ul aria-label="API keys" className="px-3 pt-1 pb-2">
        {sorted.map((key) => (
          <Row key={key.id} apiKey={key} state={keyState(key, now)} onRevoke={() => setRevoking(key)} />
        ))}
      </ul>
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

function Row({ apiKey: key, state, onRevoke }: { apiKey: ApiKey; state: KeyState; onRevoke: () => void }) {
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1">
        <span className={`font-medium ${state === 'good' ? '' : 'text-muted'}`}>{key.name}</span>
        <code className="num text-sm text-muted">{key.prefix}…</code>
        {key.scopes.map((scope) => (
          <Badge key={scope} tone={scope === 'admin' ? 'caution' : 'plain'}>
            {scope}
          </Badge>
        ))}
        {state !== 'good' && <Badge tone="danger">{state}</Badge>}
        {state !== 'revoked' && (
          <Button className="ml-auto" aria-label={`Revoke ${key.name}`} onClick={onRevoke}>
            Revoke…
          </Button>
        )}
      </div>
      <p className="text-sm text-muted">
        Made <Moment at={key.created_at} /> by {key.created_by} · last used <Moment at={key.last_used_at} never="never" /> · <End apiKey={key} state={state} />
      </p>
    </li>
  )
}

function End({ apiKey: { revoked_at, expires_at }, state }: { apiKey: ApiKey; state: KeyState }) {
  if (revoked_at) {
    return (
      <>
        revoked <Moment at={revoked_at} />
      </>
    )
  }
  if (!expires_at) return 'never expires'
  return (
    <>
      {state === 'expired' ? 'expired' : 'expires'} <Moment at={expires_at} />
    </>
  )
}
