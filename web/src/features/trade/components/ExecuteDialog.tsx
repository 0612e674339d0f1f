import { useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { Tick } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import type { Execution, Plan } from '@/lib/api/types'
import { money, price as priceText, quantityOf } from '@/lib/format'
import { useExecute } from '../api/trade'
import { venueWords } from '../words'
import { Outcome } from './Outcome'

interface ExecuteDialogProps {
  plan: Plan
  /** Why it became impossible while the dialog was open; empty when nothing speaks against it. */
  blockers: readonly string[]
  onClose: () => void
  onOperation: (id: number) => void
}

/** The last question before money moves: names the effect, asks for the risk to be acknowledged, shows the outcome. */
export function ExecuteDialog({ plan, blockers, onClose, onOperation }: ExecuteDialogProps) {
  const [understood, setUnderstood] = useState(false)
  const [warned, setWarned] = useState(false)
  const execute = useExecute(plan)
  const warnings = plan.report?.status === 'WARNING' ? plan.report.issues : []
  const ready = understood && (warnings.length === 0 || warned) && blockers.length === 0
  const result = execute.data
  const silent = execute.isError && asApiError(execute.error).noAnswer

  return (
    <Dialog title={result ? 'What became of it' : `Execute on ${plan.venue_kind}?`} held={execute.isPending} onClose={onClose}>
      {result ? (
        <Outcome execution={result} />
      ) : (
        <>
          <Effect plan={plan} />
          <Tick checked={understood} disabled={execute.isPending} onChange={setUnderstood}>
            I acknowledge the risk: {worstLoss(plan)} can be lost, more if the price jumps over the stop.
          </Tick>
          {warnings.length > 0 && (
            <Tick checked={warned} disabled={execute.isPending} onChange={setWarned}>
              I have read the {warnings.length === 1 ? 'warning' : `${warnings.length} warnings`}: {warnings.map((each) => each.message).join(' ')}
            </Tick>
          )}
          {blockers.map((reason) => (
            <p key={reason} className="text-sm text-danger-ink">
              {reason}
            </p>
          ))}
          {execute.isError && <Problem error={execute.error} what="It was not executed" act={`the execution of plan #${plan.id}`} keyed />}
        </>
      )}
      <Actions>
        <After execution={result} onClose={onClose} onOperation={onOperation} pending={execute.isPending} />
        {!result && (
          <Button
            tone="danger"
            disabled={!ready || execute.isPending}
            onClick={() => execute.mutate({ live: true, acknowledge_risk: true, acknowledge_warnings: warned })}
          >
            {execute.isPending ? 'Sending, then waiting for the exchange…' : silent ? 'Ask again' : `Send to ${plan.venue_kind}`}
          </Button>
        )}
      </Actions>
    </Dialog>
  )
}

interface AfterProps {
  execution: Execution | undefined
  pending: boolean
  onClose: () => void
  onOperation: (id: number) => void
}

function After({ execution, pending, onClose, onOperation }: AfterProps) {
  const id = execution?.operation_id
  return (
    <>
      <Button onClick={onClose} disabled={pending}>
        {execution ? 'Close' : 'Cancel'}
      </Button>
      {id != null && (
        <Button tone="primary" onClick={() => onOperation(id)}>
          Show operation #{id}
        </Button>
      )}
    </>
  )
}

function worstLoss(plan: Plan): string {
  return money(plan.proposal.executable_risk, { currency: plan.proposal.quote_asset })
}

function Effect({ plan }: { plan: Plan }) {
  const { proposal } = plan
  const { quote_asset: currency, tick_size: tick } = proposal
  const lines: [string, string][] = [
    ['Where', venueWords[plan.venue_kind]],
    ['What', `${proposal.side === 'BUY' ? 'Buy' : 'Sell short'} ${quantityOf(proposal.quantity, proposal)}`],
    ['At', `${priceText(proposal.entry_price, tick, currency)}, no worse than ${priceText(proposal.worst_entry, tick, currency)}`],
    ['Worth', money(proposal.notional_exact, { currency })],
    ['Stop', `${priceText(proposal.stop_price, tick, currency)}, placed at the exchange as it fills`],
    ['Worst loss', `${worstLoss(plan)} with costs`],
  ]
  if (proposal.target_price !== null) lines.splice(5, 0, ['Target', priceText(proposal.target_price, tick, currency)])
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 pb-3" data-testid="effect">
      {lines.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
