import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { Figure, toneClass } from '@/components/Figure'
import { Loaded } from '@/components/Loaded'
import type { BotPositionDetail, Role } from '@/lib/api/types'
import { isOld, type Bot } from '@/lib/bots/desk'
import type { Told } from '@/lib/bots/lastKnown'
import { useNow } from '@/lib/clock'
import { age, arrows, direction, money, share, utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { useLimits } from '../api/limits'
import { useHedge, useHedgeEvents } from '../api/position'
import { hedgeLooks } from '../words'
import { EventList } from './ActivityCard'
import { CloseHedgeDialog } from './CloseHedgeDialog'
import { HedgeCharts } from './HedgeCharts'
import { HealthBadge, HedgeBadge } from './HedgeFigures'
import { Legs } from './Legs'
import { PresenceNote } from './PresenceNote'
import { RiskMeter } from './RiskMeter'
import { StuckAlarm } from './StuckAlarm'
import { Waterfall } from './Waterfall'

interface HedgeViewProps {
  bot: Bot
  id: string
  role: Role
}

export function HedgeView({ bot, id, role }: HedgeViewProps) {
  const query = useHedge(bot.name, id)
  if (!query.data) {
    return (
      <Card title="Position">
        <Loaded query={query} what="The position" rows={14}>
          {() => null}
        </Loaded>
      </Card>
    )
  }
  const { data, away } = query.data
  return (
    <div className="flex min-w-0 flex-col gap-2 md:gap-3">
      <PresenceNote bot={bot} />
      {data ? (
        <Known position={data} away={away} answeredAt={query.dataUpdatedAt} failing={query.isError} role={role} />
      ) : (
        <Card title="Position">
          <Empty title="Nothing is known of this position yet">
            <p>{away?.message ?? 'The bot has not told it.'} It is shown as soon as the bot has told it.</p>
          </Empty>
        </Card>
      )}
    </div>
  )
}

interface KnownProps {
  position: BotPositionDetail
  away: Told<BotPositionDetail>['away']
  answeredAt: number
  failing: boolean
  role: Role
}

const isOver = ({ status }: BotPositionDetail) => status === 'closed' || status === 'liquidated'

function Known({ position, away, answeredAt, failing, role }: KnownProps) {
  const now = useNow()
  const [closing, setClosing] = useState(false)
  const limits = useLimits(position.bot).data?.data ?? undefined
  const events = useHedgeEvents(position.bot, position.position_id)
  const cachedAt = away?.cachedAt ?? null
  const known = cachedAt === null ? answeredAt - position.age_ms : Date.parse(cachedAt)
  const over = isOver(position)
  const fresh = { confirmedAt: over ? null : known, stale: !over && (away !== null || failing || isOld(known, now)) }
  const { sizing, pnl, risk } = position
  const tone = direction(pnl.total_pnl)
  const forbidden = roleBlocker(role, 'admin') ?? (position.status === 'closing' ? 'It is being closed' : null)
  return (
    <>
      <StuckAlarm position={position} />
      <Card
        title="At a glance"
        {...fresh}
        aside={
          !over && (
            <Button disabled={forbidden !== null} title={forbidden ?? undefined} onClick={() => setClosing(true)}>
              Close…
            </Button>
          )
        }
      >
        <div className="px-3 pb-3">
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-lg font-semibold">{position.asset}</span>
            <span className="text-muted">
              {position.token} at {position.protocol}, {Number(position.leverage)}×
            </span>
            <HedgeBadge status={position.status} />
            <HealthBadge health={risk.health_status} />
            <Badge tone="muted">{position.bot}</Badge>
          </div>
          <p className={`flex flex-wrap items-baseline gap-x-2 pt-1 ${toneClass(tone)}`} data-testid="hedge-pnl">
            <span className="num text-xl font-semibold">{money(pnl.total_pnl, { signed: true })}</span>
            <span className="num">({share(pnl.total_pnl_pct, { signed: true })})</span>
            <span aria-hidden>{arrows[tone]}</span>
            <span className="text-sm text-muted">{over ? 'in the end' : 'so far'}, funding {money(pnl.funding_pnl, { signed: true })}</span>
          </p>
          <dl className="grid grid-cols-1 gap-x-6 pt-2 sm:grid-cols-2 lg:grid-cols-4">
            <Figure label="Deployed">{money(sizing.deployed_usd)}</Figure>
            <Figure label="Position size">{money(sizing.position_size_usd)}</Figure>
            <Figure label="Collateral">{money(sizing.collateral_usd)}</Figure>
            <Figure label="Borrowed">{money(sizing.borrowed_usd)}</Figure>
            <Figure label="Capital used" title="Collateral and margin">
              {money(sizing.capital_usd)}
            </Figure>
            <Figure label="Opened">{position.opened_at === null ? 'not yet' : utc(position.opened_at)}</Figure>
            <Figure label="Held">{position.opened_at === null ? '—' : age((position.closed_at === null ? now : Date.parse(position.closed_at)) - Date.parse(position.opened_at))}</Figure>
            {position.closed_at !== null && <Figure label={hedgeLooks[position.status].words}>{utc(position.closed_at)}</Figure>}
          </dl>
          {role !== 'admin' && !over && <p className="pt-1 text-xs text-muted">Closing it by hand: {roleBlocker(role, 'admin')}.</p>}
        </div>
      </Card>
      <Legs position={position} limits={limits} fresh={fresh} />
      <div className="grid gap-2 md:gap-3 lg:grid-cols-2">
        <Card title="P&L split" {...fresh}>
          <Waterfall pnl={pnl} />
        </Card>
        <Card title="Risk" {...fresh}>
          <div className="px-3 pb-3">
            <RiskMeter label="Distance to liquidation, the nearer leg" value={risk.distance_to_liquidation} full={0.5} note="The smaller of both legs" />
            <dl className="pt-1">
              <Figure label="Delta" title="Long value less short value">
                {money(risk.delta, { signed: true })} ({share(risk.delta_ratio, { signed: true })} of its size)
              </Figure>
              {limits && <Figure label="Drift that warns, that is critical">{`${share(limits.delta_drift_warning)}, ${share(limits.delta_drift_critical)}`}</Figure>}
            </dl>
          </div>
          <Life position={position} />
        </Card>
      </div>
      <HedgeCharts bot={position.bot} id={position.position_id} limits={limits} />
      <Card title="What happened">
        <Loaded query={events} what="The history of the position" rows={5}>
          {(page) => <EventList events={page.events} nothing="Nothing is recorded of it yet." />}
        </Loaded>
      </Card>
      {closing && <CloseHedgeDialog position={position} fresh={fresh} role={role} onClose={() => setClosing(false)} />}
    </>
  )
}

function Life({ position: { lifecycle } }: { position: BotPositionDetail }) {
  return (
    <>
      <h3 className="border-t border-line px-3 pt-2 text-xs font-semibold tracking-wide text-muted uppercase">Life</h3>
      {/* A long life is scrolled by keys, too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ol tabIndex={0} aria-label="Its life, oldest first" className="max-h-60 overflow-y-auto px-3 pt-1 pb-3">
        {lifecycle.map((event, index) => (
          <li key={`${event.at} ${index}`} className="flex items-start gap-3 border-l-2 border-line py-1 pl-3 text-sm">
            <HedgeBadge status={event.status} />
            <span className="min-w-0 flex-1">{event.text}</span>
            <time dateTime={event.at} title={event.at} className="num shrink-0 text-xs text-muted">
              {utc(event.at).slice(5, 19)}
            </time>
          </li>
        ))}
      </ol>
    </>
  )
}
