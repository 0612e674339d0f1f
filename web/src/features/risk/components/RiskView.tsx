import { Badge } from '@/components/Badge'
import { Card } from '@/components/Card'
import { Figure } from '@/components/Figure'
import { InnerLink } from '@/components/InnerLink'
import { Loaded } from '@/components/Loaded'
import { useRisk } from '@/lib/api/desk'
import type { RiskMetrics, Role } from '@/lib/api/types'
import { money, percent, utc } from '@/lib/format'
import { usePolledFreshness } from '@/lib/freshness'
import { BudgetMeter } from './BudgetMeter'
import { Switches } from './SwitchesCard'

interface RiskViewProps {
  role: Role
  onOperation: (id: number) => void
}

export function RiskView({ role, onOperation }: RiskViewProps) {
  const query = useRisk(true)
  const fresh = usePolledFreshness(query, query.data?.stale)
  if (!query.data) {
    return (
      <Card title="Risk">
        <Loaded query={query} what="The risk figures" rows={14}>
          {() => null}
        </Loaded>
      </Card>
    )
  }
  const risk = query.data
  return (
    <div className="grid content-start gap-2 md:grid-cols-2 md:gap-3 2xl:grid-cols-3">
      <Card title="Risk budget of the month" {...fresh}>
        <BudgetMeter risk={risk} />
      </Card>
      <Card title="Switches">
        <Switches risk={risk} role={role} />
      </Card>
      <Card title="If every stop fills" {...fresh}>
        <WorstCase risk={risk} onOperation={onOperation} />
      </Card>
      <Card title="Protection and limits" {...fresh}>
        <Limits risk={risk} />
      </Card>
      <Card title="Exposure" {...fresh}>
        <Exposure risk={risk} />
      </Card>
      <Card title={`Alarms (${risk.alarms.length})`}>
        <Alarms risk={risk} onOperation={onOperation} />
      </Card>
      <Card title={`Differences with the exchange (${risk.differences.length})`} className="md:col-span-full">
        <Differences risk={risk} onOperation={onOperation} />
      </Card>
    </div>
  )
}

interface PartProps {
  risk: RiskMetrics
  onOperation: (id: number) => void
}

function OperationLink({ id, onOperation }: { id: number; onOperation: (id: number) => void }) {
  return (
    <InnerLink href={`/operations/${id}`} onOpen={() => onOperation(id)} className="num text-primary-ink underline" label={`Operation ${id}`}>
      #{id}
    </InnerLink>
  )
}

function WorstCase({ risk, onOperation }: PartProps) {
  const { currency } = risk
  return (
    <div className="px-3 pb-3">
      <p className="num pb-1 text-lg font-semibold" data-testid="worst-case">
        {money(risk.worst_case, { currency })} lost
      </p>
      <ul className="max-h-56 overflow-y-auto text-sm">
        {risk.worst_cases.map((each) => (
          <li key={each.operation_id} className="flex justify-between gap-3 border-t border-line py-1">
            <span>
              {each.symbol} <OperationLink id={each.operation_id} onOperation={onOperation} />
            </span>
            <span className="num">{money(each.amount, { currency })}</span>
          </li>
        ))}
      </ul>
      {risk.worst_cases.length === 0 && <p className="text-sm text-muted">No open operation.</p>}
    </div>
  )
}

function Limits({ risk }: { risk: RiskMetrics }) {
  const { currency } = risk
  const bare = risk.unprotected_positions.length
  return (
    <dl className="px-3 pb-3">
      <Figure label="Without a stop at the exchange" tone={bare > 0 ? 'down' : 'flat'}>
        {bare === 0 ? 'none' : `${bare} for ${risk.unprotected_seconds_now} s`}
      </Figure>
      <Figure label="Unprotected seconds, all together" title="Of all operations, ended ones too">
        {risk.unprotected_seconds_total} s
      </Figure>
      <Figure label="Trades today">
        {risk.trades_today} of {risk.trades_limit}
      </Figure>
      <Figure label="Equity">{money(risk.equity, { currency })}</Figure>
      <Figure label="Highest equity">{money(risk.peak_equity, { currency })}</Figure>
      <Figure label="Drawdown" title="Below the highest equity">
        {money(risk.drawdown, { currency })} ({percent(risk.drawdown_percent)})
      </Figure>
    </dl>
  )
}

function Exposure({ risk }: { risk: RiskMetrics }) {
  const { currency } = risk
  return (
    <div className="px-3 pb-3">
      <p className="num pb-1 text-lg font-semibold">
        {money(risk.exposure, { currency })} <span className="text-sm font-normal text-muted">{percent(risk.exposure_percent)} of the equity</span>
      </p>
      <ul className="text-sm">
        {risk.exposure_by_symbol.map((each) => (
          <li key={each.symbol} className="border-t border-line py-1.5">
            <div className="flex justify-between gap-3">
              <span>
                {each.symbol} <span className="text-muted">({each.positions})</span>
              </span>
              <span className="num">
                {money(each.value, { currency })} <span className="text-muted">{percent(each.share_percent)} of all</span>
              </span>
            </div>
            <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded bg-line">
              <div className="h-full bg-primary" style={{ width: `${Math.min(100, Math.max(0, Number(each.share_percent ?? 0)))}%` }} />
            </div>
          </li>
        ))}
      </ul>
      {risk.exposure_by_symbol.length === 0 && <p className="text-sm text-muted">Nothing is held in positions.</p>}
    </div>
  )
}

function Alarms({ risk, onOperation }: PartProps) {
  if (risk.alarms.length === 0) return <p className="px-3 pb-3 text-sm text-success-ink">✓ Nothing is alarming.</p>
  return (
    <ul className="px-3 pb-3 text-sm">
      {risk.alarms.map((alarm) => (
        <li key={`${alarm.code} ${alarm.operation_id} ${alarm.since}`} className="flex flex-wrap items-baseline gap-2 border-t border-line py-1.5 first:border-t-0">
          <Badge tone={alarm.severity === 'critical' ? 'danger' : 'caution'}>{alarm.severity}</Badge>
          <span className="min-w-0 flex-1">
            {alarm.text} {alarm.operation_id !== null && <OperationLink id={alarm.operation_id} onOperation={onOperation} />}
            <span className="num block text-xs text-muted">
              {alarm.code} {alarm.since && `since ${utc(alarm.since)}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Differences({ risk, onOperation }: PartProps) {
  if (risk.differences.length === 0) {
    return <p className="px-3 pb-3 text-sm text-success-ink">✓ Orders, fills, balances and protection agree with the exchange.</p>
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className="max-h-80 overflow-y-auto px-3 pb-3 text-sm" tabIndex={0} aria-label="Differences, newest first">
      {risk.differences.map((difference, index) => (
        <li key={`${difference.at} ${index}`} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1 first:border-t-0">
          <span className="num text-xs text-muted">{utc(difference.at)}</span>
          <Badge tone="muted">{difference.kind}</Badge>
          <span className="min-w-0 flex-1">
            {difference.text} {difference.operation_id !== null && <OperationLink id={difference.operation_id} onOperation={onOperation} />}
          </span>
        </li>
      ))}
    </ul>
  )
}
