import { Figure } from '@/components/Figure'
import { direction, percent, price as priceText } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import { useTicker } from '../api/ticker'

/** The last 24 hours. Beside the price it is a courtesy: until it is known, or if it fails, its lines read "—". */
export function DayRange({ symbol }: { symbol: string }) {
  const { data } = useTicker(symbol)
  const tick = usePrice(symbol, (price) => price?.tickSize ?? '0.01')
  const change = data?.price_change_percent
  return (
    <>
      <Figure label="24 h" tone={direction(change)} title="Change over the last 24 hours">
        {percent(change, { signed: true })}
      </Figure>
      <Figure label="24 h low – high">
        {data ? `${priceText(data.low, tick)} – ${priceText(data.high, tick)}` : '—'}
      </Figure>
    </>
  )
}
