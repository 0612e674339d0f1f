import { buttonLook } from '@/components/Button'
import { Card } from '@/components/Card'
import { Choice } from '@/components/Choice'
import { toneClass } from '@/components/Figure'
import type { Performance, PerformanceGroup, PerformanceRow } from '@/lib/api/types'
import { direction, money, ratio, share, signedRatio, unknown } from '@/lib/format'
import { performanceAddress } from '../api/performance'
import { groupings } from '../choices'

interface BreakdownCardProps {
  figures: Performance
  by: PerformanceGroup
  zone: string
  onBy: (by: PerformanceGroup) => void
}

const heads = ['Trades', 'Won', 'Lost', 'Win rate', 'Net P&L', 'Profit factor', 'Expectancy', 'Average R'] as const

/** The same trades in groups: where the profit comes from, and where it goes. */
export function BreakdownCard({ figures, by, zone, onBy }: BreakdownCardProps) {
  const { groups, currency, window } = figures
  const name = groupings.find(({ value }) => value === by)!.name
  return (
    <Card title={`By ${name.toLowerCase()}`}>
      <div className="flex flex-wrap items-center gap-2 px-2 pb-1">
        <div className="max-w-full overflow-x-auto">
          <Choice label="Group by" options={groupings} value={by} onChange={onBy} />
        </div>
        <a className={`${buttonLook()} ml-auto`} href={`${performanceAddress(window, zone, by)}&format=csv`} download={`performance-${by}-${window}.csv`}>
          CSV
        </a>
      </div>
      {groups.length === 0 ? (
        <p className="px-3 pb-3 text-sm text-muted">No trade was closed in this time.</p>
      ) : (
        // Scrolled by keys, so it takes the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="overflow-x-auto border-t border-line" role="region" aria-label={`Trades by ${name.toLowerCase()}`} tabIndex={0}>
          <table className="w-full min-w-[44rem] text-sm">
            <thead className="text-xs text-muted">
              <tr className="border-b border-line">
                <th scope="col" className="h-9 px-3 text-left font-normal">
                  {name}
                </th>
                {heads.map((head) => (
                  <th key={head} scope="col" className="px-3 text-right font-normal">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {groups.map((row) => (
                <Row key={row.key} row={row} currency={currency} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function Row({ row, currency }: { row: PerformanceRow; currency: string }) {
  const cell = 'num px-3 py-1.5 text-right'
  const amount = (figure: PerformanceRow['expectancy']) => money(figure, { currency, signed: true })
  return (
    <tr className="border-t border-line first:border-t-0 hover:bg-hover">
      <th scope="row" className="px-3 py-1.5 text-left font-medium">
        {row.label}
      </th>
      <td className={cell}>{row.trades}</td>
      <td className={cell}>{row.wins}</td>
      <td className={cell}>{row.losses}</td>
      <td className={cell}>{share(row.win_rate, { places: 1 })}</td>
      <td className={`${cell} ${toneClass(direction(row.net_pnl))}`}>{amount(row.net_pnl)}</td>
      <td className={cell}>{ratio(row.profit_factor)}</td>
      <td className={`${cell} ${toneClass(direction(row.expectancy))}`}>{amount(row.expectancy)}</td>
      <td className={cell}>{row.average_r === null ? unknown : `${signedRatio(row.average_r)} R`}</td>
    </tr>
  )
}
