import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { NumberField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import type { SignalPolicy, Strategy } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { notify } from '@/lib/toasts'
import { useSetPolicy } from '../api/producers'
import { fieldOf, fields, policyOf, textOf, type PolicyErrors, type PolicyText } from '../policy'

interface PolicyFormProps {
  strategy: Strategy
  /** undefined: none is set. */
  newest: SignalPolicy | undefined
  forbidden: string | null
}

export function PolicyForm({ strategy, newest, forbidden }: PolicyFormProps) {
  // What is edited stays what it was when it was opened, until the reader takes over what somebody else saved.
  const [edited, setEdited] = useState(newest)
  const stored = textOf(edited)
  const [typed, setTyped] = useState<PolicyText>(stored)
  const [wrong, setWrong] = useState<PolicyErrors>({})
  const save = useSetPolicy(strategy.id)
  const refusal = save.isError ? asApiError(save.error) : null
  const at = refusal && fieldOf(refusal.field)
  const errors: PolicyErrors = at ? { [at]: refusal.message } : wrong
  const isChanged = fields.some(({ name }) => stored[name] !== typed[name].trim())
  const conflict = newest?.updated_at !== edited?.updated_at
  const start = (policy: SignalPolicy | undefined, text = textOf(policy)) => {
    setEdited(policy)
    setTyped(text)
    setWrong({})
  }
  // Nothing of the reader's is lost by following: there is nothing yet.
  if (conflict && !isChanged) start(newest)
  /** The other's policy becomes the ground; what was typed here is kept. */
  const takeOver = () => {
    const mine = fields.filter(({ name }) => typed[name] !== stored[name]).map(({ name }) => [name, typed[name]])
    start(newest, { ...textOf(newest), ...Object.fromEntries(mine) })
    save.reset()
  }
  const submit = () => {
    const read = policyOf(typed)
    if ('errors' in read) return setWrong(read.errors)
    save.mutate(read.policy, {
      onSuccess: (saved) => {
        start(saved)
        notify({ tone: 'good', title: `The signal policy of “${strategy.name}” is saved` })
      },
    })
  }
  const free = forbidden === null && !save.isPending
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <form
        aria-label={`Policy of ${strategy.name}`}
        className="flex flex-col gap-1.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (free && isChanged && !conflict) submit()
        }}
      >
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{strategy.name}</span>
          {!strategy.active && <Badge tone="muted">inactive</Badge>}
          <span className="text-xs text-muted">{edited?.updated_at ? `changed ${utc(edited.updated_at)} by ${edited.updated_by ?? 'somebody'}` : 'no policy'}</span>
        </p>
        <div className="grid grid-cols-2 items-start gap-2">
          {fields.map(({ name, label }) => (
            <NumberField
              key={name}
              label={label}
              placeholder="no rule"
              disabled={!free}
              error={errors[name] ?? null}
              value={typed[name]}
              onChange={(event) => {
                setTyped({ ...typed, [name]: event.target.value })
                setWrong({})
                save.reset()
              }}
            />
          ))}
          <div className="pt-6">
            <Button type="submit" tone={isChanged ? 'primary' : 'plain'} disabled={!free || !isChanged || conflict} title={forbidden ?? undefined} className="min-h-9">
              {save.isPending ? 'Saving…' : 'Save'}
            </Button>
          </div>
        </div>
        {conflict && isChanged && !save.isPending && <Conflict mine={edited} theirs={newest} onTakeOver={takeOver} />}
        {forbidden && <p className="text-xs text-muted">{forbidden}.</p>}
        {refusal && !at && <Problem error={save.error} what="The policy was not saved" act="the policy" unsure="Trying again saves the same." />}
      </form>
    </li>
  )
}

/** Somebody was faster: what they changed, and the way on that loses nothing. */
function Conflict({ mine, theirs, onTakeOver }: { mine: SignalPolicy | undefined; theirs: SignalPolicy | undefined; onTakeOver: () => void }) {
  const [before, after] = [textOf(mine), textOf(theirs)]
  const changed = fields.filter(({ name }) => before[name] !== after[name])
  return (
    <div role="alert" className="rounded border border-warning px-3 py-2 text-sm">
      <p className="font-medium text-warning-ink">{theirs?.updated_by ?? 'Somebody'} saved this policy while you were editing it.</p>
      <ul className="list-disc pl-5">
        {changed.map(({ name, label }) => (
          <li key={name}>
            {label}: {before[name] || 'no rule'} → {after[name] || 'no rule'}
          </li>
        ))}
      </ul>
      <Button className="mt-2" onClick={onTakeOver}>
        Continue on theirs, keep what I typed
      </Button>
    </div>
  )
}
