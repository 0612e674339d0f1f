import { useState } from 'react'
import { Button } from '@/components/Button'
import { Problem } from '@/components/Problem'
import { useRisk } from '@/lib/api/desk'
import type { EntryRequest, Plan, Role } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { countdown } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { usePrice } from '@/lib/stream/context'
import { isStale } from '@/lib/stream/price'
import { useCreatePlan, useExecute, useValidate } from '../api/trade'
import { executeBlockers, planBlockers, type ExecuteFacts } from '../blockers'
import { ExecuteDialog } from './ExecuteDialog'
import { ReportBadge, ReportView } from './ReportView'
import { SentOrders } from './SentOrders'

interface PlanPanelProps {
  request: EntryRequest | null
  plan: Plan | null
  /** When the plan was received, by this device's clock. */
  receivedAt: number
  role: Role
  connection: string | null
  onPlan: (id: number | null) => void
  onOperation: (id: number) => void
}

/** The three steps in their order: plan, validate, execute. What cannot be done yet says why. */
export function PlanPanel({ request, plan, receivedAt, role, connection, onPlan, onOperation }: PlanPanelProps) {
  const create = useCreatePlan()
  const forbidden = roleBlocker(role, 'operator')
  if (!plan) {
    return (
      <div className="flex flex-col gap-2 px-3 pb-3">
        <p className="text-sm text-muted">A plan keeps these figures for five minutes under a number. It sends nothing.</p>
        <Button
          tone="primary"
          disabled={!request || create.isPending || forbidden !== null}
          onClick={() => request && create.mutate(request, { onSuccess: ({ id }) => onPlan(id) })}
        >
          {create.isPending ? 'Planning…' : 'Plan'}
        </Button>
        <Button disabled aria-describedby="no-plan">
          Execute
        </Button>
        <p id="no-plan" className="text-sm text-muted">
          {forbidden ?? 'Execute waits: there is no plan yet.'}
        </p>
        {create.isError && <Problem error={create.error} what="It was not planned" act="the plan" unsure="A plan sends nothing: trying again makes another one." />}
      </div>
    )
  }
  return <Steps key={plan.id} {...{ plan, receivedAt, role, connection, onPlan, onOperation }} />
}

type StepsProps = Omit<PlanPanelProps, 'request' | 'plan'> & { plan: Plan }

function Steps({ plan, receivedAt, role, connection, onPlan, onOperation }: StepsProps) {
  const now = useNow()
  const validate = useValidate()
  const dryRun = useExecute(plan)
  const [asking, setAsking] = useState(false)
  const risk = useRisk().data
  const stale = usePrice(plan.proposal.symbol, (price) => price === undefined || isStale(price, now))
  const facts: ExecuteFacts = { role, plan, expiresInMs: plan.expires_in_ms - (now - receivedAt), connection, stale, risk }
  const dry = planBlockers(facts)
  const live = executeBlockers(facts)
  const over = plan.status === 'EXECUTED' || plan.status === 'EXPIRED' || facts.expiresInMs <= 0
  const report = plan.report

  return (
    <div className="flex flex-col gap-3 px-3 pb-3" data-testid="plan" data-plan={plan.id} data-status={plan.status}>
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-semibold">Plan #{plan.id}</span>
        {report && <ReportBadge report={report} />}
        <span className="ml-auto text-muted">
          {plan.status === 'EXECUTED' ? 'executed' : over ? 'expired' : <>good for <span className="num">{countdown(facts.expiresInMs)}</span></>}
        </span>
      </p>
      <div className="grid grid-cols-2 gap-2">
        <Button
          tone={report ? 'plain' : 'primary'}
          disabled={over || validate.isPending || roleBlocker(role, 'operator') !== null}
          onClick={() => validate.mutate(plan.id)}
        >
          {validate.isPending ? 'Checking…' : report ? 'Validate again' : 'Validate'}
        </Button>
        <Button onClick={() => onPlan(null)}>{over ? 'New plan' : 'Change it'}</Button>
        <Button disabled={dry.length > 0 || dryRun.isPending} aria-describedby="blockers" onClick={() => dryRun.mutate({ live: false, acknowledge_risk: false, acknowledge_warnings: true })}>
          {dryRun.isPending ? 'Asking…' : 'Dry run'}
        </Button>
        <Button tone="danger" disabled={live.length > 0} aria-describedby="blockers" onClick={() => setAsking(true)}>
          Execute…
        </Button>
      </div>
      {live.length > 0 && (
        <ul id="blockers" data-testid="blockers" className="list-disc pl-5 text-sm text-muted">
          {live.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {validate.isError && <Problem error={validate.error} what="It was not validated" act="the validation" unsure="It sends nothing: validate again." />}
      {dryRun.isError && <Problem error={dryRun.error} what="The dry run was refused" act="the dry run" keyed />}
      {dryRun.data && <SentOrders orders={dryRun.data.would_send} tick={plan.proposal.tick_size} unit={plan.proposal} caption="What would be sent" />}
      {report && <ReportView report={report} />}
      {asking && (
        <ExecuteDialog plan={plan} blockers={plan.status === 'EXECUTED' ? [] : live} onClose={() => setAsking(false)} onOperation={onOperation} />
      )}
    </div>
  )
}
