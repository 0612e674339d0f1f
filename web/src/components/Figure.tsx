import type { ReactNode } from 'react'

const tones = { up: 'text-up-ink', down: 'text-down-ink', flat: '', muted: 'text-muted' } as const

export type Tone = keyof typeof tones

interface FigureProps {
  label: string
  children: ReactNode
  tone?: Tone
  /** Where the figure comes from, on hover and for a reader of the page's code. */
  title?: string | undefined
}

/** One line of a list of figures: name left, number right. */
export function Figure({ label, children, tone = 'flat', title }: FigureProps) {
  return (
    <div className="flex items-baseline justify-between gap-3 py-0.5" title={title}>
      <dt className="text-sm text-muted">{label}</dt>
      <dd className={`num text-right text-sm ${tones[tone]}`}>{children}</dd>
    </div>
  )
}

export function toneClass(tone: Tone): string {
  return tones[tone]
}
