import { Badge } from '@/components/Badge'
import { Card } from '@/components/Card'
import type { Bot } from '@/lib/bots/desk'
import { useNow } from '@/lib/clock'
import { ago, share } from '@/lib/format'

/** What the bot's last scan found, and why it does not take what it does not take. */
export function Opportunities({ bot: { stats } }: { bot: Bot }) {
  const now = useNow()
  if (!stats || stats.opportunities.length === 0) return null
  return (
    <Card title="Opportunities" aside={stats.last_scan_at && `scanned ${ago(now - Date.parse(stats.last_scan_at))}`}>
      <ul className="px-3 pb-3 text-sm">
        {stats.opportunities.map((each) => (
          <li key={`${each.asset} ${each.token} ${each.protocol}`} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-1.5 first:border-t-0">
            <span className="font-semibold">{each.asset}</span>
            <span className="text-muted">
              {each.token} at {each.protocol}, {Number(each.leverage)}×
            </span>
            <span className="num ml-auto" title="A year, on the capital that would really be used">
              {share(each.net_apy, { signed: true })}
            </span>
            <Badge tone={each.acceptable ? 'good' : 'muted'}>{each.acceptable ? 'acceptable' : 'not taken'}</Badge>
            {each.why && <span className="basis-full text-xs text-muted">{each.why}</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
