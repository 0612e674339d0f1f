import { buttonLook } from '@/components/Button'
import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import type { Performance, PerformanceGroup, Window } from '@/lib/api/types'
import { equityAddress, performanceAddress, usePerformance } from '../api/performance'
import { windowWords } from '../curve'
import { equityFigures, tradeFigures } from '../definitions'
import { BreakdownCard } from './BreakdownCard'
import { CurveCard } from './CurveCard'
import { ExposureCard } from './ExposureCard'
import { Figures } from './Figures'
import { HeatMap, isShort } from './HeatMap'
import { RDistribution } from './RDistribution'

interface PerformanceViewProps {
  window: Window
  by: PerformanceGroup
  /** IANA name. */
  zone: string
  onBy: (by: PerformanceGroup) => void
}

/** The truth about the trading: what it made, at which risk, when, and by what. */
export function PerformanceView({ window, by, zone, onBy }: PerformanceViewProps) {
  const query = usePerformance(window, zone, by)
  return (
    <div className="flex min-w-0 flex-col gap-2 md:gap-3">
      <div className="grid min-w-0 gap-2 md:gap-3 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <CurveCard window={window} zone={zone} />
        {query.data && (
          <div className="flex min-w-0 flex-col gap-2 md:gap-3 md:max-xl:grid md:max-xl:grid-cols-2">
            <Figures title="Equity" figures={query.data} list={equityFigures} />
            <Figures title="Closed trades" figures={query.data} list={tradeFigures} />
          </div>
        )}
      </div>
      {query.data ? (
        <Shown figures={query.data} {...{ by, zone, onBy }} waiting={query.isPlaceholderData} />
      ) : (
        <Card title="Closed trades">
          <Loaded query={query} what="The performance" rows={14}>
            {() => null}
          </Loaded>
        </Card>
      )}
      <ExportCard window={window} zone={zone} />
    </div>
  )
}

type ShownProps = Pick<PerformanceViewProps, 'by' | 'zone' | 'onBy'> & { figures: Performance; waiting: boolean }

function Shown({ figures, by, zone, onBy, waiting }: ShownProps) {
  return (
    <div className={`flex min-w-0 flex-col gap-2 md:gap-3 ${waiting ? 'opacity-70' : ''}`} aria-busy={waiting}>
      {figures.trades === 0 && (
        <Card title="Closed trades">
          <Empty title={`No trade was closed in ${windowWords(figures.window)}`}>
            <p>Figures stand here after the first one. A trade begins with a plan:</p>
            <Command>robson plan buy BTCUSDC</Command>
          </Empty>
        </Card>
      )}
      <div className="grid min-w-0 gap-2 md:gap-3 lg:grid-cols-2">
        <div className={`min-w-0 ${isShort(figures) ? '' : 'lg:col-span-full'}`}>
          <HeatMap figures={figures} />
        </div>
        <RDistribution buckets={figures.r_multiples} />
        <div className={`min-w-0 ${isShort(figures) ? 'lg:col-span-full' : ''}`}>
          <ExposureCard />
        </div>
      </div>
      <BreakdownCard figures={figures} by={by} zone={zone} onBy={onBy} />
    </div>
  )
}

function ExportCard({ window, zone }: { window: Window; zone: string }) {
  const files = [
    { name: 'Closed trades', file: 'trades', address: performanceAddress(window, zone, null) },
    { name: 'Equity by day', file: 'equity', address: equityAddress(window, 'day', zone) },
  ]
  return (
    <Card title="Export">
      <ul className="grid gap-x-6 px-3 pb-3 text-sm sm:grid-cols-2">
        {files.map(({ name, file, address }) => (
          <li key={file} className="flex items-center gap-2 py-1">
            <span className="flex-1">
              {name} <span className="text-xs text-muted">{windowWords(window)}</span>
            </span>
            <a className={buttonLook()} href={`${address}&format=csv`} download={`${file}-${window}.csv`} aria-label={`${name} as CSV`}>
              CSV
            </a>
            <a className={buttonLook()} href={address} download={`${file}-${window}.json`} aria-label={`${name} as JSON`}>
              JSON
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
