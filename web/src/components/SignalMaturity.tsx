import { maturityOf, agoInWords, type Maturity } from '@/lib/maturity'
import { utc } from '@/lib/format'

interface SignalMaturityProps {
  createdAt: Date
  currentTime: Date
  /** The line is silent: the signal may have been decided or have ended since. */
  unsure?: boolean
}

const looks: Record<Maturity, { word: string; mark: string; ink: string; dot: string }> = {
  FRESH: { word: 'Fresh', mark: '●', ink: 'border-success text-success-ink', dot: 'green' },
  AGING: { word: 'Aging', mark: '◐', ink: 'border-warning text-warning-ink', dot: 'yellow' },
  STALE: { word: 'Stale', mark: '○', ink: 'border-danger text-danger-ink', dot: 'red' },
}

/** How old a signal is: a word, a mark and a colour, and its age in words. */
export function SignalMaturity({ createdAt, currentTime, unsure = false }: SignalMaturityProps) {
  const ageMs = currentTime.getTime() - createdAt.getTime()
  const maturity = maturityOf(ageMs)
  const { word, mark, ink, dot } = looks[maturity]
  return (
    <span data-testid="maturity" data-maturity={maturity} data-colour={dot} className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <span className={`rounded border px-1.5 text-xs font-semibold ${ink} ${unsure ? 'border-dashed' : ''}`}>
        <span aria-hidden>{mark} </span>
        {word}
      </span>
      <time dateTime={createdAt.toISOString()} title={`Proposed ${utc(createdAt.getTime())}`} className="text-sm text-muted tabular-nums">
        {agoInWords(ageMs)}
        {unsure && ', unconfirmed'}
      </time>
    </span>
  )
}
