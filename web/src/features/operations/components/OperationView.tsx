import { useMemo, type ReactNode } from 'react'
import { Card } from '@/components/Card'
import type { Level, Mark } from '@/components/chart/drawing'
import { Loaded } from '@/components/Loaded'
import type { OperationDetail } from '@/lib/api/types'
import { usePolledFreshness } from '@/lib/freshness'
import { useOperation, useProofs, useTrades } from '../api/operations'
import { levelsOf, marksOf, marksOfFills } from '../lines'
import { OperationHeader } from './OperationHeader'
import { FillTable, OrderTable } from './OrdersAndFills'
import { ProofView } from './ProofCard'
import { ProtectionHistory } from './ProtectionHistory'
import { Timeline } from './Timeline'

interface OperationViewProps {
  id: number
  /** What can be done with an open one. */
  actions: (operation: OperationDetail) => ReactNode
  chart: (symbol: string, levels: readonly Level[], marks: readonly Mark[]) => ReactNode
}

export function OperationView({ id, actions, chart }: OperationViewProps) {
  const query = useOperation(id)
  const open = query.data?.status === 'ACTIVE' || query.data?.status === 'PLANNED'
  const freshness = usePolledFreshness(query, false, 'operations')
  return query.data ? (
    <Body operation={query.data} answeredAt={query.dataUpdatedAt} confirmedAt={open ? freshness.confirmedAt : null} stale={open && freshness.stale} actions={actions} chart={chart} />
  ) : (
    <Card title={`Operation ${id}`}>
      <Loaded query={query} what={`Operation ${id}`} rows={12}>
        {() => null}
      </Loaded>
    </Card>
  )
}

interface BodyProps extends Omit<OperationViewProps, 'id'> {
  operation: OperationDetail
  answeredAt: number
  confirmedAt: number | null
  stale: boolean
}

function Body({ operation, answeredAt, confirmedAt, stale, actions, chart }: BodyProps) {
  const changes = operation.timeline.length
  const trades = useTrades(operation.id, changes)
  const proofs = useProofs(operation.id, changes)
  const left = operation.exit_reason !== null || (proofs.data?.proofs.length ?? 0) > 0
  const drawn = JSON.stringify([levelsOf(operation), trades.data ? marksOfFills(trades.data.trades) : marksOf(operation)])
  const [levels, marks] = useMemo(() => JSON.parse(drawn) as [Level[], Mark[]], [drawn])
  return (
    <div className="grid content-start gap-2 md:gap-3 xl:grid-cols-[minmax(0,1fr)_27rem]">
      <div className="flex min-w-0 flex-col gap-2 md:gap-3">
        <Card title={`Operation ${operation.id}`} confirmedAt={confirmedAt} stale={stale}>
          <OperationHeader operation={operation} answeredAt={answeredAt} />
          {operation.status === 'ACTIVE' && <div className="px-3 pb-3">{actions(operation)}</div>}
        </Card>
        <div className="flex h-104 flex-col">{chart(operation.symbol, levels, marks)}</div>
        <Card title="Orders">
          <OrderTable operation={operation} />
        </Card>
        <Card title="Fills">
          <Loaded query={trades} what="The fills" rows={3}>
            {(data) => <FillTable trades={data.trades} operation={operation} />}
          </Loaded>
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-2 md:gap-3">
        <Card title="Proof of the exit">
          <Loaded query={proofs} what="The proof" rows={5}>
            {(data) =>
              data.proofs.length > 0 ? (
                data.proofs.map((proof) => <ProofView key={proof.client_order_id} proof={proof} operation={operation} />)
              ) : (
                <p className="px-3 pb-3 text-muted">{left ? 'No proof was recorded for this exit.' : 'It has not been left yet: the proof of each exit will stand here.'}</p>
              )
            }
          </Loaded>
        </Card>
        <Card title="Protection">
          <ProtectionHistory operation={operation} />
        </Card>
        <Card title="Timeline">
          <Timeline operation={operation} />
        </Card>
      </div>
    </div>
  )
}
