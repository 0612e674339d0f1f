import type { Proposal } from '@/lib/api/types'
import { money, percent } from '@/lib/format'
import { multiply, parse, toText } from '@/lib/decimal'
import { share } from '../entry'

const width = (percentage: number) => `${percentage.toFixed(3)}%`

/** The 1 % rule as a picture: the whole bar is the capital. */
export function RiskPicture({ proposal }: { proposal: Proposal }) {
  const currency = proposal.quote_asset
  const position = share(proposal.notional, proposal.capital)
  const risk = share(proposal.risk_amount_exact, proposal.capital)
  const cap = Number(proposal.max_notional_fraction) * 100
  const allowed = toText(multiply(parse(proposal.risk_fraction), parse('100')))
  const words =
    `Of ${money(proposal.capital, { currency })} capital, ${money(proposal.notional, { currency })} goes into the position ` +
    `and ${money(proposal.risk_amount_exact, { currency })} (${percent(proposal.risk_percent)}) is lost at the stop; ` +
    `${percent(allowed)} is allowed.`
  return (
    <figure className="px-3 pb-3">
      <div role="img" aria-label={words} data-testid="risk-picture" className="relative mt-5 h-9 rounded border border-line-strong bg-page">
        <div className="absolute inset-y-0 left-0 rounded-l bg-primary/35" style={{ width: width(position) }} />
        <div className="absolute inset-y-0 left-0 min-w-1 rounded-l bg-danger" style={{ width: width(risk) }} />
        <div className="absolute -top-1 -bottom-1 border-l-2 border-dashed border-warning" style={{ left: width(cap) }} />
        <span aria-hidden className="absolute -top-5 -translate-x-1/2 text-xs whitespace-nowrap text-warning-ink" style={{ left: width(cap) }}>
          cap {percent(toText(multiply(parse(proposal.max_notional_fraction), parse('100'))), { places: 0 })}
        </span>
      </div>
      <figcaption className="grid grid-cols-[auto_1fr_auto] items-baseline gap-x-2 pt-2 text-sm">
        <Key look="bg-danger" name="Lost at the stop" value={money(proposal.risk_amount_exact, { currency })} of={percent(proposal.risk_percent)} />
        <Key look="bg-primary/35" name="In the position" value={money(proposal.notional, { currency })} of={percent(`${position.toFixed(2)}` as `${number}`)} />
        <Key look="bg-page border border-line-strong" name="Capital" value={money(proposal.capital, { currency })} of={`rule ${percent(allowed)}`} />
      </figcaption>
      {proposal.is_capped && (
        <p className="pt-1.5 text-sm text-warning-ink">The size is bound by the cap, so that less is risked than the rule would allow.</p>
      )}
    </figure>
  )
}

function Key({ look, name, value, of }: { look: string; name: string; value: string; of: string }) {
  return (
    <>
      <span aria-hidden className={`size-2.5 self-center rounded-sm ${look}`} />
      <span className="text-muted">{name}</span>
      <span className="num text-right">
        {value} <span className="text-muted">({of})</span>
      </span>
    </>
  )
}
