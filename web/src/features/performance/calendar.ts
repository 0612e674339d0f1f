// Days of profit and loss as weeks, for a map that is read with the eyes, by keys or by ear. Pure.
import { absolute, compare, max, parse, zero } from '@/lib/decimal'
import { direction, money, type Figure } from '@/lib/format'
import { daysAfter, weekdayOf } from '@/lib/timeZone'
import type { PerformanceDay } from '@/lib/api/types'

export interface Cell {
  date: string
  /** null: nothing was closed on that day. */
  day: PerformanceDay | null
  /** How much against the largest day, 0 to 4; 0 without a trade, 1 for the least of them. */
  strength: 0 | 1 | 2 | 3 | 4
}

/** Monday to Sunday; null: not in this time. */
export type Week = readonly (Cell | null)[]

/** A year and what completes its first week. */
const mostWeeks = 54

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/**
 * @param from and `to` are dates, both inclusive
 * @returns whole weeks, the oldest first; those before the last year are left out
 */
export function weeksOf(days: readonly PerformanceDay[], from: string, to: string): Week[] {
  const byDate = new Map(days.map((day) => [day.date, day]))
  const largest = days.reduce((most, { net_pnl: pnl }) => max(most, absolute(parse(pnl))), zero)
  const lastMonday = daysAfter(to, -weekdayOf(to))
  const oldest = daysAfter(lastMonday, -7 * (mostWeeks - 1))
  const first = from < oldest ? oldest : daysAfter(from, -weekdayOf(from))
  const weeks: Week[] = []
  for (let monday = first; monday <= to; monday = daysAfter(monday, 7)) {
    weeks.push(
      weekdays.map((_, index) => {
        const date = daysAfter(monday, index)
        if (date < from || date > to) return null
        const day = byDate.get(date) ?? null
        return { date, day: day && day.trades > 0 ? day : null, strength: strengthOf(day, largest) }
      }),
    )
  }
  return weeks
}

function strengthOf(day: PerformanceDay | null, largest: ReturnType<typeof parse>): Cell['strength'] {
  if (!day || day.trades === 0) return 0
  const size = absolute(parse(day.net_pnl))
  const four = { digits: size.digits * 4n, scale: size.scale }
  for (const step of [1, 2, 3] as const) {
    if (compare(four, { digits: largest.digits * BigInt(step), scale: largest.scale }) <= 0) return step
  }
  return 4
}

/** A sign for a day, so that it does not take a colour to tell gain from loss. */
export const signs = { up: '+', down: '−', flat: '=' } as const

export function cellWords({ date, day }: Cell, currency: string): string {
  const name = `${weekdays[weekdayOf(date)]} ${date}`
  if (!day) return `${name}: no trade closed`
  return `${name}: ${money(day.net_pnl, { currency, signed: true })}, ${day.trades} ${day.trades === 1 ? 'trade' : 'trades'}`
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })

/** In the width of a cell: +12.3, −1.25K. */
export function cellAmount(figure: Figure): string {
  if (figure == null) return ''
  const sign = signs[direction(figure)]
  return sign === '=' ? '0' : `${sign}${compact.format(Math.abs(Number(figure)))}`
}
