import { toneClass } from '@/components/Figure'
import { arrows, direction, money, percent } from '@/lib/format'
import { useLive, type Held } from '@/lib/positions/useLive'

export function PositionPnl({ held }: { held: Held }) {
  const currency = held.position.quote_asset
  const exact = useLive(held, (live) => live.unrealized_pnl_exact)
  const share = useLive(held, (live) => live.unrealized_pnl_percent)
  const tone = direction(exact)
  return (
    <p
      className={`flex items-baseline gap-2 ${toneClass(tone)}`}
      title={exact === null ? 'No price is known' : `Unrealized, before fees. Exactly ${exact} ${currency}`}
    >
      <span className="sr-only">Unrealized profit or loss</span>
      <span className="num text-lg font-semibold" data-testid="pnl">
        {money(exact, { currency, signed: true })}
      </span>
      <span className="num" data-testid="pnl-percent">
        ({percent(share, { signed: true })})
      </span>
      <span aria-hidden className="w-4 text-center text-xs">
        {arrows[tone]}
      </span>
    </p>
  )
}
