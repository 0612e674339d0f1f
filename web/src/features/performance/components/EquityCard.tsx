import { useCallback, useMemo, useState } from 'react'
import { Card } from '@/components/Card'
import { axisMoney } from '@/components/chart/axis'
import { Lines } from '@/components/chart/Lines'
import { Choice } from '@/components/Choice'
import { toneClass } from '@/components/Figure'
import { Loaded } from '@/components/Loaded'
import type { EquityCurve, Window } from '@/lib/api/types'
import { arrows, direction, money, percent, utc, type Figure } from '@/lib/format'
import { usePolledFreshness } from '@/lib/freshness'
import { useChannels, useFromFeed } from '@/lib/stream/context'
import type { Equity } from '@/lib/stream/channels'
import { localZone } from '@/lib/timeZone'
import { useEquity } from '../api/performance'
import { curveSummary, equityLine, fewestPoints, withLive, withStart } from '../curve'

const windows: readonly { value: Window; name: string }[] = [
  { value: '7d', name: '7 d' },
  { value: '30d', name: '30 d' },
  { value: '90d', name: '90 d' },
  { value: 'all', name: 'All' },
]
const channels = ['equity'] as const

interface EquityCardProps {
  opens?: { href: string; onOpen: () => void }
}

/** What everything is worth, and how it came to that; its end moves with the prices. */
export function EquityCard({ opens }: EquityCardProps) {
  const [window, setWindow] = useState<Window>('7d')
  useChannels(channels)
  const query = useEquity(window, window === '7d' ? 'minute' : 'day', localZone())
  const live = useFromFeed((feed) => feed.state().equity)
  const { confirmedAt, stale } = usePolledFreshness(query, live?.stale ?? false, 'equity')
  return (
    <Card title="Equity" opens={opens} confirmedAt={confirmedAt} stale={stale} aside={<Choice label="Period" options={windows} value={window} onChange={setWindow} />}>
      <Loaded query={query} what="The equity curve" rows={6}>
        {(curve) => <Curve told={curve} live={live} />}
      </Loaded>
    </Card>
  )
}

function Curve({ told, live }: { told: EquityCurve; live: Equity | undefined }) {
  const curve = useMemo(() => withStart(withLive(told, live)), [told, live])
  const { currency, final_equity: equity, total_return_percent: total, max_drawdown_percent: deepest, truncated, resolution } = curve
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 px-3 pb-1">
        <span className="num text-lg font-semibold" data-testid="equity">
          {money(equity, { currency })}
        </span>
        <span className={`num ${toneClass(direction(total))}`} title="Return without deposits and withdrawals">
          {arrows[direction(total)]} {percent(total, { signed: true })}
        </span>
        <span className="text-sm text-muted" title="From the running peak, without deposits and withdrawals">
          deepest drawdown <span className="num">{percent(deepest)}</span>
        </span>
      </p>
      <EquityLines curve={curve} className="h-56" />
      {truncated && resolution === 'minute' && <p className="px-3 pb-2 text-xs text-muted">The oldest minutes are left out.</p>}
    </>
  )
}

/** The curve alone. */
export function EquityLines({ curve, className }: { curve: EquityCurve; className: string }) {
  const lines = useMemo(() => [equityLine(curve)], [curve])
  const { currency, resolution } = curve
  const words = useCallback((value: Figure) => money(value, { currency }), [currency])
  if (curve.points.length < fewestPoints) return <p className="px-3 pb-3 text-sm text-muted">There is no curve yet: a point is taken each minute, and each day keeps its last.</p>
  return <Lines lines={lines} words={words} axis={axisMoney} summary={curveSummary(curve)} label="Equity over time" className={className} {...(resolution === 'day' && { when: dayOf })} />
}

export const dayOf = (time: number) => utc(time).slice(0, 10)
