import type { ReactNode } from 'react'

const tones = {
  plain: 'border-line-strong text-text',
  muted: 'border-line text-muted',
  good: 'border-success text-success-ink',
  caution: 'border-warning text-warning-ink',
  danger: 'border-danger text-danger-ink',
  info: 'border-primary text-primary-ink',
  up: 'border-up text-up-ink',
  down: 'border-down text-down-ink',
} as const

export type BadgeTone = keyof typeof tones

export function Badge({ tone = 'plain', title, children }: { tone?: BadgeTone; title?: string | undefined; children: ReactNode }) {
  return (
    <span className={`inline-block rounded border px-1.5 text-xs font-semibold whitespace-nowrap ${tones[tone]}`} title={title}>
      {children}
    </span>
  )
}

export function SideBadge({ side }: { side: 'BUY' | 'SELL' }) {
  return <Badge tone={side === 'BUY' ? 'up' : 'down'}>{side === 'BUY' ? '▲ LONG' : '▼ SHORT'}</Badge>
}
