import { Confirm } from '@/components/Confirm'
import { Moment } from '@/components/Moment'
import type { ApiKey } from '@/lib/api/types'
import { notify } from '@/lib/toasts'
import { useRevokeApiKey } from '../api/keys'

export function RevokeDialog({ apiKey: key, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useRevokeApiKey(key)
  const confirm = () =>
    revoke.mutate(undefined, {
      onSuccess: () => {
        notify({ tone: 'good', title: `The API key “${key.name}” is revoked` })
        onClose()
      },
    })
  return (
    <Confirm title={`Revoke “${key.name}”`} act="Revoke the key" acting="Revoking…" refused="The key was not revoked" pending={revoke.isPending} error={revoke.error} onConfirm={confirm} onClose={onClose}>
      <p>
        Every program that uses <code className="num">{key.prefix}…</code> is refused from now on. This cannot be undone; a new key can be made at any time.
      </p>
      <p className="text-sm text-muted">
        Last used <Moment at={key.last_used_at} never="never" />.
      </p>
    </Confirm>
  )
}
