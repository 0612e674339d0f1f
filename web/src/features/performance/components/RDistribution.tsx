import { Card } from '@/components/Card'
import type { RBucket } from '@/lib/api/types'
import { signedRatio, type Figure } from '@/lib/format'

/** How the trades ended, measured in what each had put at risk. */
export function RDistribution({ buckets }: { buckets: readonly RBucket[] }) {
  const most = Math.max(1, ...buckets.map(({ trades }) => trades))
  const total = buckets.reduce((sum, { trades }) => sum + trades, 0)
  return (
    <Card title="R multiples" aside={`${total} with a first stop`}>
      {total === 0 ? (
        <p className="px-3 pb-3 text-sm text-muted">No closed trade had a stop to measure it by.</p>
      ) : (
        <ul aria-label="Trades by R" className="flex flex-col gap-1 px-3 pb-3 text-sm">
          {buckets.map((bucket) => (
            <li key={bucketWords(bucket)} className="grid grid-cols-[7.5rem_minmax(0,1fr)_2.5rem] items-center gap-2">
              <span className="num text-right text-muted">{bucketWords(bucket)}</span>
              <span aria-hidden className="h-4">
                <span className={`block h-full rounded-xs ${isLoss(bucket) ? 'bg-down' : 'bg-up'}`} style={{ width: bucket.trades === 0 ? 0 : `max(2px, ${(bucket.trades / most) * 100}%)` }} />
              </span>
              <span className="num text-right">
                {bucket.trades}
                <span className="sr-only"> trades</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function bucketWords({ from, to }: RBucket): string {
  if (from === null && to === null) return 'all'
  if (from === null) return `under ${multiple(to)}`
  if (to === null) return `${multiple(from)} and over`
  return `${multiple(from)} to ${multiple(to)}`
}

const multiple = (figure: Figure) => `${signedRatio(figure).replace(/^\+/, '').replace(/\.?0+$/, '')} R`.replace(/^ R$/, '0 R')

function isLoss({ to }: RBucket): boolean {
  return to !== null && (to.startsWith('-') || Number(to) === 0)
}
