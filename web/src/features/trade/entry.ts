// What a trader typed, and the question that it asks the server. Pure.
import { compare, parse, tryParse, zero, type DecimalText } from '@/lib/decimal'
import type { EntryRequest, Side } from '@/lib/api/types'

/** What stands in the address: enough to share and to reload. */
export interface Choice {
  symbol: string
  side: Side
  /** null: the first active one. */
  strategy: number | null
}

/** Figures typed by hand, as typed. Empty means: by the rule. */
export interface Figures {
  limit: string
  capital: string
  quantity: string
}

export const noFigures: Figures = { limit: '', capital: '', quantity: '' }

export type FigureErrors = Partial<Record<keyof Figures, string>>

function figure(text: string): DecimalText | null | 'bad' {
  const typed = text.trim()
  if (typed === '') return null
  const value = tryParse(typed)
  return value && compare(value, zero) > 0 ? (typed as DecimalText) : 'bad'
}

export function figureErrors(figures: Figures): FigureErrors {
  const errors: FigureErrors = {}
  for (const name of ['limit', 'capital', 'quantity'] as const) {
    if (figure(figures[name]) === 'bad') errors[name] = 'A number above 0, such as 1250.50, without commas'
  }
  return errors
}

/** null while a figure cannot be read. */
export function requestOf(choice: Choice, figures: Figures): EntryRequest | null {
  const [limit, capital, quantity] = [figure(figures.limit), figure(figures.capital), figure(figures.quantity)]
  if (limit === 'bad' || capital === 'bad' || quantity === 'bad') return null
  return {
    symbol: choice.symbol,
    side: choice.side,
    ...(choice.strategy !== null && { strategy_id: choice.strategy }),
    ...(limit !== null && { entry_price: limit }),
    ...(capital !== null && { capital }),
    ...(quantity !== null && { quantity }),
  }
}

/** The form's name of the field that the server found at fault. */
export function fieldOf(field: string | null): keyof Figures | null {
  if (field === 'entry_price') return 'limit'
  return field === 'capital' || field === 'quantity' ? field : null
}

/** A share of the capital in whole and broken percent, for lengths of a picture. */
export function share(part: DecimalText, whole: DecimalText): number {
  const [a, b] = [Number(part), Number(whole)]
  return b > 0 ? Math.min(100, Math.max(0, (a / b) * 100)) : 0
}

export function isLong(side: Side): boolean {
  return side === 'BUY'
}

export function atLeast(a: DecimalText, b: DecimalText): boolean {
  return compare(parse(a), parse(b)) >= 0
}
