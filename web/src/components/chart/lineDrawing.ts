// Lines over time, wrapped once around lightweight-charts and free of React. Figures become doubles here, for pixels only.
import {
  BaselineSeries,
  createChart,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  LineStyle,
  LineType,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts'
import { toPixels, type DecimalText } from '@/lib/decimal'
import type { AxisWords } from './axis'
import { readColours, type Colours } from './colours'

export interface Point {
  /** Epoch milliseconds, growing. */
  time: number
  /** null: not known then; the line has a gap. */
  value: DecimalText | null
}

export interface Line {
  name: string
  /** profit: above and below zero in the colours of gain and loss; bars: one amount each. */
  kind: 'line' | 'profit' | 'bars'
  ink: 'primary' | 'warning' | 'muted'
  points: readonly Point[]
}

/** A level that matters, such as a threshold. */
export interface Mark {
  value: DecimalText
  label: string
  ink: 'warning' | 'danger'
}

export interface LineEvents {
  /** The moment under the crosshair, epoch ms; null when it left. */
  hovered: (time: number | null) => void
}

type AnySeries = ISeriesApi<'Line'> | ISeriesApi<'Baseline'> | ISeriesApi<'Histogram'>

const transparent = 'rgba(0, 0, 0, 0)'

export class LineDrawing {
  private readonly chart: IChartApi
  private series: AnySeries[] = []
  private lines: readonly Line[] = []
  private marks: readonly Mark[] = []
  private colours: Colours = readColours()

  constructor(container: HTMLElement, events: LineEvents) {
    this.chart = createChart(container, {
      autoSize: true,
      layout: { attributionLogo: false, fontFamily: "'JetBrains Mono', monospace", fontSize: 11 },
      crosshair: { mode: CrosshairMode.Magnet },
      timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 1, fixLeftEdge: true, fixRightEdge: true },
      rightPriceScale: { scaleMargins: { top: 0.12, bottom: 0.08 } },
      // A page that is scrolled with a finger or a wheel goes on over a chart.
      handleScroll: false,
      handleScale: false,
    })
    this.chart.subscribeCrosshairMove((event) => events.hovered(typeof event.time === 'number' ? event.time * 1000 : null))
    this.repaint()
  }

  setLines(lines: readonly Line[], marks: readonly Mark[]): void {
    const isSame = marks === this.marks && lines.length === this.series.length && lines.every(({ kind, ink }, index) => kind === this.lines[index]?.kind && ink === this.lines[index].ink)
    // A line that moves each second keeps what it is drawn with.
    if (isSame) lines.forEach((line, index) => this.fill(this.series[index]!, line))
    else this.drawAll(lines, marks)
    this.lines = lines
    this.marks = marks
    this.chart.timeScale().fitContent()
  }

  private drawAll(lines: readonly Line[], marks: readonly Mark[]): void {
    for (const series of this.series) this.chart.removeSeries(series)
    this.series = lines.map((line) => this.draw(line))
    const [first] = this.series
    for (const mark of first ? marks : []) {
      first?.createPriceLine({
        price: toPixels(mark.value),
        color: mark.ink === 'danger' ? this.colours.stop : this.colours.mark,
        lineWidth: 1,
        lineStyle: LineStyle.Dashed,
        axisLabelVisible: false,
        title: mark.label,
      })
    }
  }

  /** How figures read at the axis. */
  setFormat(words: AxisWords): void {
    const marks = (values: readonly number[]) => values.map((value) => words(value, values))
    this.chart.applyOptions({ localization: { priceFormatter: (value: number) => words(value), tickmarksPriceFormatter: marks } })
  }

  repaint(): void {
    this.colours = readColours()
    const { text, grid, line, crosshair } = this.colours
    this.chart.applyOptions({
      layout: { background: { color: 'transparent' }, textColor: text },
      grid: { vertLines: { color: transparent }, horzLines: { color: grid } },
      crosshair: { vertLine: { color: text, labelBackgroundColor: crosshair }, horzLine: { color: text, labelBackgroundColor: crosshair } },
      rightPriceScale: { borderColor: line },
      timeScale: { borderColor: line },
    })
    this.drawAll(this.lines, this.marks)
    this.chart.timeScale().fitContent()
  }

  destroy(): void {
    this.chart.remove()
  }

  private draw(line: Line): AnySeries {
    const series = this.create(line)
    this.fill(series, line)
    return series
  }

  private create(line: Line): AnySeries {
    const { up, down } = this.colours
    // Rates are small: an axis in steps of cents would have one label.
    const quiet = { lastValueVisible: false, priceLineVisible: false, priceFormat: { type: 'price', precision: 8, minMove: 1e-8 } as const }
    if (line.kind === 'bars') return this.chart.addSeries(HistogramSeries, quiet)
    if (line.kind === 'profit') {
      return this.chart.addSeries(BaselineSeries, {
        ...quiet,
        baseValue: { type: 'price', price: 0 },
        lineWidth: 2,
        topLineColor: up,
        topFillColor1: `${up}40`,
        topFillColor2: `${up}08`,
        bottomLineColor: down,
        bottomFillColor1: `${down}08`,
        bottomFillColor2: `${down}40`,
      })
    }
    const color = line.ink === 'primary' ? this.colours.entry : line.ink === 'warning' ? this.colours.mark : this.colours.text
    return this.chart.addSeries(LineSeries, { ...quiet, color, lineWidth: 1, lineType: LineType.Simple })
  }

  private fill(series: AnySeries, { kind, points }: Line): void {
    const { up, down } = this.colours
    const times = (point: Point) => (point.time / 1000) as UTCTimestamp
    if (kind === 'bars') {
      const bars = points.flatMap((point) => (point.value === null ? [] : [{ time: times(point), value: toPixels(point.value), color: point.value.startsWith('-') ? down : up }]))
      ;(series as ISeriesApi<'Histogram'>).setData(bars)
      return
    }
    const hidden = kind === 'profit' ? hiddenArea : { color: transparent }
    ;(series as ISeriesApi<'Line'>).setData(filled(points).map(({ point, value, gap }) => ({ time: times(point), value, ...(gap && hidden) })))
  }
}

const hiddenArea = { topLineColor: transparent, topFillColor1: transparent, topFillColor2: transparent, bottomLineColor: transparent, bottomFillColor1: transparent, bottomFillColor2: transparent }

/** A point without a figure keeps the one before it, unseen: the library would join what lies on both sides of a hole. */
function filled(points: readonly Point[]): { point: Point; value: number; gap: boolean }[] {
  const first = points.findIndex((point) => point.value !== null)
  let last = 0
  return points.slice(Math.max(0, first)).flatMap((point, index, all) => {
    if (first < 0) return []
    if (point.value !== null) last = toPixels(point.value)
    return [{ point, value: last, gap: point.value === null || all[index + 1]?.value === null }]
  })
}
