import { Badge, SideBadge } from '@/components/Badge'
import { Figure, toneClass } from '@/components/Figure'
import { ProtectionBadge } from '@/components/ProtectionBadge'
import type { OperationDetail } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { age, arrows, direction, money, percent, price as priceText, quantityOf, signedRatio, utc } from '@/lib/format'
import { multipleOfRisk, profitOf } from '../figures'
import { useMoving } from '../useMoving'
import { exits, statusLooks } from '../words'

interface OperationHeaderProps {
  operation: OperationDetail
  answeredAt: number
}

export function OperationHeader({ operation: told, answeredAt }: OperationHeaderProps) {
  const operation = useMoving(told, answeredAt)
  const { quote_asset: currency, tick_size: tick } = operation
  const { words, tone } = statusLooks[operation.status]
  const { amount, percent: share, open } = profitOf(operation)
  const towards = direction(amount)
  const multiple = multipleOfRisk(operation)
  return (
    <div className="px-3 pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-lg font-semibold">{operation.symbol}</span>
        <SideBadge side={operation.side} />
        <Badge tone={tone}>{words}</Badge>
        <ProtectionBadge protection={operation.protection} />
        {operation.stale && <Badge tone="caution">price is stale</Badge>}
        {operation.source === 'adopted' && <Badge tone="muted" title="Not executed by Robson: taken over">adopted</Badge>}
      </div>
      <p className={`flex flex-wrap items-baseline gap-x-2 pt-1 ${toneClass(towards)}`} data-testid="operation-pnl">
        <span className="num text-xl font-semibold">{money(amount, { currency, signed: true })}</span>
        <span className="num">({percent(share, { signed: true })})</span>
        <span aria-hidden>{arrows[towards]}</span>
        <span className="num text-base">{multiple === null ? '' : `${signedRatio(multiple)} R`}</span>
        <span className="text-sm text-muted">{open ? 'unrealized, before fees' : operation.status === 'CLOSED' ? 'realized, after fees' : ''}</span>
      </p>
      <dl className="grid grid-cols-1 gap-x-6 pt-2 sm:grid-cols-2 lg:grid-cols-3">
        <Figure label="Entry">{priceText(operation.entry_price, tick, currency)}</Figure>
        <Figure label={operation.status === 'CLOSED' ? 'Last stop' : 'Stop now'}>{priceText(operation.stop_price, tick, currency)}</Figure>
        <Figure label="Target">{priceText(operation.target_price, tick, currency)}</Figure>
        <Figure label="Entered">{quantityOf(operation.quantity, operation)}</Figure>
        <Figure label="Held">{quantityOf(operation.held, operation)}</Figure>
        <Figure label="First stop">{priceText(operation.initial_stop, tick, currency)}</Figure>
        <Figure label={operation.exit_reason ? `Left: ${exits[operation.exit_reason].toLowerCase()}` : 'Left at'}>{priceText(operation.exit_price, tick, currency)}</Figure>
        <Figure label="Fees" title={operation.fees_unvalued ? 'A fee in an asset without a known price is not in it' : undefined}>
          {money(operation.fees, { currency })}
          {operation.fees_unvalued && ' + unvalued'}
        </Figure>
        {operation.status === 'ACTIVE' && <Figure label="Realized so far">{money(operation.realized_pnl, { currency, signed: true })}</Figure>}
        <Figure label="Strategy">{operation.strategy ?? '—'}</Figure>
        <Figure label="Trailing">{operation.trailing ? `on, ${operation.trailing_steps} steps` : 'off'}</Figure>
        <Times operation={operation} />
      </dl>
      {operation.note && <p className="pt-1 text-sm text-muted">{operation.note}</p>}
      {operation.closing && (
        <p className="mt-2 rounded border border-primary px-2 py-1 text-sm" role="status">
          Being left ({exits[operation.closing.reason].toLowerCase()}, asked by {operation.closing.by}):{' '}
          {operation.closing.quantity === null ? 'all of it' : quantityOf(operation.closing.quantity, operation)}{' '}
          {operation.closing.limit_price === null ? 'at market' : `at ${priceText(operation.closing.limit_price, tick, currency)} or better`}
        </p>
      )}
    </div>
  )
}

function Times({ operation }: { operation: OperationDetail }) {
  const now = useNow()
  const opened = Date.parse(operation.opened_at)
  const until = operation.closed_at === null ? now : Date.parse(operation.closed_at)
  return (
    <>
      <Figure label="Opened">{utc(opened)}</Figure>
      <Figure label="Ended">{operation.closed_at === null ? '—' : utc(operation.closed_at)}</Figure>
      <Figure label="Lasted">{age(until - opened)}</Figure>
    </>
  )
}
