import { useMemo, useState, type ReactNode } from 'react'
import { Card } from '@/components/Card'
import type { Level } from '@/components/chart/drawing'
import { Problem } from '@/components/Problem'
import { Skeleton } from '@/components/Skeleton'
import { useMarket, useRisk, useStrategies } from '@/lib/api/desk'
import { asApiError } from '@/lib/api/error'
import type { Proposal, Role } from '@/lib/api/types'
import { useDebounced } from '@/lib/useDebounced'
import { useWanted } from '@/lib/stream/context'
import { usePlan, usePreview } from '../api/trade'
import { fieldOf, figureErrors, noFigures, requestOf, type Choice, type Figures } from '../entry'
import { EntryForm } from './EntryForm'
import { PlanPanel } from './PlanPanel'
import { ProposalFigures } from './ProposalFigures'
import { RiskPicture } from './RiskPicture'
import { StopExplained } from './StopExplained'

interface EntryDeskProps {
  choice: Choice
  planId: number | null
  role: Role
  /** A sentence when the page is not connected to the present, else null. */
  connection: string | null
  onChoice: (part: Partial<Choice>) => void
  onPlan: (id: number | null) => void
  onOperation: (id: number) => void
  /** The 15 minute chart of the symbol, with these lines. */
  chart: (symbol: string, levels: readonly Level[]) => ReactNode
}

export function EntryDesk({ choice, planId, role, connection, onChoice, onPlan, onOperation, chart }: EntryDeskProps) {
  const [figures, setFigures] = useState<Figures>(noFigures)
  const [typedFor, setTypedFor] = useState(choice)
  if (typedFor.symbol !== choice.symbol || typedFor.side !== choice.side) {
    setTypedFor(choice)
    // A limit or a quantity of another market or side would be a mistake here.
    setFigures({ ...noFigures, capital: figures.capital })
  }
  const strategies = useStrategies()
  const planQuery = usePlan(planId)
  const plan = planId === null ? null : (planQuery.data ?? null)
  const shown: Choice = plan ? { symbol: plan.proposal.symbol, side: plan.proposal.side, strategy: plan.proposal.strategy_id } : choice
  const market = useMarket(shown.symbol)
  const currency = useRisk().data?.currency
  useWanted([shown.symbol])

  const now = requestOf(choice, figures)
  const key = JSON.stringify(now)
  const rested = useDebounced(key)
  const preview = usePreview(JSON.parse(rested) as typeof now, planId === null)
  const refusal = preview.isError ? asApiError(preview.error) : null
  const fits = preview.data && !preview.isPlaceholderData && key === rested
  const errors = figureErrors(figures)
  const atFault = refusal && fieldOf(refusal.field)
  if (atFault && refusal) errors[atFault] = refusal.message

  const proposal: Proposal | undefined = plan?.proposal ?? (refusal ? undefined : preview.data)
  const samePlace = proposal?.symbol === shown.symbol && proposal.side === shown.side
  const settling = !plan && !fits && !refusal
  // Lines are drawn anew only when one of them moved.
  const drawn = JSON.stringify(samePlace && proposal ? linesOf(proposal) : [])
  const lines = useMemo(() => JSON.parse(drawn) as Level[], [drawn])

  return (
    <div className="grid content-start gap-2 md:gap-3 xl:min-h-0 xl:flex-1 xl:grid-cols-[23rem_minmax(0,1fr)_23rem]">
      <div className="flex min-w-0 flex-col gap-2 md:gap-3 xl:overflow-y-auto">
        <Card title="Entry">
          <EntryForm
            choice={shown}
            figures={plan ? noFigures : figures}
            errors={plan ? {} : errors}
            strategies={strategies.data}
            preview={samePlace && !plan ? preview.data : undefined}
            market={market ?? (samePlace ? proposal : undefined)}
            currency={currency}
            locked={planId !== null}
            onChoice={onChoice}
            onFigures={(part) => setFigures((before) => ({ ...before, ...part }))}
          />
        </Card>
        <Card title="Plan, validate, execute" className="max-xl:order-last">
          {planId !== null && !plan && planQuery.isError ? (
            <div className="p-3">
              <Problem error={planQuery.error} what={`Plan #${planId} could not be read`} act={null} />
              <button type="button" className="chip mt-2" onClick={() => onPlan(null)}>
                Begin anew
              </button>
            </div>
          ) : planId !== null && !plan ? (
            <Skeleton label="Asking for the plan" rows={3} />
          ) : (
            <PlanPanel
              request={refusal || Object.keys(errors).length > 0 ? null : now}
              plan={plan}
              receivedAt={planQuery.dataUpdatedAt}
              role={role}
              connection={connection}
              onPlan={onPlan}
              onOperation={onOperation}
            />
          )}
        </Card>
      </div>
      <div className="flex min-h-104 min-w-0 flex-col max-xl:order-last">{chart(shown.symbol, lines)}</div>
      {/* Longer than the window, so that keys must be able to scroll it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="flex min-w-0 flex-col gap-2 md:gap-3 xl:overflow-y-auto" role="region" aria-label="Figures of the trade" tabIndex={0} aria-busy={settling}>
        <Explained proposal={proposal} refusal={refusal && !plan ? preview.error : null} settling={settling} />
      </div>
    </div>
  )
}

function Explained({ proposal, refusal, settling }: { proposal: Proposal | undefined; refusal: unknown; settling: boolean }) {
  if (refusal) {
    return (
      <Card title="Figures">
        <div className="px-3 pb-3">
          <Problem error={refusal} what="This trade cannot be computed" act={null} />
        </div>
      </Card>
    )
  }
  if (!proposal) {
    return (
      <Card title="Figures">
        <Skeleton label="Computing stop and size" rows={10} />
      </Card>
    )
  }
  const look = settling ? 'opacity-60' : ''
  return (
    <>
      <Card title="Size and risk" className={look}>
        <ProposalFigures proposal={proposal} />
      </Card>
      <Card title="Out of the capital" className={look}>
        <RiskPicture proposal={proposal} />
      </Card>
      <Card title="Where the stop comes from" className={look}>
        <StopExplained proposal={proposal} />
      </Card>
    </>
  )
}

function linesOf(proposal: Proposal): Level[] {
  const lines: Level[] = [
    { kind: 'entry', price: proposal.entry_price, label: 'Entry' },
    { kind: 'stop', price: proposal.stop_price, label: 'Stop' },
  ]
  if (proposal.target_price !== null) lines.push({ kind: 'target', price: proposal.target_price, label: 'Target' })
  proposal.levels.slice(0, 6).forEach((level, index) => lines.push({ kind: level.kind, price: level.price, label: `Level ${index + 1}` }))
  return lines
}
