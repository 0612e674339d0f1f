import { useState } from 'react'
import { Card } from '@/components/Card'
import { Choice } from '@/components/Choice'
import { toneClass } from '@/components/Figure'
import { Loaded } from '@/components/Loaded'
import { Term } from '@/components/Term'
import type { Exposure, ExposureRow } from '@/lib/api/types'
import { direction, money, percent, ratio, unknown } from '@/lib/format'
import { usePolledFreshness } from '@/lib/freshness'
import { useExposure } from '../api/performance'

const parts = [
  { value: 'symbol', name: 'Symbol' },
  { value: 'strategy', name: 'Strategy' },
] as const
type Part = (typeof parts)[number]['value']

/** What is at risk now, where, and how much of it stands in one place. */
export function ExposureCard() {
  const query = useExposure()
  const [part, setPart] = useState<Part>('symbol')
  const { confirmedAt, stale } = usePolledFreshness(query, query.data?.stale ?? false, 'positions')
  return (
    <Card title="Exposure now" confirmedAt={confirmedAt} stale={stale} aside={<Choice label="Exposure by" options={parts} value={part} onChange={setPart} />}>
      <Loaded query={query} what="The exposure" rows={6}>
        {(exposure) => (
          <>
            <Totals exposure={exposure} />
            {exposure.unvalued_positions > 0 && (
              <p className="px-3 pb-2 text-sm text-warning-ink" role="status">
                Left out: {exposure.unvalued_positions} {exposure.unvalued_positions === 1 ? 'position' : 'positions'} in a currency that no market here converts to {exposure.currency}.
              </p>
            )}
            <Rows rows={part === 'symbol' ? exposure.by_symbol : exposure.by_strategy} currency={exposure.currency} name={part} />
          </>
        )}
      </Loaded>
    </Card>
  )
}

function Totals({ exposure }: { exposure: Exposure }) {
  const { currency } = exposure
  const amount = (figure: Exposure['equity'], signed = false) => money(figure, { currency, signed })
  const lines: [string, string, string][] = [
    ['Gross', `${amount(exposure.gross)} (${percent(exposure.gross_percent)})`, 'Long and short together at the prices of now, and in percent of the equity'],
    ['Net', `${amount(exposure.net, true)} (${percent(exposure.net_percent, { signed: true })})`, 'Long less short, and in percent of the equity'],
    ['Lost at the stops', `${amount(exposure.risk_at_stop)} (${percent(exposure.risk_percent)})`, 'What is lost when each stop is hit at its price, and in percent of the equity'],
    ['Largest', exposure.largest_symbol === null ? unknown : `${exposure.largest_symbol} (${percent(exposure.largest_share_percent)})`, 'The symbol with the most at stake, and its share of the gross'],
    ['Concentration', ratio(exposure.concentration), 'Sum of the squared shares of the gross (Herfindahl): 1 is all in one symbol'],
    ['Effective positions', ratio(exposure.effective_positions), '1 ÷ concentration: as many equal positions would be spread as far'],
  ]
  return (
    <dl className="grid grid-cols-1 gap-x-6 px-3 pb-2 sm:grid-cols-2">
      {lines.map(([label, value, definition]) => (
        <div key={label} className="flex items-baseline justify-between gap-3 py-0.5">
          <dt className="text-sm text-muted">
            <Term definition={definition}>{label}</Term>
          </dt>
          <dd className="num text-right text-sm">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Rows({ rows, currency, name }: { rows: readonly ExposureRow[]; currency: string; name: Part }) {
  if (rows.length === 0) return <p className="border-t border-line px-3 py-2 text-sm text-muted">Nothing is held directly.</p>
  return (
    // Scrolled by keys, so it takes the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto border-t border-line" role="region" aria-label={`Exposure by ${name}`} tabIndex={0}>
      <table className="w-full min-w-[33rem] text-sm">
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="h-9 px-3 text-left font-normal capitalize">
              {name}
            </th>
            {['Net', 'Of equity', 'Share', 'P&L', 'At the stops'].map((head) => (
              <th key={head} scope="col" className="px-3 text-right font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className={`border-t border-line first:border-t-0 ${row.stale ? 'old' : ''}`}>
              <th scope="row" className="px-3 py-1.5 text-left font-medium">
                {row.label} {row.positions > 1 && <span className="num font-normal text-muted">× {row.positions}</span>}
                {row.stale && <span className="font-normal text-warning-ink"> old price</span>}
              </th>
              <td className="num px-3 text-right">{money(row.net, { currency, signed: true })}</td>
              <td className="num px-3 text-right">{percent(row.percent_of_equity)}</td>
              <td className="num px-3 text-right">{percent(row.share_percent)}</td>
              <td className={`num px-3 text-right ${toneClass(direction(row.unrealized_pnl))}`}>{money(row.unrealized_pnl, { currency, signed: true })}</td>
              <td className="num px-3 text-right">{money(row.risk_at_stop, { currency })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
