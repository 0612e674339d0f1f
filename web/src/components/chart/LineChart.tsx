import { useEffect, useId, useRef, useState } from 'react'
import type { DecimalText } from '@/lib/decimal'
import { unknown, utc } from '@/lib/format'
import { useSettings } from '@/lib/settings'
import type { AxisWords } from './axis'
import { LineDrawing, type Line, type Mark } from './lineDrawing'

export type { Line, Mark, Point } from './lineDrawing'

export interface LineChartProps {
  lines: readonly Line[]
  marks?: readonly Mark[]
  /** How a figure reads, exactly. */
  words: (value: DecimalText | null) => string
  /** How a figure reads at the axis. */
  axis: AxisWords
  /** What the chart shows, for those who do not see it. */
  summary: string
  label: string
  /** How a moment reads; to the minute, in UTC, without it. */
  when?: (time: number) => string
  /** Its height; without it, what is left of its card. */
  className?: string
}

const none: readonly Mark[] = []
const minuteOf = (time: number) => `${utc(time).slice(0, 16)} UTC`
const inks = { primary: 'bg-primary', warning: 'bg-warning', muted: 'bg-line-strong' } as const

export default function LineChart({ lines, marks = none, words, axis, summary, label, when = minuteOf, className }: LineChartProps) {
  const container = useRef<HTMLDivElement>(null)
  const drawing = useRef<LineDrawing | null>(null)
  const [at, setAt] = useState<number | null>(null)
  const { theme, palette } = useSettings()
  const text = useId()

  useEffect(() => {
    const created = new LineDrawing(container.current!, { hovered: setAt })
    drawing.current = created
    return () => {
      created.destroy()
      drawing.current = null
    }
  }, [])
  useEffect(() => drawing.current?.setFormat(axis), [axis])
  useEffect(() => drawing.current?.setLines(lines, marks), [lines, marks])
  useEffect(() => drawing.current?.repaint(), [theme, palette])

  return (
    <div role="group" aria-label={label} aria-describedby={text} className={`flex min-w-0 flex-col ${className ? '' : 'flex-1'}`}>
      <p id={text} className="sr-only">
        {summary}
      </p>
      <Legend lines={lines} at={at} words={words} when={when} />
      <div className={`relative ${className ?? 'min-h-56 flex-1'}`}>
        <div ref={container} className="absolute inset-0" data-testid="line-chart" />
      </div>
    </div>
  )
}

type LegendProps = Pick<LineChartProps, 'lines' | 'words'> & { at: number | null; when: (time: number) => string }

function Legend({ lines, at, words, when }: LegendProps) {
  const last = Math.max(0, ...lines.map(({ points }) => points.at(-1)?.time ?? 0))
  const time = at ?? last
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-4 px-3 text-sm">
      {lines.map(({ name, kind, ink, points }) => {
        const value = (at === null ? points.at(-1) : points.find((point) => point.time === at))?.value ?? null
        return (
          <span key={name} className="inline-flex items-baseline gap-1.5">
            {kind === 'line' && lines.length > 1 && <span aria-hidden className={`inline-block h-0.5 w-3 self-center ${inks[ink]}`} />}
            <span className="text-muted">{name}</span>
            <span className="num">{value === null ? unknown : words(value)}</span>
          </span>
        )
      })}
      {time > 0 && <span className="num ml-auto text-xs text-muted">{when(time)}</span>}
    </div>
  )
}
