import type { RiskMetrics } from '@/lib/api/types'
import { Figure } from '@/components/Figure'
import { money, percent } from '@/lib/format'

function part(amount: string, limit: string | null): number {
  const whole = Number(limit)
  return limit !== null && whole > 0 ? Math.min(100, Math.max(0, (Number(amount) / whole) * 100)) : 0
}

/** The month's risk budget: what was lost, what open operations can still lose, what is left. */
export function BudgetMeter({ risk }: { risk: RiskMetrics }) {
  const { month, currency } = risk
  const used = part(month.used, month.limit)
  const reserved = Math.min(100 - used, part(month.reserved, month.limit))
  const words =
    month.limit === null
      ? 'The month’s budget is not known until an account was read'
      : `Of ${money(month.limit, { currency })} that may be lost this month, ${money(month.used, { currency })} is lost, ` +
        `${money(month.reserved, { currency })} is reserved for open operations and ${money(month.left, { currency })} is left`
  return (
    <div className="px-3 pb-3">
      <div role="img" aria-label={words} data-testid="budget" className="my-2 flex h-5 overflow-hidden rounded border border-line-strong bg-page">
        <div className="bg-danger" style={{ width: `${used}%` }} />
        <div className="bg-warning" style={{ width: `${reserved}%` }} />
      </div>
      <dl className="grid gap-x-6 sm:grid-cols-2">
        <Figure label="Lost so far" title="Realized losses of the month">
          <Dot look="bg-danger" /> {money(month.used, { currency })}
        </Figure>
        <Figure label="Reserved" title="What open operations can still lose">
          <Dot look="bg-warning" /> {money(month.reserved, { currency })}
        </Figure>
        <Figure label="Left">
          <Dot look="border border-line-strong bg-page" /> {money(month.left, { currency })}
        </Figure>
        <Figure label={`Limit (${percent(month.limit_percent, { places: 0 })})`} title="Of the equity at the month's start">
          {money(month.limit, { currency })}
        </Figure>
        <Figure label="In use">{percent(month.used_percent)}</Figure>
        <Figure label="Equity at the start">{money(month.base, { currency })}</Figure>
        <Figure label={`Realized in ${month.month}`}>{money(month.realized, { currency, signed: true })}</Figure>
      </dl>
    </div>
  )
}

function Dot({ look }: { look: string }) {
  return <span aria-hidden className={`mr-1 inline-block size-2.5 rounded-sm ${look}`} />
}
