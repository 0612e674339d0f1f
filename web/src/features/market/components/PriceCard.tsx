import { Card, type CardLink } from '@/components/Card'
import { Failure } from '@/components/Failure'
import { Figure } from '@/components/Figure'
import { Latency } from '@/components/LatencyPanel'
import { Skeleton } from '@/components/Skeleton'
import { useNow } from '@/lib/clock'
import type { DecimalText } from '@/lib/decimal'
import { price as priceText } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import { isStale, type LivePrice } from '@/lib/stream/price'
import { usePriceSnapshot } from '../api/price'
import { DayRange } from './DayRange'
import { LastPrice } from './LastPrice'
import { Spread } from './Spread'

interface PriceCardProps {
  symbol: string
  currency: string
  opens?: CardLink
}

export function PriceCard({ symbol, currency, opens }: PriceCardProps) {
  const snapshot = usePriceSnapshot(symbol)
  const known = usePrice(symbol, (price) => price !== undefined)
  const confirmedAt = usePrice(symbol, (price) => (price ? Math.floor(price.confirmedAt / 1000) * 1000 : null))
  const now = useNow()
  const stale = usePrice(symbol, (price) => price !== undefined && isStale(price, now))
  return (
    <Card title={`Price ${symbol}`} opens={opens} aside={<Latency symbol={symbol} />} confirmedAt={confirmedAt} stale={stale}>
      {known ? (
        <Body symbol={symbol} currency={currency} />
      ) : snapshot.isError ? (
        <Failure
          what={`No price for ${symbol}`}
          error={snapshot.error}
          retrying={snapshot.isFetching}
          onRetry={() => void snapshot.refetch()}
        />
      ) : (
        <Skeleton label={`Asking for the price of ${symbol}`} rows={4} />
      )}
    </Card>
  )
}

function Body({ symbol, currency }: { symbol: string; currency: string }) {
  return (
    <div className="px-3 pb-2">
      <LastPrice symbol={symbol} currency={currency} />
      <dl>
        <Cell symbol={symbol} label="Bid" pick={(price) => price.bid} />
        <Cell symbol={symbol} label="Ask" pick={(price) => price.ask} />
        <Figure label="Spread">
          <Spread symbol={symbol} currency={currency} />
        </Figure>
        <DayRange symbol={symbol} />
      </dl>
    </div>
  )
}

function Cell({ symbol, label, pick }: { symbol: string; label: string; pick: (price: LivePrice) => DecimalText }) {
  const text = usePrice(symbol, (price) => (price ? priceText(pick(price), price.tickSize ?? '0.01') : '—'))
  const source = usePrice(symbol, (price) => price?.source)
  return (
    <Figure label={label} title={`Best ${label.toLowerCase()} at ${source ?? 'the exchange'}`}>
      {text}
    </Figure>
  )
}
