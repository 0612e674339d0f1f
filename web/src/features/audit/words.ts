// How the audit log reads. Pure.
import type { BadgeTone } from '@/components/Badge'
import type { AuditEntry, AuditOutcome } from '@/lib/api/types'

export const outcomeLooks: Record<AuditOutcome, { tone: BadgeTone; meaning: string }> = {
  requested: { tone: 'info', meaning: 'Asked for; what became of it follows in a later entry' },
  done: { tone: 'good', meaning: 'Carried out' },
  refused: { tone: 'caution', meaning: 'Not allowed, or not possible as asked' },
  failed: { tone: 'danger', meaning: 'Tried, and it went wrong' },
}

/** Beginnings of names that people look for. */
export const usualActions = ['auth.', 'control.', 'config.', 'users.', 'api-keys.', 'positions.', 'portfolio.', 'plans.', 'orders.', 'risk.', 'strategies.', 'venue-keys.'] as const

/** What was asked for, in one line. */
export function detailLine({ detail }: Pick<AuditEntry, 'detail'>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ')
}

/** The beginning and the end of a hash, enough to compare two by eye. */
export function shortHash(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : hash
}

export interface KeptHead {
  seq: number
  hash: string
}

/** A head as somebody kept it: number and hash, however they are set apart. null: cannot be read. */
export function readKeptHead(text: string): KeptHead | null {
  const match = /^\D*?(\d{1,15})\D.*?\b([0-9a-f]{64})\b/is.exec(text.trim())
  const seq = Number(match?.[1])
  return match && Number.isSafeInteger(seq) && seq >= 1 ? { seq, hash: match[2]!.toLowerCase() } : null
}
