import type { ReactNode } from 'react'
import { Card } from '@/components/Card'
import { Figure, toneClass } from '@/components/Figure'
import type { DayReport, ReportTrade } from '@/lib/api/types'
import { arrows, direction, money, percent, price, quantityOf, quoteOf, signedRatio, unknown, type Figure as Amount } from '@/lib/format'
import { divide, multiply, parse, toText } from '@/lib/decimal'
import { clockIn, dateIn } from '@/lib/timeZone'
import { leftOut } from '../definitions'

interface ReportViewProps {
  report: DayReport
  /** The hours that the report was asked with. */
  hours: { close: string; open: string }
  onOperation: (id: number) => void
}

/** One day of trading: what it made in the three ways a desk asks for it, and every trade. Made to be printed. */
export function ReportView({ report, hours, onOperation }: ReportViewProps) {
  const { currency } = report
  const amount = (figure: Amount, signed = false) => money(figure, { currency, signed })
  return (
    <div className="flex min-w-0 flex-col gap-2 md:gap-3" data-testid="report-day" data-date={report.date} data-final={report.final}>
      <div className="grid gap-2 sm:grid-cols-3 md:gap-3">
        <Result title="Since midnight" figure={report.since_midnight} of={report.equity_at_midnight} currency={currency} note={`00:00 to ${report.final ? '24:00' : 'now'}`} />
        <Result title="Since yesterday’s close" figure={report.since_yesterdays_close} of={null} currency={currency} note={`${hours.close} of the day before to ${report.final ? '24:00' : 'now'}`} />
        <Result title="Overnight" figure={report.overnight} of={null} currency={currency} note={`${hours.close} of the day before to ${hours.open}`} />
      </div>
      <div className="grid gap-2 sm:grid-cols-2 md:gap-3">
        <Card title="Money">
          <dl className="px-3 pb-2">
            <Figure label="Equity at midnight">{amount(report.equity_at_midnight)}</Figure>
            <Figure label={report.final || report.equity_measured_at === null ? 'Equity at the end' : `Equity at ${clockIn(report.time_zone, Date.parse(report.equity_measured_at))}`}>{amount(report.equity_at_end)}</Figure>
            <Figure label="Deposits">{amount(report.deposits)}</Figure>
            <Figure label="Withdrawals">{amount(report.withdrawals)}</Figure>
            <Figure label="Realized, after fees" tone={direction(report.realized_pnl)}>
              {amount(report.realized_pnl, true)}
            </Figure>
            <Figure label="Fees">{amount(report.fees)}</Figure>
            {!report.final && (
              <Figure label="Open now" tone={direction(report.unrealized_pnl)}>
                {amount(report.unrealized_pnl, true)}
              </Figure>
            )}
          </dl>
        </Card>
        <Card title="Trades and signals">
          <dl className="px-3 pb-2">
            <Figure label="Closed">
              {report.trades} ({report.wins} won, {report.losses} lost){leftOut(report.unvalued_trades)}
            </Figure>
            <Figure label="Opened">{report.opened.length}</Figure>
            <Figure label="Open at the end">{report.open_at_end.length}</Figure>
            <Figure label="Signals received">{report.signals.received}</Figure>
            <Figure label="Approved, rejected">
              {report.signals.approved}, {report.signals.rejected}
            </Figure>
            <Figure label="Expired, cancelled">
              {report.signals.expired}, {report.signals.cancelled}
            </Figure>
          </dl>
        </Card>
      </div>
      <Trades title="Closed" trades={report.closed} none="No trade was closed." {...{ report, onOperation }} />
      <Trades title="Opened" trades={report.opened} none="No trade was opened." {...{ report, onOperation }} />
      <Trades title={report.final ? 'Open at the end' : 'Open now'} trades={report.open_at_end} none="Nothing was held." {...{ report, onOperation }} />
    </div>
  )
}

interface ResultProps {
  title: string
  figure: Amount
  of: Amount
  currency: string
  note: string
}

function Result({ title, figure, of, currency, note }: ResultProps) {
  const way = direction(figure)
  const base = of == null ? null : parse(of)
  const part = figure == null || !base ? null : divide(multiply(parse(figure), parse('100')), base, 2)
  return (
    <Card title={title}>
      <p className="flex flex-wrap items-baseline gap-x-2 px-3">
        <span className={`num text-lg font-semibold ${toneClass(way)}`}>
          {arrows[way]} {money(figure, { currency, signed: true })}
        </span>
        {part && <span className={`num ${toneClass(way)}`}>{percent(toText(part), { signed: true })}</span>}
      </p>
      <p className="px-3 pb-2 text-xs text-muted">{figure == null ? 'No equity was measured then.' : note}</p>
    </Card>
  )
}

interface TradesProps {
  title: string
  trades: readonly ReportTrade[]
  none: string
  report: DayReport
  onOperation: (id: number) => void
}

const heads = ['Quantity', 'Entry', 'Exit', 'Opened', 'Closed', 'Net P&L', 'R'] as const

function Trades({ title, trades, none, report, onOperation }: TradesProps) {
  return (
    <Card title={`${title} (${trades.length})`} className="break-inside-avoid-page">
      {trades.length === 0 ? (
        <p className="px-3 pb-2 text-sm text-muted">{none}</p>
      ) : (
        // Scrolled by keys, so it takes the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="overflow-x-auto border-t border-line" role="region" aria-label={`${title} trades`} tabIndex={0}>
          <table className="w-full min-w-[52rem] text-sm print:min-w-0 print:text-xs">
            <thead className="text-xs text-muted">
              <tr className="border-b border-line">
                <th scope="col" className="h-9 px-3 text-left font-normal">
                  Trade
                </th>
                {heads.map((head) => (
                  <th key={head} scope="col" className="px-3 text-right font-normal">
                    {head}
                  </th>
                ))}
                <th scope="col" className="px-3 text-left font-normal">
                  Why it ended
                </th>
              </tr>
            </thead>
            <tbody>
              {trades.map((trade) => (
                <Row key={trade.operation_id} trade={trade} report={report} onOpen={() => onOperation(trade.operation_id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function Row({ trade, report, onOpen }: { trade: ReportTrade; report: DayReport; onOpen: () => void }) {
  const { currency, time_zone: zone, date } = report
  const cell = 'num px-3 py-1.5 text-right'
  const at = (figure: ReportTrade['entry_price']) => price(figure, trade.tick_size, quoteOf(trade.symbol))
  const when = (time: string | null): ReactNode => {
    if (time === null) return unknown
    const day = dateIn(zone, Date.parse(time))
    return `${day === date ? '' : `${day} `}${clockIn(zone, Date.parse(time))}`
  }
  return (
    <tr className="border-t border-line first:border-t-0 hover:bg-hover">
      <th scope="row" className="px-3 py-1.5 text-left font-medium whitespace-nowrap">
        <button type="button" className="rounded text-primary-ink hover:underline" aria-label={`Operation ${trade.operation_id}, ${trade.symbol}`} onClick={onOpen}>
          #{trade.operation_id}
        </button>{' '}
        <span className={toneClass(trade.side === 'BUY' ? 'up' : 'down')}>{trade.side === 'BUY' ? '▲ Long' : '▼ Short'}</span> {trade.symbol}
        <span className="block text-xs font-normal text-muted">{trade.strategy}</span>
      </th>
      <td className={cell}>{quantityOf(trade.quantity, trade)}</td>
      <td className={cell}>{at(trade.entry_price)}</td>
      <td className={cell}>{at(trade.exit_price)}</td>
      <td className={cell}>{when(trade.opened_at)}</td>
      <td className={cell}>{when(trade.closed_at)}</td>
      <td className={`${cell} ${toneClass(direction(trade.net_pnl))}`}>{money(trade.net_pnl, { currency, signed: true })}</td>
      <td className={cell}>{trade.r === null ? unknown : `${signedRatio(trade.r)} R`}</td>
      <td className="px-3 text-left text-muted">{trade.exit_reason === null ? unknown : trade.exit_reason.toLowerCase().replaceAll('_', ' ')}</td>
    </tr>
  )
}
