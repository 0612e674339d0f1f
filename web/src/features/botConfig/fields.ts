// What a bot can be told, as a form: what each figure is called, how it is typed, between what it may be. Bounds are in
// the server's units (fractions, dollars, seconds); fractions are typed in percent.
import type { BotConfig } from '@/lib/api/types'
import type { DecimalText } from '@/lib/decimal'

type Bot = BotConfig['bot']
type Risk = BotConfig['risk']
export type Path = `bot.${keyof Bot}` | `risk.${keyof Risk}`

export type Unit = 'count' | 'seconds' | 'percent' | 'usd' | 'multiple' | 'flag'

export interface Bounds {
  from?: DecimalText
  over?: DecimalText
  to?: DecimalText
}

export interface Field {
  path: Path
  label: string
  unit: Unit
  hint: string
  bounds: Bounds
  /** Which way of changing it lets the bot risk more. */
  bolder: 'higher' | 'lower' | null
}

export interface Group {
  title: string
  fields: readonly Field[]
}

const whole = (from: DecimalText, to: DecimalText): Bounds => ({ from, to })
const positive: Bounds = { over: '0' }
const share: Bounds = { over: '0', to: '1' }

const field = (path: Path, label: string, unit: Unit, hint: string, bounds: Bounds, bolder: Field['bolder'] = null): Field => ({ path, label, unit, hint, bounds, bolder })

export const groups: readonly Group[] = [
  {
    title: 'What the bot does by itself',
    fields: [
      field('bot.enable_auto_entry', 'Open positions by itself', 'flag', 'It opens what its scan finds', {}, 'higher'),
      field('bot.enable_auto_exit', 'Close positions by itself', 'flag', 'Off: only emergencies and people close', {}, 'lower'),
      field('bot.enable_circuit_breakers', 'Circuit breakers', 'flag', 'They pause the bot when something is wrong', {}, 'lower'),
      field('bot.poll_interval_seconds', 'Looks at positions every, s', 'seconds', '1 to 3600', whole('1', '3600'), 'higher'),
      field('bot.scan_interval_seconds', 'Looks for opportunities every, s', 'seconds', '1 to 3600', whole('1', '3600')),
      field('bot.max_concurrent_positions', 'Positions at a time', 'count', '1 to 50', whole('1', '50'), 'higher'),
      field('bot.min_opportunity_apy', 'Least yearly yield to enter for, %', 'percent', '0 to 1000, on the capital used', { from: '0', to: '10' }, 'lower'),
    ],
  },
  {
    title: 'Size and leverage',
    fields: [
      field('risk.max_leverage', 'Highest leverage, ×', 'multiple', '1 to 10', { from: '1', to: '10' }, 'higher'),
      field('risk.default_leverage', 'Usual leverage, ×', 'multiple', '1 to the highest', { from: '1', to: '10' }, 'higher'),
      field('risk.min_position_usd', 'Smallest position, $', 'usd', 'Over 0', positive),
      field('risk.max_position_usd', 'Largest position, $', 'usd', 'At least the smallest', positive, 'higher'),
      field('risk.max_gas_usd', 'Most paid for one transaction, $', 'usd', '0 or more', { from: '0' }, 'higher'),
    ],
  },
  {
    title: 'Long leg: health at the lending venue',
    fields: [
      field('risk.health_factor_warning', 'Health warning under, %', 'percent', 'Over the critical one', positive, 'lower'),
      field('risk.health_factor_critical', 'Health critical under, %', 'percent', 'Over the emergency one', positive, 'lower'),
      field('risk.health_factor_emergency', 'Health emergency under, %', 'percent', 'Over 0; closes at once', positive, 'lower'),
      field('risk.critical_exit_seconds', 'Critical health may last, s', 'seconds', '0 to 3600, then it closes', whole('0', '3600'), 'higher'),
      field('risk.liquidation_threshold', 'Liquidation threshold, %', 'percent', 'Of the venue: over 0, up to 100', share),
    ],
  },
  {
    title: 'Short leg: margin at the perpetuals venue',
    fields: [
      field('risk.margin_fraction_warning', 'Margin warning under, %', 'percent', 'Over the critical one', positive, 'lower'),
      field('risk.margin_fraction_critical', 'Margin critical under, %', 'percent', 'Over the emergency one', positive, 'lower'),
      field('risk.margin_fraction_emergency', 'Margin emergency under, %', 'percent', 'Over the maintenance margin; closes at once', positive, 'lower'),
      field('risk.maintenance_margin', 'Maintenance margin, %', 'percent', 'Of the venue: over 0, under the emergency', positive),
    ],
  },
  {
    title: 'Drift, prices and the staked token',
    fields: [
      field('risk.delta_drift_warning', 'Delta warning from, %', 'percent', 'Of the position: over 0', positive, 'higher'),
      field('risk.delta_drift_critical', 'Delta critical from, %', 'percent', 'Over the warning', positive, 'higher'),
      field('risk.price_deviation_limit', 'Venues’ prices may differ by, %', 'percent', 'Over 0; beyond it nothing is opened', positive, 'higher'),
      field('risk.lst_premium_limit', 'Staked token over its pool’s rate, %', 'percent', 'Over 0', positive, 'higher'),
      field('risk.lst_discount_limit', 'Staked token under its pool’s rate, %', 'percent', 'Over 0', positive, 'higher'),
    ],
  },
]

export const allFields = groups.flatMap((group) => group.fields)

/** Fields that must stand over others, and the sentence when they do not. */
export const orders: readonly { upper: Path; lower: Path; equal: boolean; words: string }[] = [
  { upper: 'risk.max_leverage', lower: 'risk.default_leverage', equal: true, words: 'The usual leverage is over the highest' },
  { upper: 'risk.max_position_usd', lower: 'risk.min_position_usd', equal: true, words: 'The largest position is under the smallest' },
  { upper: 'risk.health_factor_warning', lower: 'risk.health_factor_critical', equal: false, words: 'The warning must be over the critical health' },
  { upper: 'risk.health_factor_critical', lower: 'risk.health_factor_emergency', equal: false, words: 'Critical must be over the emergency health' },
  { upper: 'risk.margin_fraction_warning', lower: 'risk.margin_fraction_critical', equal: false, words: 'The warning must be over the critical margin' },
  { upper: 'risk.margin_fraction_critical', lower: 'risk.margin_fraction_emergency', equal: false, words: 'Critical must be over the emergency margin' },
  { upper: 'risk.margin_fraction_emergency', lower: 'risk.maintenance_margin', equal: false, words: 'The emergency must be over the maintenance margin' },
  { upper: 'risk.delta_drift_critical', lower: 'risk.delta_drift_warning', equal: false, words: 'Critical must be over the warning' },
]
