import { useEffect, useId, useImperativeHandle, useRef, useState, type Ref } from 'react'
import { useSettings } from '@/lib/settings'
import { CandleDrawing, type Bar, type Level, type Mark } from './drawing'

export interface ChartHandle {
  reset(): void
  zoom(factor: number): void
}

interface CandleChartProps {
  ref?: Ref<ChartHandle>
  bars: readonly Bar[]
  /** The forming candle as it moves between two answers of the server. */
  live: Bar | undefined
  levels: readonly Level[]
  marks: readonly Mark[]
  levelsInView: boolean
  places: number
  summary: string
  onHover: (openTime: number | null) => void
  onOldest: () => void
}

export default function CandleChart({ ref, bars, live, levels, marks, levelsInView, places, summary, onHover, onOldest }: CandleChartProps) {
  const container = useRef<HTMLDivElement>(null)
  const drawing = useRef<CandleDrawing | null>(null)
  const [atNow, setAtNow] = useState(true)
  const { theme, palette } = useSettings()
  const text = useId()
  const oldest = useRef(onOldest)
  useEffect(() => void (oldest.current = onOldest), [onOldest])

  useEffect(() => {
    const created = new CandleDrawing(container.current!, { hovered: onHover, following: setAtNow, oldestNear: () => oldest.current() })
    drawing.current = created
    return () => {
      created.destroy()
      drawing.current = null
    }
  }, [onHover])
  useEffect(() => drawing.current?.setPlaces(places), [places, onHover])
  useEffect(() => drawing.current?.setBars(bars), [bars, onHover])
  useEffect(() => drawing.current?.setLevels(levels, levelsInView), [levels, levelsInView, onHover])
  useEffect(() => drawing.current?.setMarks(marks), [marks, onHover])
  useEffect(() => {
    if (live) drawing.current?.updateBar(live)
  }, [live, bars, onHover])
  useEffect(() => {
    drawing.current?.repaint()
    drawing.current?.setBars(bars)
    // Only the colours: the candles themselves have an effect of their own.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [theme, palette])

  useImperativeHandle(ref, () => ({
    reset: () => drawing.current?.reset(),
    zoom: (factor) => drawing.current?.zoom(factor),
  }))

  return (
    <div role="group" aria-label="Candlestick chart" aria-describedby={text} className="relative min-h-72 flex-1">
      <p id={text} className="sr-only">
        {summary} {levels.map((level) => `${level.label} line at ${level.price}.`).join(' ')}{' '}
        {marks.map((mark) => `${mark.label} ${mark.side === 'BUY' ? 'bought' : 'sold'} at ${mark.price}.`).join(' ')}
      </p>
      <div ref={container} data-testid="chart" className="absolute inset-0" />
      {!atNow && (
        <button
          type="button"
          className="absolute right-20 bottom-10 z-10 min-h-8 rounded-full border border-line-strong bg-card px-3 text-sm shadow pointer-coarse:min-h-11"
          onClick={() => drawing.current?.jumpToNow()}
        >
          Jump to now →
        </button>
      )}
    </div>
  )
}
