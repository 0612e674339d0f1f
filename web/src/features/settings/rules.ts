// The risk rules of a strategy as a form: what each is called, how it is typed, what is sent. Fractions are typed in
// percent. Exact.
import { divide, multiply, parse, toText, trim, tryParse, type DecimalText } from '@/lib/decimal'
import type { RiskRules, RiskRulesChange } from '@/lib/api/types'

export type RuleName = keyof RiskRules
export type Kind = 'percent' | 'count' | 'number' | 'flag'

export interface Rule {
  name: RuleName
  label: string
  kind: Kind
  hint: string
}

export interface Group {
  title: string
  rules: readonly Rule[]
}

const rule = (name: RuleName, label: string, kind: Kind, hint: string): Rule => ({ name, label, kind, hint })

export const groups: readonly Group[] = [
  {
    title: 'Risk and size',
    rules: [
      rule('risk_fraction', 'Risk for each trade, %', 'percent', 'Of the capital, lost at the stop: 0.01 to 1'),
      rule('max_notional_fraction', 'Largest position, %', 'percent', 'Of the capital: 1 to 50'),
      rule('reward_risk', 'Target, in distances of the stop', 'number', '0 to 20; 0 is no target'),
      rule('trailing', 'Trailing stop', 'flag', 'The stop follows in spans of the first risk'),
      rule('include_costs', 'Size on distance and costs', 'flag', 'Fees and slippage take their part of the risk'),
    ],
  },
  {
    title: 'Where the stop stands',
    rules: [
      rule('level', 'Level', 'count', 'Behind which support or resistance: 1 to 10'),
      rule('min_touches', 'Touches', 'count', 'Swings that make a level: 2 to 10'),
      rule('tolerance', 'Widest level, %', 'percent', '0.01 to 5'),
      rule('buffer', 'Beyond the level, %', 'percent', 'Of the entry: 0 to 5'),
      rule('min_distance', 'Nearest stop, %', 'percent', 'Of the entry: 0.1 to 50'),
      rule('max_distance', 'Farthest stop, %', 'percent', 'Of the entry: 0.1 to 50'),
      rule('candles', 'Candles looked at', 'count', 'Closed ones of 15 minutes: 50 to 500'),
      rule('swing_window', 'Candles beside a swing', 'count', 'On each side: 1 to 10'),
      rule('swing_lookback', 'Candles of the last swing', 'count', 'The second method: 2 to 200'),
      rule('atr_period', 'ATR candles', 'count', 'The third method: 2 to 100'),
      rule('atr_multiple', 'ATR multiple', 'number', '0.1 to 10'),
    ],
  },
  {
    title: 'Costs and entry',
    rules: [
      rule('max_drift', 'Entry at worst beyond the quote, %', 'percent', '0 to 5'),
      rule('taker_fee', 'Taker fee, %', 'percent', 'Each side: 0 to 5'),
      rule('expected_slippage', 'Expected slippage, %', 'percent', 'Each side: 0 to 5'),
    ],
  },
]

export const allRules = groups.flatMap((group) => group.rules)

export type Draft = Record<RuleName, string | boolean>

const hundred = parse('100')

function typed(kind: Kind, value: RiskRules[RuleName]): string | boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return String(value)
  const decimal = parse(value)
  return toText(trim(kind === 'percent' ? multiply(decimal, hundred) : decimal))
}

export function draftOf(rules: RiskRules): Draft {
  return Object.fromEntries(allRules.map(({ name, kind }) => [name, typed(kind, rules[name])])) as Draft
}

function untyped(kind: Kind, text: string): DecimalText | number | null {
  const value = tryParse(text.trim())
  if (!value) return null
  if (kind === 'count') return value.scale === 0 && value.digits <= 100_000n ? Number(value.digits) : null
  if (kind === 'number') return toText(trim(value))
  return toText(trim(divide(value, hundred, value.scale + 2) ?? value))
}

export type RuleErrors = Partial<Record<RuleName | 'name' | 'description', string>>

export interface Read {
  change: Partial<RiskRulesChange>
  errors: RuleErrors
}

/** Only what differs from `base` is sent; what cannot be read is an error of its field. */
export function readDraft(draft: Draft, base: RiskRules): Read {
  const change: Record<string, unknown> = {}
  const errors: RuleErrors = {}
  for (const { name, kind } of allRules) {
    const value = draft[name]
    if (value === typed(kind, base[name])) continue
    if (typeof value === 'boolean') change[name] = value
    else {
      const read = untyped(kind, value)
      if (read === null) errors[name] = kind === 'count' ? 'A whole number' : 'A number, such as 0.5'
      else change[name] = read
    }
  }
  return { change: change as Partial<RiskRulesChange>, errors }
}

/** The form's name of the field that the server found at fault. */
export function fieldOf(field: string | null): RuleName | 'name' | 'description' | null {
  const name = field?.replace(/^rules\./, '')
  if (name === 'name' || name === 'description') return name
  return allRules.find((each) => each.name === name)?.name ?? null
}

/** What a version changed, in words. */
export function changes(before: RiskRules, after: RiskRules): string[] {
  return allRules
    .filter(({ name }) => before[name] !== after[name])
    .map(({ name, kind, label }) => `${label}: ${said(typed(kind, before[name]))} → ${said(typed(kind, after[name]))}`)
}

function said(value: string | boolean): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value
}
