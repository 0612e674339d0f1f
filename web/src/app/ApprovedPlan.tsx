import { Skeleton } from '@/components/Skeleton'
import { Failure } from '@/components/Failure'
import { usePlan } from '@/features/trade/api/trade'
import { PlanPanel } from '@/features/trade/components/PlanPanel'
import { ProposalFigures } from '@/features/trade/components/ProposalFigures'
import type { Plan, Role } from '@/lib/api/types'
import { useWanted } from '@/lib/stream/context'

interface ApprovedPlanProps {
  id: number
  role: Role
  connection: string | null
  onChange: (plan: Plan) => void
  onOperation: (id: number) => void
}

/** The plan of an approved signal with its report; it is executed as any other plan, and only if the person says so. */
export function ApprovedPlan({ id, role, connection, onChange, onOperation }: ApprovedPlanProps) {
  const query = usePlan(id)
  const plan = query.data
  useWanted(plan ? [plan.proposal.symbol] : [])
  if (!plan && query.isError) return <Failure what={`Plan #${id} could not be read`} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
  if (!plan) return <Skeleton label="Asking for the plan" rows={8} />
  return (
    <>
      <PlanPanel request={null} plan={plan} receivedAt={query.dataUpdatedAt} role={role} connection={connection} onPlan={() => onChange(plan)} onOperation={onOperation} />
      <details className="border-t border-line">
        <summary className="min-h-9 content-center px-3 text-sm text-muted pointer-coarse:min-h-11">Stop, size and costs of the plan</summary>
        <ProposalFigures proposal={plan.proposal} />
      </details>
    </>
  )
}
