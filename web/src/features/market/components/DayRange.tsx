import { Age } from '@/components/Age'
import { Figure } from '@/components/Figure'
import { useNow } from '@/lib/clock'
import { direction, percent, price as priceText } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import { useTicker } from '../api/ticker'

/** It is asked for every 30 s: two rounds, and something. */
const oldAfterMs = 70_000

/** The last 24 hours. Beside the price it is a courtesy: until it is known its lines read "—", and old ones say so. */
export function DayRange({ symbol }: { symbol: string }) {
  const { data, dataUpdatedAt, isError } = useTicker(symbol)
  const now = useNow()
  const old = data !== undefined && (isError || now - dataUpdatedAt > oldAfterMs)
  const tick = usePrice(symbol, (price) => price?.tickSize ?? '0.01')
  const change = data?.price_change_percent
  const look = old ? 'old' : ''
  return (
    <>
      <Figure label="24 h" tone={direction(change)} title="Change over the last 24 hours">
        {old && <Age confirmedAt={dataUpdatedAt} stale />} <span className={look}>{percent(change, { signed: true })}</span>
      </Figure>
      <Figure label="24 h low – high">
        <span className={look}>{data ? `${priceText(data.low, tick)} – ${priceText(data.high, tick)}` : '—'}</span>
      </Figure>
    </>
  )
}
