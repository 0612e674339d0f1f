// A signal policy as it is typed: confidence in percent, empty where there is no rule. Exact.
import { divide, multiply, parse, round, toText, trim, tryParse, zero, compare, type DecimalText } from '@/lib/decimal'
import type { SignalPolicy, SignalPolicyRequest } from '@/lib/api/types'

export interface PolicyText {
  confidence: string
  cooldown: string
  cap: string
}

export const fields: readonly { name: keyof PolicyText; label: string }[] = [
  { name: 'confidence', label: 'Confidence at least, %' },
  { name: 'cooldown', label: 'Between approvals, s' },
  { name: 'cap', label: 'Approvals a day (UTC)' },
]

export type PolicyErrors = Partial<Record<keyof PolicyText, string>>

const hundred = parse('100')
export const longestCooldown = 86_400
export const largestCap = 1000

export function textOf(policy: Pick<SignalPolicy, 'min_confidence' | 'cooldown_seconds' | 'daily_cap'> | undefined): PolicyText {
  const confidence = policy?.min_confidence ?? null
  return {
    confidence: confidence === null ? '' : toText(trim(multiply(parse(confidence), hundred))),
    cooldown: policy?.cooldown_seconds?.toString() ?? '',
    cap: policy?.daily_cap?.toString() ?? '',
  }
}

/** null: no rule. */
function fractionOf(text: string): DecimalText | null | 'bad' {
  if (text.trim() === '') return null
  const percent = tryParse(text.trim())
  if (!percent || percent.scale > 2 || compare(percent, zero) < 0 || compare(percent, hundred) > 0) return 'bad'
  return toText(trim(round(divide(percent, hundred, 4)!, 4)))
}

function countOf(text: string, most: number): number | null | 'bad' {
  if (text.trim() === '') return null
  const count = /^\d{1,6}$/.test(text.trim()) ? Number(text) : NaN
  return count <= most ? count : 'bad'
}

/** What is sent, or what is wrong at which field. */
export function policyOf(text: PolicyText): { policy: SignalPolicyRequest } | { errors: PolicyErrors } {
  const confidence = fractionOf(text.confidence)
  const cooldown = countOf(text.cooldown, longestCooldown)
  const cap = countOf(text.cap, largestCap)
  if (confidence !== 'bad' && cooldown !== 'bad' && cap !== 'bad') return { policy: { min_confidence: confidence, cooldown_seconds: cooldown, daily_cap: cap } }
  return {
    errors: {
      ...(confidence === 'bad' && { confidence: '0 to 100, at most 2 places' }),
      ...(cooldown === 'bad' && { cooldown: `Whole seconds, at most ${longestCooldown}` }),
      ...(cap === 'bad' && { cap: `A whole number, at most ${largestCap}` }),
    },
  }
}

/** The form's name of the field that the server found at fault. */
export function fieldOf(field: string | null): keyof PolicyText | null {
  if (field === 'min_confidence') return 'confidence'
  if (field === 'cooldown_seconds') return 'cooldown'
  return field === 'daily_cap' ? 'cap' : null
}
