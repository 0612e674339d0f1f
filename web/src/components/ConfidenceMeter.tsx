interface ConfidenceMeterProps {
  /** 0 to 100. */
  confidence: number
  className?: string
}

const zones = {
  low: { word: 'low', fill: 'bg-danger', colour: 'red' },
  medium: { word: 'medium', fill: 'bg-warning', colour: 'yellow' },
  high: { word: 'high', fill: 'bg-success', colour: 'green' },
} as const

export type ConfidenceZone = keyof typeof zones

/** Under 40 low, under 70 medium, else high. */
export function zoneOf(confidence: number): ConfidenceZone {
  if (confidence < 40) return 'low'
  return confidence < 70 ? 'medium' : 'high'
}

const words = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** How sure the producer is: a gauge with the borders of its zones, and the figure beside it. */
export function ConfidenceMeter({ confidence, className = '' }: ConfidenceMeterProps) {
  const shown = Math.min(100, Math.max(0, confidence))
  const zone = zoneOf(shown)
  const { word, fill, colour } = zones[zone]
  const figure = `${words.format(shown)}%`
  return (
    <span className={`flex min-w-0 items-center gap-2 ${className}`} data-testid="confidence" data-zone={zone} data-colour={colour}>
      <span
        role="meter"
        aria-label="Confidence"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={shown}
        aria-valuetext={`${figure}, ${word}`}
        className="relative h-1.5 min-w-12 flex-1 overflow-hidden rounded-full bg-line"
      >
        <span className={`absolute inset-y-0 left-0 rounded-full ${fill}`} style={{ width: `${shown}%` }} />
        {/* Where the zones meet. */}
        <span className="absolute inset-y-0 left-[40%] w-px bg-card" />
        <span className="absolute inset-y-0 left-[70%] w-px bg-card" />
      </span>
      <span className="num text-sm">{figure}</span>
      <span className="w-12 text-xs text-muted">{word}</span>
    </span>
  )
}
