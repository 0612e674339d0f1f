import { price as priceText } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import { shownPrice } from '@/lib/stream/price'
import { usePriceSnapshot } from '../api/price'
import { Spread } from './Spread'

/** The price of a symbol in one line; keeps it streaming while it is shown. */
export function PriceStrip({ symbol, currency }: { symbol: string; currency: string }) {
  usePriceSnapshot(symbol)
  const text = usePrice(symbol, (price) => (price ? priceText(shownPrice(price), price.tickSize ?? '0.01', currency) : '—'))
  const changes = usePrice(symbol, (price) => price?.changes ?? 0)
  const move = usePrice(symbol, (price) => price?.move ?? 'flat')
  return (
    <span className="flex items-baseline gap-3">
      <span key={changes} className={`num rounded px-1 text-base font-semibold text-text ${changes > 0 && move !== 'flat' ? `flash-${move}` : ''}`} data-testid="strip-price">
        {text}
      </span>
      <span className="num max-md:hidden" title="Spread">
        <Spread symbol={symbol} currency={currency} />
      </span>
    </span>
  )
}
