import { Badge } from '@/components/Badge'
import { toneClass } from '@/components/Figure'
import type { BotPosition, BotPositionStatus, HealthStatus } from '@/lib/api/types'
import { arrows, direction, money, share } from '@/lib/format'
import { healthLooks, hedgeLooks } from '../words'

export function HedgeBadge({ status }: { status: BotPositionStatus }) {
  const { words, tone } = hedgeLooks[status]
  return <Badge tone={tone}>{words}</Badge>
}

export function HealthBadge({ health }: { health: HealthStatus }) {
  const { words, tone, mark } = healthLooks[health]
  return (
    <Badge tone={tone}>
      <span aria-hidden>{mark} </span>
      {words}
    </Badge>
  )
}

/** Amount and share of what is deployed; sign, arrow and colour. */
export function HedgeProfit({ position: { total_pnl_usd: amount, total_pnl_pct: part } }: { position: Pick<BotPosition, 'total_pnl_usd' | 'total_pnl_pct'> }) {
  const tone = direction(amount)
  return (
    <span className={`num ${toneClass(tone)}`} title="Price, funding, staking yield, less borrowing and fees; of what is deployed">
      <span aria-hidden className="pr-1 text-xs">
        {arrows[tone]}
      </span>
      {money(amount, { signed: true })}
      <span className="pl-1 text-xs">({share(part, { signed: true })})</span>
    </span>
  )
}

/** The two ratios that a liquidation hangs on. */
export function Ratios({ position }: { position: Pick<BotPosition, 'asgard_hf' | 'hyperliquid_mf'> }) {
  return (
    <span className="num">
      <span title="Health factor of the long leg: 1 − debt / (collateral × liquidation threshold)">HF {share(position.asgard_hf, { places: 1 })}</span>
      <span aria-hidden> · </span>
      <span title="Margin fraction of the short leg: (margin + unrealized + funding) / notional">MF {share(position.hyperliquid_mf, { places: 1 })}</span>
    </span>
  )
}
