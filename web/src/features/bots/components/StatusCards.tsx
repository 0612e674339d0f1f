import type { ReactNode } from 'react'
import { Badge } from '@/components/Badge'
import { toneClass } from '@/components/Figure'
import type { Bot } from '@/lib/bots/desk'
import { useNow } from '@/lib/clock'
import { ago, arrows, direction, money, share, unknown, utc } from '@/lib/format'
import { presence } from '../presence'
import { healthLooks, stateLooks } from '../words'

const hours = (seconds: number) => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The four figures at the top; side by side, on a phone in a row that scrolls. */
export function StatusCards({ bot }: { bot: Bot }) {
  const now = useNow()
  const { current, knownAt } = presence(bot, now)
  const { stats, runtime } = bot
  const old = !current
  const asKnown = knownAt === null ? undefined : `As known ${ago(now - knownAt)}`
  // It counts on only while the bot is heard of.
  const running = runtime.uptime_seconds === null || !runtime.running ? null : runtime.uptime_seconds + (current ? Math.max(0, Math.floor((now - bot.receivedAt) / 1000)) : 0)
  const open = bot.positions?.length ?? null
  const stuck = bot.positions?.filter(({ status }) => status === 'stuck').length ?? 0
  const profit = direction(stats?.pnl_24h_usd)
  const health = healthLooks[stats?.worst_health ?? 'unknown']
  return (
    // Scrolled by keys on a narrow window, so it takes the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" tabIndex={0} aria-label={`Status of ${bot.name}`} className="flex gap-2 overflow-x-auto max-md:-mx-2 max-md:snap-x max-md:px-2 md:grid md:grid-cols-4 md:gap-3">
      <Card title="Uptime" old={old && running !== null} title2={asKnown} foot={<Badge tone={stateLooks[runtime.state].tone}>{stateLooks[runtime.state].words}</Badge>} aside={runtime.environment}>
        <span title={runtime.last_seen ? `Last seen ${utc(runtime.last_seen)}` : undefined}>{running === null ? unknown : hours(running)}</span>
      </Card>
      <Card title="Positions" old={old} title2={asKnown} foot={stats ? `${money(stats.total_deployed_usd)} deployed` : 'Nothing known yet'} aside={stuck > 0 ? <Badge tone="danger">{stuck} stuck</Badge> : null}>
        {open ?? unknown}
      </Card>
      <Card
        title="P&L 24 h"
        old={old}
        title2={asKnown}
        foot={stats ? `${money(stats.total_pnl_usd, { signed: true })} in all` : 'Nothing known yet'}
        aside={stats && stats.pnl_24h_usd === null ? 'less than a day' : null}
      >
        <span className={toneClass(profit)} data-testid="pnl-24h">
          <span aria-hidden className="pr-1 text-sm">
            {arrows[profit]}
          </span>
          {money(stats?.pnl_24h_usd, { signed: true })}
        </span>
      </Card>
      <Card title="Health" old={old} title2={asKnown} foot={stats ? `HF ${share(stats.worst_health_factor, { places: 1 })} · MF ${share(stats.worst_margin_fraction, { places: 1 })}` : 'Nothing known yet'} aside={open ? 'worst of all' : null}>
        <span className={health.tone === 'good' ? 'text-success-ink' : health.tone === 'caution' ? 'text-warning-ink' : health.tone === 'danger' ? 'text-danger-ink' : 'text-muted'}>
          <span aria-hidden>{health.mark} </span>
          {open === 0 && stats?.worst_health === 'unknown' ? 'No position' : health.words}
        </span>
      </Card>
    </div>
  )
}

interface CardProps {
  title: string
  aside?: ReactNode
  foot: ReactNode
  old?: boolean
  title2?: string | undefined
  children: ReactNode
}

function Card({ title, aside, foot, old = false, title2, children }: CardProps) {
  return (
    <section aria-label={title} title={old ? title2 : undefined} data-stale={old || undefined} className="min-w-40 shrink-0 snap-start rounded-lg border border-line bg-card px-3 py-2 md:min-w-0">
      <div className="flex items-baseline justify-between gap-2 text-xs text-muted">
        <h2 className="font-semibold tracking-wide uppercase">{title}</h2>
        <span>{old ? <span className="rounded border border-warning px-1 font-medium text-warning-ink">stale</span> : aside}</span>
      </div>
      <div className={old ? 'old' : ''}>
        <p className="num text-lg font-semibold">{children}</p>
        <p className="truncate text-xs text-muted">{foot}</p>
      </div>
    </section>
  )
}
