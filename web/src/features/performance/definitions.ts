// Each figure of the performance: its name, how it reads, what it means. The formulas are those of the user guide.
import { age, direction, money, percent, ratio, share, signedRatio, unknown, type Figure } from '@/lib/format'
import type { Performance } from '@/lib/api/types'
import { clockIn } from '@/lib/timeZone'
import type { Tone } from '@/components/Figure'
import { toPixels } from '@/lib/decimal'

export interface Defined {
  label: string
  definition: string
  text: (figures: Performance) => string
  tone?: (figures: Performance) => Tone
}

type Name = {
  [Key in keyof Performance]: Performance[Key] extends Figure ? Key : never
}[keyof Performance]

const amount = (label: string, name: Name, definition: string): Defined => ({
  label,
  definition,
  text: (figures) => money(figures[name], { currency: figures.currency, signed: true }),
  tone: (figures) => direction(figures[name]),
})

const plain = (label: string, name: Name, definition: string): Defined => ({ label, definition, text: (figures) => money(figures[name], { currency: figures.currency }) })

/** Of trades that stand in no figure; nothing when there are none. */
export const leftOut = (unvalued: number) => (unvalued > 0 ? `, ${unvalued} left out` : '')

const R = 'R is what the trade would have lost at its first stop'

export const tradeFigures: readonly Defined[] = [
  amount('Net P&L', 'net_pnl', 'What the trades that were closed in this time made, after fees'),
  { label: 'Trades', definition: 'Operations that were closed in this time: won, lost, even. Left out is one whose currency no market values', text: ({ trades, wins, losses, break_even: even, unvalued_trades: unvalued }) => `${trades} (${wins} won, ${losses} lost, ${even} even)${leftOut(unvalued)}` },
  { label: 'Win rate', definition: 'Won ÷ all closed trades; a trade that ended even counts as closed', text: ({ win_rate: rate }) => share(rate, { places: 1 }) },
  { label: 'Profit factor', definition: 'All gains ÷ all losses. Over 1 earns; there is none without a loss', text: ({ profit_factor: factor }) => ratio(factor) },
  amount('Expectancy', 'expectancy', 'Net P&L ÷ trades: what a trade made on average'),
  { label: 'Average R', definition: `Mean of net P&L ÷ R. ${R}`, text: ({ average_r: mean }) => (mean === null ? unknown : `${signedRatio(mean)} R`), tone: ({ average_r: mean }) => direction(mean) },
  amount('Average win', 'average_win', 'Mean of the trades that won'),
  amount('Average loss', 'average_loss', 'Mean of the trades that lost'),
  amount('Largest win', 'largest_win', 'The best single trade'),
  amount('Largest loss', 'largest_loss', 'The worst single trade'),
  plain('Fees', 'fees', 'Of these trades, both sides; already taken off above'),
  { label: 'Held for', definition: 'Mean time from the first fill to the last', text: ({ average_holding_minutes: minutes }) => (minutes === null ? unknown : age(toPixels(minutes) * 60_000)) },
]

export const equityFigures: readonly Defined[] = [
  plain('At the start', 'initial_equity', 'Equity at the beginning of this time: balances and open positions at the prices of then'),
  {
    label: 'At the end',
    definition: 'Equity as it was last measured; that happens once a minute while the prices are fresh',
    text: ({ final_equity: equity, equity_measured_at: at, currency, time_zone: zone }) => money(equity, { currency }) + (at === null ? '' : ` at ${clockIn(zone, Date.parse(at))}`),
  },
  plain('Deposits', 'deposits', 'Paid in meanwhile; no gain'),
  plain('Withdrawals', 'withdrawals', 'Paid out meanwhile; no loss'),
  { label: 'Return', definition: 'Of the daily returns one after another, each without that day’s deposits and withdrawals', text: ({ total_return_percent: total }) => percent(total, { signed: true }), tone: ({ total_return_percent: total }) => direction(total) },
  {
    label: 'Max. drawdown',
    definition: 'The deepest fall from a peak of the equity, without deposits and withdrawals',
    text: ({ max_drawdown_percent: deepest, max_drawdown: fall, currency }) => (deepest === null ? unknown : fall === null ? percent(deepest) : `${percent(deepest)} (${money(fall, { currency })})`),
  },
  { label: 'Longest under water', definition: 'The longest time from a peak until it was reached again, or until now', text: ({ max_drawdown_days: days }) => (days === null ? unknown : `${days} d`) },
  { label: 'Drawdown now', definition: 'How far the equity is under its peak at present', text: ({ current_drawdown_percent: depth }) => percent(depth) },
  { label: 'Sharpe', definition: 'Mean daily return ÷ its standard deviation × √365. There is none without at least two days that differ', text: ({ sharpe }) => signed(sharpe) },
  { label: 'Sortino', definition: 'Mean daily return ÷ the deviation of the losing days × √365. There is none without a losing day', text: ({ sortino }) => signed(sortino) },
  { label: 'Calmar', definition: 'Return over a year ÷ the deepest drawdown. There is none without a drawdown', text: ({ calmar }) => signed(calmar) },
]

/** Ratios may be negative; a plus would say nothing. */
function signed(figure: Figure): string {
  return signedRatio(figure).replace(/^\+/, '')
}
