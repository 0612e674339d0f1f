import { Card, type CardLink } from '@/components/Card'
import { Failure } from '@/components/Failure'
import { Figure } from '@/components/Figure'
import { Skeleton } from '@/components/Skeleton'
import type { PortfolioSummary } from '@/lib/api/types'
import type { DecimalText } from '@/lib/decimal'
import { direction, money, percent } from '@/lib/format'
import { usePolledFreshness } from '@/lib/freshness'
import { plus } from '@/lib/positions/value'
import { useSummary } from '../api/summary'

interface AccountCardProps {
  /** Of all positions, moved on by the stream; null leaves the server's own figure. */
  liveUnrealized: DecimalText | null
  opens?: CardLink | undefined
}

export function AccountCard({ liveUnrealized, opens }: AccountCardProps) {
  const query = useSummary()
  const { confirmedAt, stale } = usePolledFreshness(query, query.data?.stale, 'stats')
  return (
    <Card title="Account" opens={opens} confirmedAt={confirmedAt} stale={stale}>
      {query.data ? (
        <Lines summary={query.data} unrealized={liveUnrealized ?? query.data.unrealized_pnl} />
      ) : query.isError ? (
        <Failure
          what="The account could not be read"
          error={query.error}
          retrying={query.isFetching}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <Skeleton label="Asking for the account" rows={7} />
      )}
    </Card>
  )
}

function Lines({ summary, unrealized }: { summary: PortfolioSummary; unrealized: DecimalText | null }) {
  const { currency } = summary
  const total = plus(summary.realized_pnl, unrealized)
  const signed = { currency, signed: true }
  return (
    <dl className="px-3 pb-2">
      <div className="flex items-baseline justify-between pb-1" title={`All assets, valued in ${currency}`}>
        <dt className="text-sm text-muted">Total balance</dt>
        <dd className="num text-lg font-semibold" data-testid="total-balance">
          {money(summary.total_balance, { currency })}
        </dd>
      </div>
      <Figure label="Available" title={`Free ${currency}`}>
        {money(summary.available_balance, { currency })}
      </Figure>
      <Figure label="In positions">{money(summary.positions_value, { currency })}</Figure>
      <Figure label="Exposure" title="Positions as a share of the total balance">
        {percent(summary.exposure_percent)}
      </Figure>
      <div className="my-1 border-t border-line" />
      <Figure label="Unrealized P&L" tone={direction(unrealized)}>
        {money(unrealized, signed)}
      </Figure>
      <Figure label="Realized P&L" tone={direction(summary.realized_pnl)}>
        {money(summary.realized_pnl, signed)}
      </Figure>
      <Figure label="Total P&L" tone={direction(total)}>
        {money(total, signed)}
      </Figure>
      <Figure label="Worst case" title="Lost if every stop fills at its price">
        {money(summary.worst_case, { currency })}
      </Figure>
    </dl>
  )
}
