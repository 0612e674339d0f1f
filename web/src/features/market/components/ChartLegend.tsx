import type { Bar } from '@/components/chart/drawing'
import { useMarket } from '@/lib/api/desk'
import { useNow } from '@/lib/clock'
import { compare, divide, multiply, parse, subtract, toText, type DecimalText } from '@/lib/decimal'
import { countdown, percent, price as priceText, unitOf, utc, volume } from '@/lib/format'
import type { Interval } from '@/lib/settings'
import { useFeed } from '@/lib/stream/context'
import { intervalMs } from '../bars'

interface ChartLegendProps {
  symbol: string
  bar: Bar | undefined
  /** Open time of the forming candle. */
  forming: number | undefined
  tick: DecimalText
  interval: Interval
  count: number
}

export function ChartLegend({ symbol, bar, forming, tick, interval, count }: ChartLegendProps) {
  const market = useMarket(symbol)
  if (!bar) return <p className="h-6 px-3 text-sm text-muted">No candles yet</p>
  const rising = compare(parse(bar.close), parse(bar.open)) >= 0
  const ink = rising ? 'text-up-ink' : 'text-down-ink'
  const moved = divide(multiply(subtract(parse(bar.close), parse(bar.open)), parse('100')), parse(bar.open), 2)
  return (
    <div className="flex min-h-6 flex-wrap items-baseline gap-x-3 px-3 text-xs" data-testid="legend" data-candles={count}>
      <span className="num text-muted" title={utc(bar.open_time)}>{utc(bar.open_time).slice(5, 16)}</span>
      {(['open', 'high', 'low', 'close'] as const).map((part) => (
        <span key={part} className="text-muted">
          <abbr title={part} className="no-underline">
            {part.slice(0, 1).toUpperCase()}
          </abbr>{' '}
          <span className={`num ${ink}`}>{priceText(bar[part], tick)}</span>
        </span>
      ))}
      <span className={`num ${ink}`}>{percent(moved && toText(moved), { signed: true })}</span>
      <span className="text-muted">
        <abbr title="volume" className="no-underline">
          V
        </abbr>{' '}
        <span className="num text-text">{volume(bar.volume)}</span> {market && unitOf(market)}
      </span>
      {forming !== undefined && <Closing openTime={forming} interval={interval} />}
    </div>
  )
}

function Closing({ openTime, interval }: { openTime: number; interval: Interval }) {
  useNow()
  const left = openTime + intervalMs[interval] - useFeed().serverNow()
  return (
    <span className="ml-auto text-muted" title="Until this candle closes">
      closes in <span className="num text-text">{countdown(left)}</span>
    </span>
  )
}
