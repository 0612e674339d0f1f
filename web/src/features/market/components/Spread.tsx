import { add, divide, multiply, parse, subtract, toText } from '@/lib/decimal'
import { money, percent } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import type { LivePrice } from '@/lib/stream/price'

/** Spread in money and as a share of the mid price, as the server counts it. */
export function spreadOf(price: Pick<LivePrice, 'bid' | 'ask'>) {
  const [bid, ask] = [parse(price.bid), parse(price.ask)]
  const spread = subtract(ask, bid)
  const ofMid = divide(multiply(spread, parse('200')), add(ask, bid), 3)
  return { spread: toText(spread), percent: ofMid && toText(ofMid) }
}

export function Spread({ symbol, currency }: { symbol: string; currency: string }) {
  const text = usePrice(symbol, (price) => {
    if (!price) return '—'
    const { spread, percent: share } = spreadOf(price)
    return `${money(spread, { currency })} (${percent(share, { places: 3 })})`
  })
  return <span data-testid="spread">{text}</span>
}
