// What has to be said above every page. Pure.
import { add, parse, round, toText } from '@/lib/decimal'
import type { Alarm, Position, RiskMetrics } from '@/lib/api/types'

export interface Line {
  key: string
  severity: 'critical' | 'warning'
  text: string
  operation: number | null
}

type Held = Pick<Position, 'operation_id' | 'symbol' | 'protection'>

/** What the server counted, and what has passed since it told. */
function seconds(text: RiskMetrics['unprotected_seconds_now'], sinceMs: number): string {
  return toText(round(add(parse(text), parse(`${Math.max(0, Math.round(sinceMs)) / 1000}`)), 0))
}

/**
 * @param toldAt when the figures came, by this device's clock
 *
 * A position without a stop is said once, in the trader's words; then what else the server calls alarming. */
export function alarmLines(risk: Pick<RiskMetrics, 'alarms' | 'unprotected_positions' | 'unprotected_seconds_now'> | undefined, positions: readonly Held[], now: number, toldAt = now): Line[] {
  if (!risk) return []
  const bare = risk.unprotected_positions.map((id): Line => {
    const symbol = positions.find((position) => position.operation_id === id)?.symbol ?? `Operation ${id}`
    const alarm = risk.alarms.find((each) => each.operation_id === id && each.code === 'UNPROTECTED_POSITION')
    const since = alarm?.since ? String(Math.max(0, Math.round((now - Date.parse(alarm.since)) / 1000))) : null
    const only = risk.unprotected_positions.length === 1 ? seconds(risk.unprotected_seconds_now, now - toldAt) : null
    const time = only ?? since
    return { key: `bare ${id}`, severity: 'critical', text: `${symbol}: no stop at the exchange${time === null ? '' : ` for ${time} s`}`, operation: id }
  })
  const others = risk.alarms
    .filter((alarm) => alarm.code !== 'UNPROTECTED_POSITION' || !risk.unprotected_positions.includes(alarm.operation_id ?? -1))
    .map((alarm: Alarm): Line => ({ key: `${alarm.code} ${alarm.operation_id}`, severity: alarm.severity, text: alarm.text, operation: alarm.operation_id }))
  return [...bare, ...others].sort((a, b) => a.severity.localeCompare(b.severity))
}
