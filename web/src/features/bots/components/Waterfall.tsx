import { toneClass } from '@/components/Figure'
import type { BotPositionDetail } from '@/lib/api/types'
import { arrows, direction, money, share, unknown } from '@/lib/format'
import { waterfall } from '../waterfall'

/** The split of the profit as a table whose bars continue where the one before ended. */
export function Waterfall({ pnl }: { pnl: BotPositionDetail['pnl'] }) {
  const steps = waterfall(pnl)
  return (
    <div className="px-3 pb-3">
      <table className="w-full text-sm">
        <caption className="sr-only">How the profit comes about</caption>
        <tbody>
          {steps.map(({ name, note, amount, total, from, to }) => {
            const tone = direction(amount)
            return (
              <tr key={name} className={total ? 'border-t border-line-strong font-semibold' : ''} title={note}>
                <th scope="row" className={`w-24 py-1 pr-2 text-left ${total ? '' : 'font-normal text-muted'}`}>
                  {name}
                </th>
                <td className="py-1">
                  <div aria-hidden className="relative h-3 w-full rounded-sm bg-page">
                    <div
                      className={`absolute inset-y-0 rounded-sm ${tone === 'down' ? 'bg-down' : tone === 'up' ? 'bg-up' : 'bg-line'}`}
                      style={{ left: `${Math.min(from, to)}%`, width: `max(2px, ${Math.abs(to - from)}%)` }}
                    />
                  </div>
                </td>
                <td className={`num w-28 py-1 pl-2 text-right ${toneClass(tone)}`}>
                  <span aria-hidden className="pr-1 text-xs">
                    {arrows[tone]}
                  </span>
                  {money(amount, { signed: true })}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="pt-1 text-sm text-muted">
        <span className="num">{share(pnl.total_pnl_pct, { signed: true })}</span> of what is deployed
        {pnl.apy === null ? `, APY ${unknown} in its first hour` : <>, APY <span className="num">{share(pnl.apy, { signed: true })}</span> on the capital really used</>}
      </p>
    </div>
  )
}
