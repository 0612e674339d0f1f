import { intervals, type Interval } from '@/lib/settings'

interface ChartToolsProps {
  interval: Interval
  /** The timeframe is not the reader's to choose here. */
  fixed: boolean
  levelsInView: boolean
  foundLevels: boolean
  onFound: () => void
  onInterval: (interval: Interval) => void
  onLevels: () => void
  onZoom: (factor: number) => void
  onReset: () => void
}

export function ChartTools({ interval, fixed, levelsInView, foundLevels, onFound, onInterval, onLevels, onZoom, onReset }: ChartToolsProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 pb-1">
      <div role="group" aria-label="Timeframe" className="flex">
        {intervals.filter((each) => !fixed || each === interval).map((each, index) => (
          <button
            key={each}
            type="button"
            className="chip num"
            aria-pressed={each === interval}
            title={fixed ? 'The stop is found in these candles' : `Key ${index + 1}`}
            onClick={() => onInterval(each)}
          >
            {each}
          </button>
        ))}
      </div>
      <div className="ml-auto flex">
        <button
          type="button"
          className="chip"
          aria-pressed={foundLevels}
          title="Supports and resistances found in the last 200 closed candles"
          onClick={onFound}
        >
          Supports
        </button>
        <button
          type="button"
          className="chip"
          aria-pressed={levelsInView}
          title="Keep entry, stop and target in the chart's range"
          onClick={onLevels}
        >
          <span className="max-md:sr-only">Levels in view</span>
          <span aria-hidden className="md:hidden">
            ⇕
          </span>
        </button>
        <button type="button" className="chip max-md:hidden" aria-label="Zoom out" onClick={() => onZoom(0.8)}>
          −
        </button>
        <button type="button" className="chip max-md:hidden" aria-label="Zoom in" onClick={() => onZoom(1.25)}>
          +
        </button>
        <button type="button" className="chip" title="Alt+R" onClick={onReset}>
          Reset
        </button>
      </div>
    </div>
  )
}
