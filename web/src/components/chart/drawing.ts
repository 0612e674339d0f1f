// The candlestick chart, wrapped once around lightweight-charts and free of React. Prices become doubles here, for
// pixels only. The library's own attribution mark would add an inline style sheet, which our policy forbids: the link
// that its licence asks for stands in CandleChart instead.
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  LineStyle,
  type AutoscaleInfo,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { Kline } from '@/lib/api/types'
import { toPixels, type DecimalText } from '@/lib/decimal'
import { levelColour, readColours, type Colours, type LevelKind } from './colours'

/** A candle to draw; the volume of one that began since the server was last asked is not known. */
export interface Bar extends Omit<Kline, 'volume'> {
  volume: DecimalText | null
}

export interface Level {
  kind: LevelKind
  price: DecimalText
  label: string
}

/** A fill on the chart: where and when something was bought or sold. */
export interface Mark {
  /** Epoch milliseconds. */
  time: number
  side: 'BUY' | 'SELL'
  price: DecimalText
  label: string
}

export interface DrawingEvents {
  /** The candle under the crosshair, by open time in ms; null when it left. */
  hovered: (openTime: number | null) => void
  /** Whether the newest candle is in view. */
  following: (atNow: boolean) => void
  /** The oldest candles come into view: older ones are wanted. */
  oldestNear: () => void
}

const barSpacing = 6
const spareBars = 6
const nearBars = 40

export class CandleDrawing {
  private readonly chart: IChartApi
  private readonly candles: ISeriesApi<'Candlestick'>
  private readonly volumes: ISeriesApi<'Histogram'>
  private colours: Colours = readColours()
  private levels: readonly Level[] = []
  private lines: IPriceLine[] = []
  private levelsInView = true
  private newest: number | null = null
  private times: readonly number[] = []
  private marks: readonly Mark[] = []
  private readonly marker: ISeriesMarkersPluginApi<Time>

  constructor(container: HTMLElement, events: DrawingEvents) {
    this.chart = createChart(container, {
      autoSize: true,
      layout: { attributionLogo: false, fontFamily: "'JetBrains Mono', monospace", fontSize: 11 },
      crosshair: { mode: CrosshairMode.Normal },
      timeScale: { timeVisible: true, secondsVisible: false, barSpacing, rightOffset: spareBars, minBarSpacing: 1 },
      rightPriceScale: { scaleMargins: { top: 0.08, bottom: 0.16 } },
    })
    this.candles = this.chart.addSeries(CandlestickSeries, {
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => this.scale(original()),
    })
    this.volumes = this.chart.addSeries(HistogramSeries, {
      priceScaleId: '',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    })
    this.volumes.priceScale().applyOptions({ scaleMargins: { top: 0.87, bottom: 0 } })
    this.marker = createSeriesMarkers(this.candles, [])
    this.chart.subscribeCrosshairMove((event) => {
      events.hovered(typeof event.time === 'number' ? event.time * 1000 : null)
    })
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      events.following(this.chart.timeScale().scrollPosition() > -1)
      if (range && range.from < nearBars && this.times.length > 0) events.oldestNear()
    })
    this.repaint()
  }

  setBars(bars: readonly Bar[]): void {
    const before = this.times[0]
    const range = this.chart.timeScale().getVisibleLogicalRange()
    this.times = bars.map((bar) => bar.open_time)
    this.candles.setData(bars.map(candleOf))
    this.volumes.setData(bars.map((bar) => this.volumeOf(bar)))
    this.newest = bars.at(-1)?.open_time ?? null
    const added = before === undefined ? 0 : this.times.indexOf(before)
    // Older candles push the others to the right by their number: what was looked at stays where it is.
    if (range && added > 0) this.chart.timeScale().setVisibleLogicalRange({ from: range.from + added, to: range.to + added })
    this.setMarks(this.marks)
  }

  /** Moves the newest candle or begins the next; an older one is left alone. */
  updateBar(bar: Bar): void {
    if (this.newest === null || bar.open_time < this.newest) return
    this.newest = bar.open_time
    this.candles.update(candleOf(bar))
  }

  setLevels(levels: readonly Level[], inView: boolean): void {
    this.levels = levels
    this.levelsInView = inView
    for (const line of this.lines) this.candles.removePriceLine(line)
    this.lines = levels.map((level) =>
      this.candles.createPriceLine({
        price: toPixels(level.price),
        color: levelColour(this.colours, level.kind),
        lineWidth: 1,
        lineStyle: styleOf(level.kind),
        axisLabelVisible: level.kind !== 'support' && level.kind !== 'resistance',
        axisLabelTextColor: this.colours.page,
        title: level.label,
      }),
    )
    this.chart.priceScale('right').applyOptions({ autoScale: true })
  }

  setMarks(marks: readonly Mark[]): void {
    this.marks = marks
    const drawn = marks.flatMap((mark) => {
      const time = this.timeAt(mark.time)
      return time === null ? [] : [this.markerOf(mark, time)]
    })
    this.marker.setMarkers(drawn.sort((a, b) => Number(a.time) - Number(b.time)))
  }

  setPlaces(places: number): void {
    const words = new Intl.NumberFormat('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })
    this.chart.applyOptions({ localization: { priceFormatter: (value: number) => words.format(value) } })
    this.candles.applyOptions({ priceFormat: { type: 'price', precision: places, minMove: 1 / 10 ** places } })
  }

  /** Takes the page's colours anew, after a change of theme or palette. */
  repaint(): void {
    this.colours = readColours()
    const { text, grid, line, up, down, crosshair } = this.colours
    this.chart.applyOptions({
      layout: { background: { color: 'transparent' }, textColor: text },
      grid: { vertLines: { color: grid }, horzLines: { color: grid } },
      crosshair: {
        vertLine: { color: text, labelBackgroundColor: crosshair },
        horzLine: { color: text, labelBackgroundColor: crosshair },
      },
      rightPriceScale: { borderColor: line },
      timeScale: { borderColor: line },
    })
    this.candles.applyOptions({
      upColor: up,
      downColor: down,
      wickUpColor: up,
      wickDownColor: down,
      borderVisible: false,
    })
    this.setLevels(this.levels, this.levelsInView)
    this.setMarks(this.marks)
  }

  zoom(factor: number): void {
    const scale = this.chart.timeScale()
    scale.applyOptions({ barSpacing: Math.min(40, Math.max(1, scale.options().barSpacing * factor)) })
  }

  jumpToNow(): void {
    this.chart.timeScale().scrollToRealTime()
  }

  reset(): void {
    this.chart.timeScale().applyOptions({ barSpacing, rightOffset: spareBars })
    this.chart.timeScale().scrollToPosition(spareBars, false)
    this.chart.priceScale('right').applyOptions({ autoScale: true })
  }

  destroy(): void {
    this.chart.remove()
  }

  private scale(own: AutoscaleInfo | null): AutoscaleInfo | null {
    if (!own?.priceRange || !this.levelsInView || this.levels.length === 0) return own
    const prices = this.levels.filter(isOurs).map((level) => toPixels(level.price))
    if (prices.length === 0) return own
    const { minValue, maxValue } = own.priceRange
    return { ...own, priceRange: { minValue: Math.min(minValue, ...prices), maxValue: Math.max(maxValue, ...prices) } }
  }

  /** The candle that this moment belongs to; null before the first one. */
  private timeAt(moment: number): UTCTimestamp | null {
    let [low, high] = [0, this.times.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.times[middle]! <= moment) low = middle + 1
      else high = middle
    }
    const time = this.times[low - 1]
    return time === undefined ? null : ((time / 1000) as UTCTimestamp)
  }

  private markerOf({ side, price, label }: Mark, time: UTCTimestamp): SeriesMarker<Time> {
    const buying = side === 'BUY'
    return {
      time,
      position: buying ? 'atPriceBottom' : 'atPriceTop',
      price: toPixels(price),
      shape: buying ? 'arrowUp' : 'arrowDown',
      color: buying ? this.colours.entry : this.colours.mark,
      text: label,
    }
  }

  private volumeOf(bar: Bar) {
    const rising = toPixels(bar.close) >= toPixels(bar.open)
    const color = `${rising ? this.colours.up : this.colours.down}55`
    return { time: timeOf(bar), value: toPixels(bar.volume ?? '0'), color }
  }
}

/** Levels of an operation, which the scale keeps in view; the market's own do not stretch it. */
function isOurs({ kind }: Level): boolean {
  return kind === 'entry' || kind === 'stop' || kind === 'target'
}

function styleOf(kind: LevelKind): LineStyle {
  if (kind === 'entry') return LineStyle.Solid
  return kind === 'stop' || kind === 'target' ? LineStyle.Dashed : LineStyle.SparseDotted
}

function timeOf(bar: Bar): UTCTimestamp {
  return (bar.open_time / 1000) as UTCTimestamp
}

function candleOf(bar: Bar) {
  return {
    time: timeOf(bar),
    open: toPixels(bar.open),
    high: toPixels(bar.high),
    low: toPixels(bar.low),
    close: toPixels(bar.close),
  }
}
