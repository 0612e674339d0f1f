import { Badge } from '@/components/Badge'
import { Figure } from '@/components/Figure'
import type { Proposal } from '@/lib/api/types'
import { money, percent, price as priceText, quantityOf, ratio, unitOf } from '@/lib/format'
import { confidences, methods } from '../words'

export function ProposalFigures({ proposal }: { proposal: Proposal }) {
  const { quote_asset: currency, tick_size: tick } = proposal
  const at = (level: Proposal['target_price']) => priceText(level, tick, currency)
  const confidence = proposal.stop_confidence && confidences[proposal.stop_confidence]
  return (
    <div className="px-3 pb-2" data-testid="proposal">
      <div className="flex flex-wrap items-center gap-2 pb-1">
        <span className="num text-lg font-semibold" data-testid="size">
          {quantityOf(proposal.quantity, proposal)}
        </span>
        {confidence && <Badge tone={confidence.tone}>{confidence.words}</Badge>}
      </div>
      <dl className="grid grid-cols-1 gap-x-5 sm:grid-cols-2 xl:grid-cols-1">
        <Figure label="Entry" title={proposal.entry_source === 'limit' ? 'Your limit' : 'The quote of this moment'}>
          {at(proposal.entry_price)}
        </Figure>
        <Figure label="At worst filled at" title="The limit of the entry order: it can fill no worse">
          {at(proposal.worst_entry)}
        </Figure>
        <Figure label="Stop" title={`Found ${methods[proposal.stop_method]}`}>
          <span data-testid="stop-price">{at(proposal.stop_price)}</span>
        </Figure>
        <Figure label="Distance to the stop">{percent(proposal.distance_percent)}</Figure>
        <Figure label="Target">{at(proposal.target_price)}</Figure>
        <Figure label="Reward : risk">{ratio(proposal.reward_risk)}</Figure>
        <Figure label="Worth" title={unitOf(proposal) === 'lots' ? 'Entry × quantity × contract size' : 'Entry × quantity'}>
          {money(proposal.notional_exact, { currency })}
        </Figure>
        <Figure label="Lost at the stop" tone="down">
          {money(proposal.risk_amount_exact, { currency })} ({percent(proposal.risk_percent)})
        </Figure>
        <Figure label="Fees, both sides" title="An estimate by the strategy's taker fee">
          {money(proposal.fees, { currency })}
        </Figure>
        <Figure label="Lost at the stop with costs" title="With fees and expected slippage of both sides">
          {money(proposal.executable_risk, { currency })}
        </Figure>
        <Figure label="Gained at the target" tone="up" title="Before fees">
          {money(proposal.gain_at_target, { currency })}
        </Figure>
      </dl>
      {proposal.warnings.length > 0 && (
        <ul className="mt-1 list-disc rounded border border-warning py-1 pr-2 pl-6 text-sm text-warning-ink">
          {proposal.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
