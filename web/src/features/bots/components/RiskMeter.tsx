import { toPixels, type DecimalText } from '@/lib/decimal'
import { share } from '@/lib/format'

interface RiskMeterProps {
  label: string
  value: DecimalText | null
  /** The value at which the bar is full. */
  full: number
  /** Where it becomes dangerous, the mildest first. */
  limits?: { warning: DecimalText; critical: DecimalText; emergency: DecimalText } | undefined
  /** What it means, for those who do not know. */
  note: string
}

const colours = { good: 'bg-success', warning: 'bg-warning', danger: 'bg-danger' } as const

function toneOf(value: number, limits: RiskMeterProps['limits']): keyof typeof colours {
  if (!limits) return value < 0.05 ? 'danger' : value < 0.15 ? 'warning' : 'good'
  return value <= toPixels(limits.critical) ? 'danger' : value <= toPixels(limits.warning) ? 'warning' : 'good'
}

const words = { good: 'fine', warning: 'warning', danger: 'dangerous' } as const

/** A ratio that must not fall, as a bar with its limits; for a reader as a meter with words. */
export function RiskMeter({ label, value, full, limits, note }: RiskMeterProps) {
  const pixels = value === null ? null : toPixels(value)
  const tone = pixels === null ? null : toneOf(pixels, limits)
  const width = (each: number) => `${Math.min(100, Math.max(0, (each / full) * 100))}%`
  return (
    <div className="py-1" title={note}>
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span className="text-muted">{label}</span>
        <span className="num">
          {share(value)}
          {tone !== null && <span className={`pl-2 font-sans text-xs ${tone === 'good' ? 'text-success-ink' : tone === 'warning' ? 'text-warning-ink' : 'text-danger-ink'}`}>{words[tone]}</span>}
        </span>
      </div>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={full}
        aria-valuenow={pixels === null ? 0 : Math.min(full, Math.max(0, pixels))}
        aria-valuetext={tone === null ? 'not known' : `${share(value)}, ${words[tone]}`}
        className="relative mt-1 h-2.5 rounded bg-line"
      >
        {pixels !== null && tone !== null && <div className={`h-full rounded ${colours[tone]}`} style={{ width: width(pixels) }} />}
        {limits &&
          (['warning', 'critical', 'emergency'] as const).map((name) => (
            <span key={name} aria-hidden className="absolute -inset-y-0.5 w-0.5 bg-text" style={{ left: width(toPixels(limits[name])) }} title={`${name} ${share(limits[name])}`} />
          ))}
      </div>
    </div>
  )
}
