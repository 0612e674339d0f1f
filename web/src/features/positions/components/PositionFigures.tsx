import { Figure } from '@/components/Figure'
import { money, price as priceText, quantityOf, ratio } from '@/lib/format'
import { useLive, type Held } from '@/lib/positions/useLive'

export function PositionFigures({ held }: { held: Held }) {
  const { position } = held
  const { quote_asset: currency, tick_size: tick } = position
  return (
    <dl className="grid grid-cols-2 gap-x-4 pt-1.5">
      <Figure label="Entry">{priceText(position.entry_price, tick, currency)}</Figure>
      <Current held={held} />
      <Figure label="Cost" title="Entry price × quantity">
        {money(position.cost, { currency })}
      </Figure>
      <Value held={held} />
      <Figure label="Quantity">
        <span className="whitespace-normal">{quantityOf(position.quantity, position)}</span>
      </Figure>
      <Figure label="Reward : risk" title="Gain at target for each unit lost at the stop">
        {ratio(position.reward_risk)}
      </Figure>
    </dl>
  )
}

function Current({ held }: { held: Held }) {
  const { position } = held
  const current = useLive(held, (live) => live.current_price)
  const where = position.side === 'BUY' ? 'best bid' : 'best ask'
  return (
    <Figure label="Current" title={`What it could be closed at now: the ${where} at ${position.price_source ?? 'the exchange'}`}>
      <span data-testid="current">{priceText(current, position.tick_size, position.quote_asset)}</span>
    </Figure>
  )
}

function Value({ held }: { held: Held }) {
  const value = useLive(held, (live) => live.value)
  return (
    <Figure label="Value" title="Current price × quantity">
      {money(value, { currency: held.position.quote_asset })}
    </Figure>
  )
}
