import { money, percent, price as priceText } from '@/lib/format'
import { useLive, type Held } from '@/lib/positions/useLive'

/** Stop and target: the level, how far it is, and what happens to the money there. */
export function LevelRows({ held }: { held: Held }) {
  const { position } = held
  const { quote_asset: currency, tick_size: tick } = position
  const toStop = useLive(held, (live) => live.distance_to_stop_percent)
  const toTarget = useLive(held, (live) => live.distance_to_target_percent)
  const lossFree = position.loss_at_stop === '0' || position.loss_at_stop === '0.00'
  return (
    <div className="grid grid-cols-2 gap-x-4 pt-1 text-sm">
      <dl className="border-l-2 border-danger pl-2" data-testid="stop">
        <dt className="text-xs text-muted">Stop</dt>
        <dd className="num font-medium">{priceText(position.stop_loss, tick, currency)}</dd>
        <dd className="num text-muted">
          <span data-testid="to-stop">{percent(toStop, { signed: true })}</span> away
        </dd>
        <dd className="text-muted">
          {lossFree ? 'no loss left' : <>lose <span className="num text-down-ink">{money(position.loss_at_stop, { currency })}</span></>}
        </dd>
      </dl>
      <dl className="border-r-2 border-success pr-2 text-right" data-testid="target">
        <dt className="text-xs text-muted">Target</dt>
        <dd className="num font-medium">{priceText(position.take_profit, tick, currency)}</dd>
        <dd className="num text-muted">
          <span data-testid="to-target">{percent(toTarget, { signed: true })}</span> to go
        </dd>
        <dd className="text-muted">
          gain <span className="num text-up-ink">{money(position.gain_at_target, { currency })}</span>
        </dd>
      </dl>
    </div>
  )
}
