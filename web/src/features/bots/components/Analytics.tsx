import { useMutation } from '@tanstack/react-query'
import { Button, buttonLook } from '@/components/Button'
import { Card } from '@/components/Card'
import { Figure } from '@/components/Figure'
import { Loaded } from '@/components/Loaded'
import { Problem } from '@/components/Problem'
import { useClient } from '@/lib/api/context'
import type { PnlHistory, Role } from '@/lib/api/types'
import type { Bot } from '@/lib/bots/desk'
import { save } from '@/lib/csv'
import { direction, money, share, unknown } from '@/lib/format'
import { exportAddress, isPaged, usePnl, wholeHistory, type Export, type Paged } from '../api/history'
import { BreakersCard } from './BreakersCard'
import { FundingCard } from './FundingCard'
import { Opportunities } from './Opportunities'
import { PnlLines } from './PnlCard'
import { PresenceNote } from './PresenceNote'

interface AnalyticsProps {
  bot: Bot
  days: number
  role: Role
}

/** What a bot earned and why: from the server's own records, also while the bot is away. */
export function Analytics({ bot, days, role }: AnalyticsProps) {
  const pnl = usePnl(bot.name, days)
  return (
    <div className="flex min-w-0 flex-col gap-2 md:gap-3">
      <PresenceNote bot={bot} />
      <Card title={`P&L, ${days} days`}>
        <Loaded query={pnl} what="The P&L history" rows={10}>
          {(history) => (
            <>
              <Summary history={history} />
              <PnlLines history={history} className="h-72" />
            </>
          )}
        </Loaded>
      </Card>
      <div className="grid gap-2 md:gap-3 lg:grid-cols-2">
        <FundingCard bot={bot.name} days={days} />
        <div className="flex min-w-0 flex-col gap-2 md:gap-3">
          <BreakersCard bot={bot.name} days={days} role={role} />
          <Opportunities bot={bot} />
          <Exports bot={bot.name} days={days} />
        </div>
      </div>
    </div>
  )
}

function Summary({ history: { summary } }: { history: PnlHistory }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 px-3 pb-1 sm:grid-cols-2 lg:grid-cols-5">
      <Figure label="Realized" tone={direction(summary.total_realized)} title="As the last point has it">
        {money(summary.total_realized, { signed: true })}
      </Figure>
      <Figure label="Unrealized" tone={direction(summary.total_unrealized)}>
        {money(summary.total_unrealized, { signed: true })}
      </Figure>
      <Figure label="Win rate" title="Of the positions that were closed in this time">
        {summary.win_rate === null ? `${unknown} (none closed)` : share(summary.win_rate, { places: 1 })}
      </Figure>
      <Figure label="Average a position" tone={direction(summary.avg_pnl_per_trade)}>
        {money(summary.avg_pnl_per_trade, { signed: true })}
      </Figure>
      <Figure label="Closed positions">{summary.trades}</Figure>
    </dl>
  )
}

/** Rows of a file, of whatever format. */
const most = '100,000'

const files: readonly { what: Export; name: string; note: string }[] = [
  { what: 'pnl', name: 'P&L', note: 'a line a bucket' },
  { what: 'trades', name: 'Trades', note: `all of them, at most the newest ${most}` },
  { what: 'funding', name: 'Funding', note: `all of them, at most the newest ${most}` },
  { what: 'circuit-breakers', name: 'Breakers', note: 'all of them' },
]

function Exports({ bot, days }: { bot: string; days: number }) {
  return (
    <Card title="Export">
      <ul className="px-3 pb-3 text-sm">
        {files.map(({ what, name, note }) => (
          <li key={what} className="flex flex-wrap items-center gap-2 border-t border-line py-1.5 first:border-t-0">
            <span className="flex-1">
              {name} <span className="text-xs text-muted">{note}, {days} days</span>
            </span>
            <FileLink {...{ what, name, bot, days }} format="csv" />
            {isPaged(what) ? <PagedJson key={days} {...{ what, name, bot, days }} /> : <FileLink {...{ what, name, bot, days }} format="json" />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

interface FileProps<What = Export> {
  what: What
  name: string
  bot: string
  days: number
}

const fileName = ({ what, bot, days }: FileProps, format: string) => `${bot}-${what}-${days}d.${format}`

function FileLink({ format, ...file }: FileProps & { format: 'csv' | 'json' }) {
  return (
    <a className={buttonLook()} href={exportAddress(file.what, file.bot, file.days, format)} download={fileName(file, format)} aria-label={`${file.name} as ${format.toUpperCase()}`}>
      {format.toUpperCase()}
    </a>
  )
}

/** An answer is a page: the file is put together of all of them. */
function PagedJson(props: FileProps<Paged>) {
  const client = useClient()
  const file = useMutation({
    mutationFn: () => wholeHistory(client, props.what, props.bot, props.days),
    onSuccess: (whole) => save(fileName(props, 'json'), 'application/json', `${JSON.stringify(whole, null, 2)}\n`),
  })
  return (
    <>
      <Button aria-label={`${props.name} as JSON`} disabled={file.isPending} onClick={() => file.mutate()}>
        {file.isPending ? 'Reading…' : 'JSON'}
      </Button>
      {file.data && file.data.next_cursor !== null && (
        <p role="status" className="basis-full text-xs text-warning-ink">
          There are more than {most}: the oldest are not in the file.
        </p>
      )}
      {file.isError && (
        <div className="basis-full">
          <Problem error={file.error} what={`The file of ${props.name.toLowerCase()} was not made`} act={null} />
        </div>
      )}
    </>
  )
}
