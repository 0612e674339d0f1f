import { useId, useState } from 'react'
import { Button } from '@/components/Button'
import { Copyable } from '@/components/Copyable'
import { Actions, Dialog } from '@/components/Dialog'
import { SelectField, TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import type { ApiKeyScope, NewApiKeyAnswer } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { useMakeApiKey } from '../api/keys'
import { scopeMeaning, scopes } from '../words'
import { Choices } from './Choices'

/** Days, and how they are called; 0 is without an end. */
const spans = [
  [7, '7 days'],
  [30, '30 days'],
  [90, '90 days'],
  [365, 'A year'],
  [0, 'Never'],
] as const

export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const make = useMakeApiKey()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<ApiKeyScope>('read')
  const [days, setDays] = useState(90)
  const form = useId()
  const refusal = make.isError ? asApiError(make.error) : null
  const atName = refusal?.field === 'name'
  if (make.data) return <Made made={make.data} onClose={onClose} />
  return (
    <Dialog title="Make an API key" held={make.isPending} onClose={onClose}>
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate({ name: name.trim(), scopes: [scope], expires_in_days: days === 0 ? null : days })
        }}
      >
        <TextField label="Name" required maxLength={64} hint="What will use it, such as: screen on the wall" error={atName ? refusal.message : null} value={name} onChange={(event) => setName(event.target.value)} />
        <Choices label="It may do" options={scopes.map((each) => ({ value: each, label: each, hint: scopeMeaning[each] }))} value={scope} onChange={setScope} />
        <SelectField label="Expires after" value={days} hint={days === 0 ? 'A key without an end is good until somebody revokes it' : undefined} onChange={(event) => setDays(Number(event.target.value))}>
          {spans.map(([span, words]) => (
            <option key={span} value={span}>
              {words}
            </option>
          ))}
        </SelectField>
        <p className="text-xs text-muted">It acts with the least of this and the role that you have at the time.</p>
        {refusal && !atName && <Problem error={make.error} what="The key was not made" act="making the key" unsure="Look at the list first: if it stands there nobody has seen its key, so revoke it and make another." />}
      </form>
      <Actions>
        <Button disabled={make.isPending} onClick={onClose}>
          Cancel
        </Button>
        <Button form={form} type="submit" tone="primary" disabled={make.isPending || name.trim() === ''}>
          {make.isPending ? 'Making…' : 'Make the key'}
        </Button>
      </Actions>
    </Dialog>
  )
}

/** The one time the key is shown: only its own button closes it. */
function Made({ made: { api_key, key }, onClose }: { made: NewApiKeyAnswer; onClose: () => void }) {
  return (
    <Dialog title={`The key “${key.name}”`} held wide onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="rounded border border-warning px-3 py-2 text-sm font-medium text-warning-ink">This is the only time it is shown. Store it now: Robson keeps only a fingerprint of it.</p>
        <Copyable what="the key" text={api_key} />
        <p className="text-sm text-muted">
          {key.scopes.join(', ')} · {key.expires_at ? `expires ${utc(key.expires_at)}` : 'never expires'}. A program sends it as the header <code className="num text-text">X-API-Key</code> of each request.
        </p>
      </div>
      <Actions>
        <Button tone="primary" onClick={onClose}>
          I have stored it
        </Button>
      </Actions>
    </Dialog>
  )
}
