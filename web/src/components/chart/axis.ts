// How figures read at an axis: doubles, for the eye only.

/** One figure as text; beside its neighbours on the axis with as few digits as tell them apart. */
export type AxisWords = (value: number, marks?: readonly number[]) => string

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

const tellsApart = (words: (value: number) => string, marks: readonly number[]) => new Set(marks.map(words)).size === marks.length

/** Dollars at an axis. */
export function axisMoney(value: number, marks: readonly number[] = [value]): string {
  const forms = [compact, whole].map((form) => (size: number) => form.format(size))
  const large = Math.max(...marks.map(Math.abs)) >= 10_000
  const words = (large && forms.find((form) => tellsApart(form, marks))) || ((size: number) => cents.format(size))
  return `${value < 0 ? '−' : ''}$${words(Math.abs(value))}`
}

/** Fractions at an axis, as percent. */
export function axisShare(value: number, marks: readonly number[] = [value]): string {
  const percents = marks.map((mark) => mark * 100)
  const least = marks.length === 1 && value !== 0 && Math.abs(value) < 0.01 ? 3 : 1
  const places = [1, 2, 3].find((digits) => digits >= least && tellsApart((mark) => mark.toFixed(digits), percents)) ?? least
  const text = Math.abs(value * 100).toFixed(places)
  return `${value < 0 && Number(text) !== 0 ? '−' : ''}${text}%`
}
