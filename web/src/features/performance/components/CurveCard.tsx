import { useMemo } from 'react'
import { axisShare, type AxisWords } from '@/components/chart/axis'
import { Card } from '@/components/Card'
import { Lines } from '@/components/chart/Lines'
import { Loaded } from '@/components/Loaded'
import type { EquityCurve, Window } from '@/lib/api/types'
import { percent, type Figure } from '@/lib/format'
import { useChannels, useFromFeed } from '@/lib/stream/context'
import type { Equity } from '@/lib/stream/channels'
import { useEquity } from '../api/performance'
import { curveSummary, drawdownLine, fewestPoints, withLive, withStart } from '../curve'
import { dayOf, EquityLines } from './EquityCard'

const channels = ['equity'] as const

/** Equity by day, and under it how far it was below its peak. */
export function CurveCard({ window, zone }: { window: Window; zone: string }) {
  useChannels(channels)
  const query = useEquity(window, 'day', zone)
  const live = useFromFeed((feed) => feed.state().equity)
  return (
    <Card title="Equity and drawdown" confirmedAt={query.dataUpdatedAt || null} stale={query.isRefetchError}>
      <Loaded query={query} what="The equity curve" rows={12}>
        {(curve) => <Both told={curve} live={live} />}
      </Loaded>
    </Card>
  )
}

const depth = (value: Figure) => percent(value)
const axisPercent: AxisWords = (value, marks) => axisShare(value / 100, marks?.map((mark) => mark / 100))

function Both({ told, live }: { told: EquityCurve; live: Equity | undefined }) {
  const curve = useMemo(() => withStart(withLive(told, live)), [told, live])
  const drawdown = useMemo(() => [drawdownLine(withStart(told))], [told])
  return (
    <>
      <EquityLines curve={curve} className="h-64 xl:h-96" />
      {curve.points.length >= fewestPoints && <Lines lines={drawdown} words={depth} axis={axisPercent} when={dayOf} summary={curveSummary(curve)} label="Drawdown over time" className="h-32 xl:h-36" />}
    </>
  )
}
