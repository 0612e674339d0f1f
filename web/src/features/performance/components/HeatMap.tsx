import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Card } from '@/components/Card'
import type { Performance } from '@/lib/api/types'
import { direction } from '@/lib/format'
import { dateIn, daysAfter } from '@/lib/timeZone'
import { cellAmount, cellWords, signs, weekdays, weeksOf, type Cell, type Week } from '../calendar'

/** So few days leave room for something beside the map. */
export const isShort = ({ window }: Performance) => window === '7d' || window === '30d'

/** So few weeks leave the room to write each day's amount. */
const mostWideWeeks = 14

const shades = {
  up: ['', 'day-up-1', 'day-up-2', 'day-up-3', 'day-up-4'],
  down: ['', 'day-down-1', 'day-down-2', 'day-down-3', 'day-down-4'],
  flat: ['', 'bg-hover', 'bg-hover', 'bg-hover', 'bg-hover'],
} as const

/** Every day of this time: gain or loss by sign and shade, its amount with a click, by arrow keys or by ear. */
export function HeatMap({ figures }: { figures: Performance }) {
  const { calendar, currency, time_zone: zone } = figures
  const to = dateIn(zone, Date.parse(figures.to))
  const from = figures.from ? dateIn(zone, Date.parse(figures.from)) : (calendar[0]?.date ?? to)
  const weeks = weeksOf(calendar, from, to)
  return (
    <Card title="Days" aside={`${from} to ${to}, ${zone}`}>
      <Grid key={`${from} ${to}`} weeks={weeks} currency={currency} />
    </Card>
  )
}

function Grid({ weeks, currency }: { weeks: readonly Week[]; currency: string }) {
  const cells = weeks.flat().filter((cell) => cell !== null)
  const [at, setAt] = useState(cells.at(-1)?.date ?? '')
  const box = useRef<HTMLDivElement>(null)
  const wide = weeks.length <= mostWideWeeks
  const selected = cells.find(({ date }) => date === at)
  // The newest weeks are what one looks for.
  useEffect(() => void (box.current && (box.current.scrollLeft = box.current.scrollWidth)), [])

  const onKey = (event: KeyboardEvent) => {
    const to = destination(event.key, at, cells)
    if (to === null) return
    event.preventDefault()
    setAt(to)
    box.current?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus()
  }
  return (
    <div className="flex flex-col gap-2 px-3 pb-3">
      <div ref={box} className="max-w-full overflow-x-auto p-0.5">
        <div role="grid" aria-label="P&L by day; arrow keys move by day and by week" className="inline-grid w-max gap-0.5 text-xs">
          {weekdays.map((name, index) => (
            <div key={name} role="row" className="flex items-center gap-0.5">
              <div role="rowheader" aria-label={name} className="sticky left-0 w-8 shrink-0 bg-card text-muted">
                {index % 2 === 0 || wide ? name.slice(0, 3) : ''}
              </div>
              {weeks.map((week, column) => {
                const cell = week[index]
                const size = `shrink-0 rounded-xs ${wide ? 'h-7 w-13' : 'size-5'}`
                return cell ? (
                  <div
                    key={cell.date}
                    role="gridcell"
                    data-date={cell.date}
                    data-strength={cell.strength}
                    data-direction={direction(cell.day?.net_pnl)}
                    tabIndex={cell.date === at ? 0 : -1}
                    aria-label={cellWords(cell, currency)}
                    aria-selected={cell.date === at}
                    title={cellWords(cell, currency)}
                    className={`num grid cursor-default place-items-center border text-xs leading-none ${size} ${cell.day ? shades[direction(cell.day.net_pnl)][cell.strength] : ''} ${cell.date === at ? 'border-text' : 'border-line'}`}
                    onFocus={() => setAt(cell.date)}
                    onClick={() => setAt(cell.date)}
                    onKeyDown={onKey}
                  >
                    {cell.day && (wide ? cellAmount(cell.day.net_pnl) : signs[direction(cell.day.net_pnl)])}
                  </div>
                ) : (
                  <div key={column} role="gridcell" aria-label="Not in this time" className={size} />
                )
              })}
            </div>
          ))}
        </div>
      </div>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm" data-testid="day">
        <span aria-live="off">{selected ? cellWords(selected, currency) : ''}</span>
        <span aria-hidden className="ml-auto flex items-center gap-1 text-xs text-muted">
          loss
          {(['day-down-4', 'day-down-2', '', 'day-up-2', 'day-up-4'] as const).map((shade) => (
            <span key={shade} className={`inline-block size-3 rounded-xs border border-line ${shade}`} />
          ))}
          gain
        </span>
      </p>
    </div>
  )
}

const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7 }

/** null: that key does not move, or there is nothing to move to. */
function destination(key: string, at: string, cells: readonly Cell[]): string | null {
  if (key === 'Home') return cells[0]?.date ?? null
  if (key === 'End') return cells.at(-1)?.date ?? null
  const step = steps[key]
  if (step === undefined) return null
  const to = daysAfter(at, step)
  return cells.some(({ date }) => date === to) ? to : null
}
