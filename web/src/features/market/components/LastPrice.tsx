import { arrows, price as priceText } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import { shownPrice } from '@/lib/stream/price'

const words = { up: 'rising', down: 'falling', flat: 'unchanged' } as const
const inks = { up: 'text-up-ink', down: 'text-down-ink', flat: '' } as const

/** The headline. Its key changes with each distinct price, which starts the flash anew. */
export function LastPrice({ symbol, currency }: { symbol: string; currency: string }) {
  const text = usePrice(symbol, (price) => (price ? priceText(shownPrice(price), price.tickSize ?? '0.01', currency) : '—'))
  const move = usePrice(symbol, (price) => price?.move ?? 'flat')
  const changes = usePrice(symbol, (price) => price?.changes ?? 0)
  const traded = usePrice(symbol, (price) => price?.last != null)
  return (
    <p
      className="flex items-baseline gap-2 pb-1"
      title={traded ? 'Last trade at the exchange' : 'No trade is known yet: this is the best bid'}
    >
      <span
        key={changes}
        data-testid="last-price"
        data-changes={changes}
        className={`num -mx-1 rounded px-1 text-xl font-semibold ${changes > 0 && move !== 'flat' ? `flash-${move}` : ''}`}
      >
        {text}
      </span>
      <span className={`w-4 text-center ${inks[move]}`}>
        <span aria-hidden>{arrows[move]}</span>
        <span className="sr-only">{words[move]}</span>
      </span>
    </p>
  )
}
