import { useMemo, useState } from 'react'
import { Card } from '@/components/Card'
import { axisMoney, axisShare } from '@/components/chart/axis'
import { Lines } from '@/components/chart/Lines'
import type { Line, Mark } from '@/components/chart/LineChart'
import { Loaded } from '@/components/Loaded'
import type { BotRiskConfig, MetricHistory, MetricName } from '@/lib/api/types'
import { money, share, type Figure } from '@/lib/format'
import { useMetric } from '../api/history'
import { withGaps } from '../profit'
import { Choice } from '@/components/Choice'

const figures = [
  { value: 'pnl', name: 'P&L' },
  { value: 'health', name: 'Health' },
  { value: 'delta', name: 'Delta' },
] as const
type Shown = (typeof figures)[number]['value']

const periods = [1, 7, 30].map((days) => ({ value: days, name: days === 1 ? '24 h' : `${days} d` }))

function line({ data_points: points, resolution }: MetricHistory, look: Omit<Line, 'points'>): Line {
  return { ...look, points: withGaps(points.map((point) => ({ time: Date.parse(point.timestamp), value: point.last })), resolution) }
}

interface HedgeChartsProps {
  bot: string
  id: string
  limits: BotRiskConfig | undefined
}

/** How a position came to be what it is: profit, health of both legs, delta. */
export function HedgeCharts({ bot, id, limits }: HedgeChartsProps) {
  const [shown, setShown] = useState<Shown>('pnl')
  const [days, setDays] = useState(1)
  return (
    <Card
      title="Over time"
      aside={
        <>
          <Choice label="Figure" options={figures} value={shown} onChange={setShown} />
          <Choice label="Period" options={periods} value={days} onChange={setDays} />
        </>
      }
    >
      {shown === 'pnl' && <Two key="pnl" bot={bot} id={id} days={days} first={['total_pnl', { name: 'Total', kind: 'profit', ink: 'primary' }]} second={['funding_pnl', { name: 'Funding', kind: 'line', ink: 'warning' }]} unit="money" />}
      {shown === 'health' && (
        <Two
          key="health"
          bot={bot}
          id={id}
          days={days}
          first={['health_factor', { name: 'Health factor', kind: 'line', ink: 'primary' }]}
          second={['margin_fraction', { name: 'Margin fraction', kind: 'line', ink: 'warning' }]}
          unit="share"
          warning={limits?.health_factor_warning}
          emergency={limits?.health_factor_emergency}
        />
      )}
      {shown === 'delta' && <Two key="delta" bot={bot} id={id} days={days} first={['delta_ratio', { name: 'Delta of its size', kind: 'line', ink: 'primary' }]} unit="share" warning={limits?.delta_drift_warning} emergency={limits?.delta_drift_critical} />}
    </Card>
  )
}

type Asked = readonly [MetricName, Omit<Line, 'points'>]

interface TwoProps {
  bot: string
  id: string
  days: number
  first: Asked
  second?: Asked
  unit: 'money' | 'share'
  warning?: Mark['value'] | undefined
  emergency?: Mark['value'] | undefined
}

const units = {
  money: { words: (value: Figure) => money(value, { signed: true }), axis: axisMoney },
  share: { words: (value: Figure) => share(value), axis: axisShare },
}

function Two({ bot, id, days, first, second = first, unit, warning, emergency }: TwoProps) {
  const one = useMetric(bot, first[0], days, id)
  const other = useMetric(bot, second[0], days, id)
  const lines = useMemo(
    () => [...(one.data ? [line(one.data, first[1])] : []), ...(second !== first && other.data && other.isPlaceholderData === one.isPlaceholderData ? [line(other.data, second[1])] : [])],
    // The looks are constants of the caller.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [one.data, other.data, one.isPlaceholderData, other.isPlaceholderData],
  )
  const marks = useMemo(
    (): Mark[] => [...(warning ? [{ value: warning, label: 'warning', ink: 'warning' as const }] : []), ...(emergency ? [{ value: emergency, label: 'limit', ink: 'danger' as const }] : [])],
    [warning, emergency],
  )
  return (
    <Loaded query={one} what="The history of the position" rows={7}>
      {(history) =>
        history.data_points.length === 0 ? (
          <p className="p-3 text-muted">Nothing is recorded of it in this time: a point is taken each minute.</p>
        ) : (
          <Lines
            lines={lines}
            marks={marks}
            {...units[unit]}
            label={`${first[1].name} over time`}
            summary={`${first[1].name}: ${units[unit].words(history.data_points[0]!.first)} at first, ${units[unit].words(history.data_points.at(-1)!.last)} at last, ${history.data_points.length} points.`}
          />
        )
      }
    </Loaded>
  )
}
