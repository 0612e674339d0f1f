import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ChartHandle } from '@/components/chart/CandleChart'
import type { Bar, Level } from '@/components/chart/drawing'
import { Card } from '@/components/Card'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import { useNow } from '@/lib/clock'
import { placesOf } from '@/lib/format'
import { change, useSettings, type Interval } from '@/lib/settings'
import { usePrice } from '@/lib/stream/context'
import { isStale } from '@/lib/stream/price'
import { useKlines } from '../api/klines'
import { summary } from '../bars'
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
  className?: string
}

export function ChartCard({ symbol, levels, className = '' }: ChartCardProps) {
  const { interval, levelsInView } = useSettings()
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
    <Card title={`Chart ${symbol}`} confirmedAt={confirmedAt} stale={stale} className={className}>
      <ChartTools
        interval={interval}
        levelsInView={levelsInView}
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
            levels={levels}
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
  levelsInView: boolean
  chart: React.RefObject<ChartHandle | null>
}

function ChartBody({ symbol, interval, fetched, levels, levelsInView, chart }: ChartBodyProps) {
  const { bars, live } = useLiveBar(symbol, interval, fetched)
  const tick = usePrice(symbol, (price) => price?.tickSize ?? '0.01')
  const inWords = useMemo(() => summary(symbol, interval, bars), [symbol, interval, bars])
  const [hovered, setHovered] = useState<number | null>(null)
  const onHover = useCallback((openTime: number | null) => setHovered(openTime), [])
  const shown = hovered === null || hovered === live?.open_time ? live : bars.find((bar) => bar.open_time === hovered)
  return (
    <>
      <ChartLegend bar={shown} forming={live?.open_time} tick={tick} interval={interval} count={bars.length} />
      <Suspense fallback={<Skeleton label="Loading the chart" rows={10} />}>
        <CandleChart
          ref={chart}
          bars={bars}
          live={live}
          levels={levels}
          levelsInView={levelsInView}
          places={placesOf(tick)}
          summary={inWords}
          onHover={onHover}
        />
      </Suspense>
      <p className="px-3 py-1 text-right text-xs text-muted">
        Times in UTC · Charts by{' '}
        <a className="underline" href="https://www.tradingview.com/" target="_blank" rel="noreferrer noopener">
          TradingView Lightweight Charts™
        </a>
      </p>
    </>
  )
}
