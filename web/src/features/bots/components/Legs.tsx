import type { ReactNode } from 'react'
import { Badge } from '@/components/Badge'
import { Card } from '@/components/Card'
import { Figure } from '@/components/Figure'
import type { BotPositionDetail, BotRiskConfig } from '@/lib/api/types'
import type { DecimalText } from '@/lib/decimal'
import { direction, money, quantity, share, unknown, type Figure as Amount } from '@/lib/format'
import { legLooks, legs } from '../words'
import { RiskMeter } from './RiskMeter'

interface LegsProps {
  position: BotPositionDetail
  limits: BotRiskConfig | undefined
  fresh: { confirmedAt: number | null; stale: boolean }
}

/** A price of a leg: as many digits as it was told with. */
const at = (price: Amount) => money(price)

/** Both legs beside each other: what each is, and how far each is from being liquidated. */
export function Legs({ position, limits, fresh }: LegsProps) {
  const { asgard, hyperliquid: perp, asset, token } = position
  return (
    <div className="grid gap-2 md:grid-cols-2 md:gap-3">
      <Card title={legs.asgard} aside={<Badge tone={legLooks[asgard.state].tone}>{legLooks[asgard.state].words}</Badge>} {...fresh}>
        <Body
          detail={asgard.detail}
          meters={
            <Meters
              distance={asgard.distance_to_liquidation}
              ratio={asgard.current_health_factor}
              name="Health factor"
              note="1 − debt / (collateral × liquidation threshold); liquidated at 0"
              limits={limits && { warning: limits.health_factor_warning, critical: limits.health_factor_critical, emergency: limits.health_factor_emergency }}
            />
          }
        >
          <Figure label={`${token} held`}>{quantity(asgard.token_a_amount, token)}</Figure>
          <Figure label="Collateral" title="All of it, at mark">
            {money(asgard.collateral_usd)}
          </Figure>
          <Figure label="Debt">{money(asgard.debt_usd)}</Figure>
          <Figure label="Entry price">{at(asgard.entry_price)}</Figure>
          <Figure label="Price now">{at(asgard.current_price)}</Figure>
          <Figure label="Liquidation at">{at(asgard.liquidation_price)}</Figure>
          {asgard.position_pda !== null && (
            <Figure label="Account">
              <span className="inline-block max-w-40 truncate align-bottom text-xs select-all" title={asgard.position_pda}>
                {asgard.position_pda}
              </span>
            </Figure>
          )}
        </Body>
      </Card>
      <Card title={legs.hyperliquid} aside={<Badge tone={legLooks[perp.state].tone}>{legLooks[perp.state].words}</Badge>} {...fresh}>
        <Body
          detail={perp.detail}
          meters={
            <Meters
              distance={perp.distance_to_liquidation}
              ratio={perp.margin_fraction}
              name="Margin fraction"
              note="(margin + unrealized + funding) / notional; liquidated at the maintenance margin"
              limits={limits && { warning: limits.margin_fraction_warning, critical: limits.margin_fraction_critical, emergency: limits.margin_fraction_emergency }}
            />
          }
        >
          <Figure label="Size">{quantity(perp.size, asset)}</Figure>
          <Figure label="Leverage">{Number(perp.leverage)}×</Figure>
          <Figure label="Margin">{money(perp.margin_used)}</Figure>
          <Figure label="Entry price">{at(perp.entry_px)}</Figure>
          <Figure label="Mark price now">{at(perp.mark_px)}</Figure>
          <Figure label="Liquidation at">{at(perp.liquidation_px)}</Figure>
          <Figure label="Funding an hour" tone={direction(perp.funding_received_rate)} title={`The venue’s rate: ${share(perp.funding_rate, { signed: true, places: 4 })}; positive: longs pay shorts`}>
            {perp.funding_received_rate === null ? unknown : `${share(perp.funding_received_rate, { signed: true, places: 4 })} ${direction(perp.funding_received_rate) === 'down' ? 'paid' : 'received'}`}
          </Figure>
        </Body>
      </Card>
    </div>
  )
}

function Body({ detail, meters, children }: { detail: string | null; meters: ReactNode; children: ReactNode }) {
  return (
    <div className="px-3 pb-3">
      {detail && <p className="mb-1 rounded border border-danger px-2 py-1 text-sm text-danger-ink">{detail}</p>}
      <dl>{children}</dl>
      {meters}
    </div>
  )
}

interface MetersProps {
  distance: DecimalText | null
  ratio: DecimalText | null
  name: string
  note: string
  limits: { warning: DecimalText; critical: DecimalText; emergency: DecimalText } | undefined
}

function Meters({ distance, ratio, name, note, limits }: MetersProps) {
  return (
    <div className="mt-2 border-t border-line pt-1">
      <RiskMeter label="Distance to liquidation" value={distance} full={0.5} note="How far the price may still go against this leg" />
      <RiskMeter label={name} value={ratio} full={0.5} limits={limits} note={note} />
    </div>
  )
}
