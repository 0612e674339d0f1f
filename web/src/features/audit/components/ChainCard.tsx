import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { useVerifyAudit } from '../api/audit'
import { readKeptHead } from '../words'
import { VerdictView } from './VerdictView'

/** Whether the log is as it was written, computed anew from its first entry. */
export function ChainCard() {
  const verify = useVerifyAudit()
  const [typed, setTyped] = useState('')
  const kept = typed.trim() === '' ? null : readKeptHead(typed)
  const unread = typed.trim() !== '' && kept === null
  return (
    <Card title="Is the log as it was written?" className="shrink-0">
      <div className="flex flex-col gap-2 px-3 pb-3">
        <form
          aria-label="Verify the chain"
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (!unread) verify.mutate(kept)
          }}
        >
          <TextField
            label="A head that you kept (optional)"
            className="min-w-0 flex-1 basis-72"
            placeholder="Number and hash"
            hint={unread ? undefined : 'With it, entries cut off the end show too'}
            error={unread ? 'A number and a hash of 64 characters, such as: 812 9f86d0…' : null}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" tone="primary" className="min-h-9 self-start sm:mt-6" disabled={verify.isPending || unread}>
            {verify.isPending ? 'Computing…' : 'Verify the chain'}
          </Button>
        </form>
        {verify.isError && <Problem error={verify.error} what="It could not be verified: that says nothing of the log" act={null} />}
        {verify.data && <VerdictView verdict={verify.data} kept={verify.variables} />}
      </div>
    </Card>
  )
}
