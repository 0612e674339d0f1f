import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { ChartHandle } from '@/components/chart/CandleChart'
import type { Bar, Level, Mark } from '@/components/chart/drawing'
import { Card, type CardLink } from '@/components/Card'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import { useNow } from '@/lib/clock'
import { placesOf } from '@/lib/format'
import { change, useSettings, type Interval } from '@/lib/settings'
import { usePrice } from '@/lib/stream/context'
import { isStale } from '@/lib/stream/price'
import { useKlines, useOlder } from '../api/klines'
import { summary } from '../bars'
import { useFoundLevels } from '../useFoundLevels'
import { useLiveBar } from '../useLiveBar'
import { ChartLegend } from './ChartLegend'
import { ChartTools } from './ChartTools'

// Asked for at once, beside the candles and not after them.
const load = () => import('@/components/chart/CandleChart')
const CandleChart = lazy(load)
load().catch(() => undefined)

interface ChartCardProps {
  symbol: string
  levels: readonly Level[]
  marks?: readonly Mark[]
  /** Instead of the timeframe that was chosen last. */
  fixedInterval?: Interval
  opens?: CardLink
  /** Beside the title. */
  aside?: ReactNode
  className?: string
}

const noMarks: readonly Mark[] = []

export function ChartCard({ symbol, levels, marks = noMarks, fixedInterval, opens, aside, className = '' }: ChartCardProps) {
  const settings = useSettings()
  const { levelsInView, foundLevels } = settings
  const interval = fixedInterval ?? settings.interval
  const found = useFoundLevels(symbol, interval, foundLevels)
  const all = useMemo(() => [...levels, ...found], [levels, found])
  const klines = useKlines(symbol, interval)
  const chart = useRef<ChartHandle>(null)
  const now = useNow()
  const confirmedAt = usePrice(symbol, (price) => (price ? Math.floor(price.confirmedAt / 1000) * 1000 : null))
  const stale = usePrice(symbol, (price) => price !== undefined && isStale(price, now))

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey && event.code === 'KeyR') {
        event.preventDefault()
        chart.current?.reset()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const other = klines.data && (klines.data.symbol !== symbol || klines.data.interval !== interval)
  return (
    <Card title={`Chart ${symbol}`} opens={opens} aside={aside} confirmedAt={confirmedAt} stale={stale} className={className}>
      <ChartTools
        interval={interval}
        fixed={fixedInterval !== undefined}
        levelsInView={levelsInView}
        foundLevels={foundLevels}
        onFound={() => change({ foundLevels: !foundLevels })}
        onInterval={(next) => change({ interval: next })}
        onLevels={() => change({ levelsInView: !levelsInView })}
        onZoom={(factor) => chart.current?.zoom(factor)}
        onReset={() => chart.current?.reset()}
      />
      {klines.data ? (
        <div className={`flex min-h-0 flex-1 flex-col ${other ? 'old' : ''}`} aria-busy={other}>
          <ChartBody
            key={`${klines.data.symbol} ${klines.data.interval}`}
            symbol={klines.data.symbol}
            interval={klines.data.interval as Interval}
            fetched={klines.data.klines}
            levels={all}
            marks={marks}
            levelsInView={levelsInView}
            chart={chart}
          />
        </div>
      ) : klines.isError ? (
        <Failure
          what={`No candles for ${symbol}`}
          error={klines.error}
          retrying={klines.isFetching}
          onRetry={() => void klines.refetch()}
        />
      ) : (
        <Skeleton label="Loading candles" rows={12} />
      )}
    </Card>
  )
}

interface ChartBodyProps {
  symbol: string
  interval: Interval
  fetched: readonly Bar[]
  levels: readonly Level[]
  marks: readonly Mark[]
  levelsInView: boolean
  chart: React.RefObject<ChartHandle | null>
}

function ChartBody({ symbol, interval, fetched, levels, marks, levelsInView, chart }: ChartBodyProps) {
  const { all, loadOlder, trouble } = useOlder(symbol, interval, fetched)
  const { bars, live } = useLiveBar(symbol, interval, all)
  const tick = usePrice(symbol, (price) => price?.tickSize ?? '0.01')
  const inWords = useMemo(() => summary(symbol, interval, bars), [symbol, interval, bars])
  const [hovered, setHovered] = useState<number | null>(null)
  const onHover = useCallback((openTime: number | null) => setHovered(openTime), [])
  const shown = hovered === null || hovered === live?.open_time ? live : bars.find((bar) => bar.open_time === hovered)
  return (
    <>
      <ChartLegend symbol={symbol} bar={shown} forming={live?.open_time} tick={tick} interval={interval} count={bars.length} />
      <Suspense fallback={<Skeleton label="Loading the chart" rows={10} />}>
        <CandleChart
          ref={chart}
          bars={bars}
          live={live}
          levels={levels}
          marks={marks}
          levelsInView={levelsInView}
          places={placesOf(tick)}
          summary={inWords}
          onHover={onHover}
          onOldest={loadOlder}
        />
      </Suspense>
      <p className="px-3 py-1 text-right text-xs text-muted">
        {trouble && <span className="text-warning-ink">Older candles could not be read. </span>}
        Times in UTC · Charts by{' '}
        <a className="underline" href="https://www.tradingview.com/" target="_blank" rel="noreferrer noopener">
          TradingView Lightweight Charts™
        </a>
      </p>
    </>
  )
}
