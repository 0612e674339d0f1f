// The P&L history as lines. Pure.
import { money, type Figure } from '@/lib/format'
import type { PnlHistory } from '@/lib/api/types'
import type { Line, Point } from '@/components/chart/LineChart'

const bucketMs = { '1min': 60_000, '5min': 300_000, '1hour': 3_600_000, '1day': 86_400_000 } as const

/** Where buckets are missing stands a point without a figure, so that no line is drawn over what is not known. */
export function withGaps(points: readonly Point[], resolution: keyof typeof bucketMs): Point[] {
  const step = bucketMs[resolution]
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    return before && point.time - before.time > 1.5 * step ? [{ time: before.time + step, value: null }, point] : [point]
  })
}

type Field = 'total_pnl' | 'funding_pnl' | 'position_pnl' | 'realized_pnl' | 'unrealized_pnl'

export function lineOf({ data_points: points, resolution }: PnlHistory, field: Field, look: Omit<Line, 'points'>): Line {
  return { ...look, points: withGaps(points.map((point) => ({ time: Date.parse(point.timestamp), value: point[field] })), resolution) }
}

export function pnlSummary({ data_points: points, period }: PnlHistory): string {
  const known = points.flatMap((point): Figure[] => (point.total_pnl === null ? [] : [point.total_pnl]))
  if (known.length === 0) return `No P&L is recorded for the last ${period}.`
  return `Total P&L over ${period}: from ${money(known[0], { signed: true })} to ${money(known.at(-1), { signed: true })} in ${known.length} points.`
}
