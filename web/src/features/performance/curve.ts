// The equity curve as lines, its newest point moved on by the feed. Pure.
import { negate, parse, toText } from '@/lib/decimal'
import { money, percent } from '@/lib/format'
import type { EquityCurve } from '@/lib/api/types'
import type { Line } from '@/components/chart/LineChart'
import type { Equity } from '@/lib/stream/channels'

/** The last point is the present: what the feed told since replaces its equity. Another currency means another book. */
export function withLive(curve: EquityCurve, live: Equity | undefined): EquityCurve {
  const last = curve.points.at(-1)
  if (!last || !live || live.stale || live.equity === null || live.currency !== curve.currency) return curve
  return { ...curve, final_equity: live.equity, points: [...curve.points.slice(0, -1), { ...last, equity: live.equity }] }
}

const stepMs = { day: 24 * 60 * 60_000, minute: 60_000 } as const

/** The curve from the equity that it starts at: a point one step before its first. */
export function withStart(curve: EquityCurve): EquityCurve {
  const [first] = curve.points
  if (!first || curve.initial_equity === null) return curve
  const at = new Date(Date.parse(first.at) - stepMs[curve.resolution]).toISOString()
  return { ...curve, points: [{ at, equity: curve.initial_equity, flow: '0', return_percent: null, drawdown_percent: '0' }, ...curve.points] }
}

/** A line through one point cannot be seen. */
export const fewestPoints = 2

export function equityLine({ points }: EquityCurve): Line {
  return { name: 'Equity', kind: 'line', ink: 'primary', points: points.map(({ at, equity }) => ({ time: Date.parse(at), value: equity })) }
}

/** Below zero: how far the equity is under its peak. */
export function drawdownLine({ points }: EquityCurve): Line {
  return { name: 'Drawdown', kind: 'profit', ink: 'primary', points: points.map(({ at, drawdown_percent: depth }) => ({ time: Date.parse(at), value: toText(negate(parse(depth))) })) }
}

export function curveSummary({ points, currency, window, total_return_percent: total, max_drawdown_percent: deepest }: EquityCurve): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return 'No equity is recorded yet.'
  return `Equity over ${windowWords(window)}: from ${money(first.equity, { currency })} to ${money(last.equity, { currency })}, return ${percent(total, { signed: true })}, deepest drawdown ${percent(deepest)}, ${points.length} points.`
}

export function windowWords(window: EquityCurve['window']): string {
  return window === 'all' ? 'all time' : `${window.slice(0, -1)} days`
}
