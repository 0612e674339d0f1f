import { useMemo, useState } from 'react'
import { Card } from '@/components/Card'
import { axisMoney } from '@/components/chart/axis'
import { Lines } from '@/components/chart/Lines'
import { Loaded } from '@/components/Loaded'
import type { PnlHistory } from '@/lib/api/types'
import { money } from '@/lib/format'
import { usePnl } from '../api/history'
import { lineOf, pnlSummary } from '../profit'
import { Choice } from '@/components/Choice'

const periods = [
  { days: 1, name: '24 h' },
  { days: 7, name: '7 d' },
  { days: 30, name: '30 d' },
] as const

export function PnlCard({ bot }: { bot: string }) {
  const [days, setDays] = useState<number>(1)
  const query = usePnl(bot, days)
  return (
    <Card title="P&L" className="flex-1" aside={<Choice label="Period" options={periods.map((each) => ({ value: each.days, name: each.name }))} value={days} onChange={setDays} />}>
      <Loaded query={query} what="The P&L history" rows={7}>
        {(history) => <PnlLines history={history} />}
      </Loaded>
    </Card>
  )
}

const amount = (value: Parameters<typeof money>[0]) => money(value, { signed: true })

export function PnlLines({ history, className }: { history: PnlHistory; className?: string }) {
  const lines = useMemo(
    () => [
      lineOf(history, 'total_pnl', { name: 'Total', kind: 'profit', ink: 'primary' }),
      lineOf(history, 'funding_pnl', { name: 'Funding', kind: 'line', ink: 'warning' }),
      lineOf(history, 'position_pnl', { name: 'Legs', kind: 'line', ink: 'muted' }),
    ],
    [history],
  )
  if (history.data_points.length === 0) return <p className="p-3 text-muted">Nothing is recorded yet: a point is taken each minute while the bot runs.</p>
  return (
    <>
      <Lines lines={lines} words={amount} axis={axisMoney} summary={pnlSummary(history)} label="P&L over time" {...(className && { className })} />
      {history.truncated && <p className="px-3 pb-2 text-xs text-muted">The oldest points are left out.</p>}
    </>
  )
}
