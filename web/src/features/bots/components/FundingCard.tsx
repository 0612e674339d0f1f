import { useMemo } from 'react'
import { Card } from '@/components/Card'
import { axisMoney, axisShare } from '@/components/chart/axis'
import { Lines } from '@/components/chart/Lines'
import { Figure } from '@/components/Figure'
import { Loaded } from '@/components/Loaded'
import type { BotFunding } from '@/lib/api/types'
import { direction, money, share, utc, type Figure as Amount } from '@/lib/format'
import { useFunding } from '../api/history'
import { paymentBars, rateLines } from '../funding'

const dayMs = 86_400_000
const hourMs = 3_600_000
const amount = (value: Amount) => money(value, { signed: true })
const rate = (value: Amount) => share(value, { signed: true, places: 4 })

export function FundingCard({ bot, days }: { bot: string; days: number }) {
  const query = useFunding(bot, days)
  return (
    <Card title="Funding">
      <Loaded query={query} what="The funding history" rows={8}>
        {(funding) => <Funding funding={funding} days={days} />}
      </Loaded>
    </Card>
  )
}

function Funding({ funding, days }: { funding: BotFunding; days: number }) {
  const { payments, rates, summary, next_cursor: more } = funding
  const bars = useMemo(() => [paymentBars(payments, days > 7 ? dayMs : hourMs)], [payments, days])
  const lines = useMemo(() => rateLines(rates), [rates])
  const oldest = payments.at(-1)
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 px-3 pb-1 sm:grid-cols-4">
        <Figure label="Net" tone={direction(summary.net_usd)}>
          {amount(summary.net_usd)}
        </Figure>
        <Figure label="Received">{money(summary.received_usd)}</Figure>
        <Figure label="Paid">{money(summary.paid_usd)}</Figure>
        <Figure label="Payments">{summary.payments}</Figure>
      </dl>
      {payments.length === 0 ? (
        <p className="px-3 pb-3 text-muted">No funding was paid or received in this time.</p>
      ) : (
        <Lines
          lines={bars}
          words={amount}
          axis={axisMoney}
          className="h-40"
          label={`Funding by ${days > 7 ? 'day' : 'hour'}`}
          summary={`${summary.payments} payments, ${amount(summary.net_usd)} net.`}
        />
      )}
      {more !== null && oldest && <p className="px-3 pb-1 text-xs text-muted">Bars of the newest {payments.length} payments, since {utc(oldest.at).slice(0, 16)}; the sums are of all.</p>}
      {lines.length > 0 && (
        <>
          <h3 className="border-t border-line px-3 pt-2 text-xs font-semibold tracking-wide text-muted uppercase">Rate received by a short, an hour</h3>
          <Lines
            lines={lines}
            words={rate}
            axis={axisShare}
            className="h-40"
            label="Funding rates"
            summary={lines.map(({ name, points }) => `${name}: ${rate(points.at(-1)?.value)} an hour at last.`).join(' ')}
          />
        </>
      )}
    </>
  )
}
