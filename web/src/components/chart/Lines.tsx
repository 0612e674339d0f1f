import { lazy, Suspense } from 'react'
import { Skeleton } from '../Skeleton'
import type { LineChartProps } from './LineChart'

const LineChart = lazy(() => import('./LineChart'))

/** A chart of lines, fetched when it is first shown. */
export function Lines(props: LineChartProps) {
  return (
    <>
      <Suspense fallback={<Skeleton label="Loading the chart" rows={6} />}>
        <LineChart {...props} />
      </Suspense>
      <p className="px-3 pb-1.5 text-right text-xs">
        <a className="text-muted hover:underline" href="https://www.tradingview.com/lightweight-charts/" target="_blank" rel="noreferrer">
          Charts by TradingView
        </a>
      </p>
    </>
  )
}
