import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { NumberField } from '@/components/Field'
import { Loaded } from '@/components/Loaded'
import { Problem } from '@/components/Problem'
import { useStrategies } from '@/lib/api/desk'
import { asApiError } from '@/lib/api/error'
import type { Role, SignalPolicy, Strategy } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { notify } from '@/lib/toasts'
import { usePolicies, useSetPolicy } from '../api/producers'
import { fieldOf, policyOf, textOf, type PolicyErrors, type PolicyText } from '../policy'

/** What each strategy asks of a signal before anyone may approve it. */
export function PoliciesCard({ role }: { role: Role }) {
  const policies = usePolicies()
  const strategies = useStrategies()
  return (
    <Card title="Signal policies" confirmedAt={policies.dataUpdatedAt || null} stale={policies.isRefetchError}>
      <p className="px-3 pb-1 text-sm text-muted">Before anyone may approve a signal that follows the strategy. An empty field is no rule.</p>
      <Loaded query={strategies} what="The strategies" rows={4}>
        {(known) => (
          <Loaded query={policies} what="The signal policies" rows={4}>
            {({ policies: set }) =>
              known.strategies.length === 0 ? (
                <Empty title="No strategy yet">
                  <p>A policy belongs to a strategy: make one under Trading.</p>
                </Empty>
              ) : (
                <ul aria-label="Signal policies" className="px-3 pb-2">
                  {known.strategies.map((strategy) => {
                    const policy = set.find((each) => each.strategy_id === strategy.id)
                    // What somebody else saved begins the form anew.
                    return <Row key={`${strategy.id} ${policy?.updated_at ?? ''}`} strategy={strategy} policy={policy} forbidden={roleBlocker(role, 'admin')} />
                  })}
                </ul>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Card>
  )
}

interface RowProps {
  strategy: Strategy
  policy: SignalPolicy | undefined
  forbidden: string | null
}

function Row({ strategy, policy, forbidden }: RowProps) {
  const stored = textOf(policy)
  const [typed, setTyped] = useState<PolicyText>(stored)
  const [wrong, setWrong] = useState<PolicyErrors>({})
  const save = useSetPolicy(strategy.id)
  const refusal = save.isError ? asApiError(save.error) : null
  const at = refusal && fieldOf(refusal.field)
  const errors: PolicyErrors = at ? { [at]: refusal.message } : wrong
  const isChanged = (Object.keys(stored) as (keyof PolicyText)[]).some((name) => stored[name] !== typed[name].trim())
  const field = (name: keyof PolicyText, label: string) => (
    <NumberField
      label={label}
      placeholder="no rule"
      disabled={forbidden !== null}
      error={errors[name] ?? null}
      value={typed[name]}
      onChange={(event) => {
        setTyped({ ...typed, [name]: event.target.value })
        setWrong({})
        save.reset()
      }}
    />
  )
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <form
        aria-label={`Policy of ${strategy.name}`}
        className="flex flex-col gap-1.5"
        onSubmit={(event) => {
          event.preventDefault()
          const read = policyOf(typed)
          if ('errors' in read) return setWrong(read.errors)
          save.mutate(read.policy, { onSuccess: () => notify({ tone: 'good', title: `The signal policy of “${strategy.name}” is saved` }) })
        }}
      >
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{strategy.name}</span>
          {!strategy.active && <Badge tone="muted">inactive</Badge>}
          <span className="text-xs text-muted">{policy?.updated_at ? `changed ${utc(policy.updated_at)} by ${policy.updated_by ?? 'somebody'}` : 'no policy'}</span>
        </p>
        <div className="grid grid-cols-2 items-start gap-2">
          {field('confidence', 'Confidence at least, %')}
          {field('cooldown', 'Between approvals, s')}
          {field('cap', 'Approvals a day (UTC)')}
          <div className="pt-6">
            <Button type="submit" tone={isChanged ? 'primary' : 'plain'} disabled={forbidden !== null || save.isPending || !isChanged} title={forbidden ?? undefined} className="min-h-9">
              {save.isPending ? 'Saving…' : 'Save'}
            </Button>
          </div>
        </div>
        {forbidden && <p className="text-xs text-muted">{forbidden}.</p>}
        {refusal && !at && <Problem error={save.error} what="The policy was not saved" />}
      </form>
    </li>
  )
}
