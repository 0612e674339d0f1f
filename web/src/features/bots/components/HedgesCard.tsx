import type { ReactNode } from 'react'
import { Card, type CardLink } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { InnerLink } from '@/components/InnerLink'
import type { BotPosition } from '@/lib/api/types'
import type { Bot } from '@/lib/bots/desk'
import { useNow } from '@/lib/clock'
import { age, money, share, unknown } from '@/lib/format'
import { useNarrow } from '@/lib/useNarrow'
import { presence } from '../presence'
import { HealthBadge, HedgeBadge, HedgeProfit, Ratios } from './HedgeFigures'

interface HedgesCardProps {
  bot: Bot
  opens?: CardLink
  onOpen: (id: string) => void
}

/** What one bot holds. While the bot is away: what it held, marked; never "nothing". */
export function HedgesCard({ bot, opens, onOpen }: HedgesCardProps) {
  const narrow = useNarrow()
  const { current, knownAt, headline } = presence(bot, useNow())
  const { positions, name } = bot
  const body = (): ReactNode => {
    if (positions === null) {
      return (
        <Empty title="Nothing is known of its positions yet">
          <p>{headline}. They are shown as soon as it has told them.</p>
        </Empty>
      )
    }
    if (positions.length === 0) return current ? <None bot={bot} /> : <p className="p-3">It held no position when it was last heard of.</p>
    if (narrow) return positions.map((position) => <Folded key={position.position_id} position={position} onOpen={onOpen} />)
    return <Rows positions={positions} name={name} onOpen={onOpen} />
  }
  return (
    <Card opens={opens} title={positions ? `Hedged positions (${positions.length})` : 'Hedged positions'} confirmedAt={knownAt} stale={!current}>
      {body()}
    </Card>
  )
}

function Name({ position, onOpen }: { position: BotPosition; onOpen: (id: string) => void }) {
  return (
    <InnerLink
      href={`/positions/${position.position_id}?bot=${position.bot}`}
      onOpen={() => onOpen(position.position_id)}
      label={`Position ${position.position_id}, ${position.asset}`}
      className="font-semibold text-primary-ink hover:underline"
    >
      {position.asset}
    </InnerLink>
  )
}

function Rows({ positions, name, onOpen }: { positions: readonly BotPosition[]; name: string; onOpen: (id: string) => void }) {
  return (
    // Scrolled by keys where the window is small, so it takes the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={`Positions of ${name}`}>
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-xs text-muted [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-normal">
            <th scope="col">Asset</th>
            <th scope="col">Status</th>
            <th scope="col" className="text-right">
              P&amp;L
            </th>
            <th scope="col" className="text-right">
              Funding
            </th>
            <th scope="col">Health</th>
            <th scope="col" className="text-right">
              To liquidation
            </th>
            <th scope="col" className="text-right">
              Delta
            </th>
            <th scope="col" className="text-right">
              Deployed
            </th>
            <th scope="col" className="text-right">
              APY
            </th>
          </tr>
        </thead>
        <tbody>
          {positions.map((position) => (
            <tr key={position.position_id} className="border-t border-line hover:bg-hover [&>td]:px-3 [&>td]:py-1.5">
              <td className="whitespace-nowrap">
                <Name position={position} onOpen={onOpen} />{' '}
                <span className="text-muted">
                  {position.token} {Number(position.leverage)}×
                </span>
              </td>
              <td>
                <HedgeBadge status={position.status} />
              </td>
              <td className="text-right">
                <HedgeProfit position={position} />
              </td>
              <td className="num text-right">{money(position.funding_pnl_usd, { signed: true })}</td>
              <td className="whitespace-nowrap">
                <HealthBadge health={position.health_status} /> <Ratios position={position} />
              </td>
              <td className="num text-right">{share(position.distance_to_liquidation)}</td>
              <td className="num text-right" title={`${share(position.delta_ratio, { signed: true })} of its size`}>
                {money(position.delta, { signed: true })}
              </td>
              <td className="num text-right">{money(position.deployed_usd)}</td>
              <td className="num text-right">{position.apy === null ? unknown : share(position.apy, { signed: true })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Folded({ position, onOpen }: { position: BotPosition; onOpen: (id: string) => void }) {
  const now = useNow()
  return (
    <details className="border-t border-line px-3 first:border-t-0">
      <summary className="flex min-h-11 flex-wrap items-center gap-x-2 py-1.5">
        <span aria-hidden className="text-muted">
          ▸
        </span>
        <span className="font-semibold">{position.asset}</span>
        <span className="text-xs text-muted">{Number(position.leverage)}×</span>
        {position.status !== 'open' && <HedgeBadge status={position.status} />}
        {position.health_status !== 'healthy' && <HealthBadge health={position.health_status} />}
        <span className="ml-auto">
          <HedgeProfit position={position} />
        </span>
      </summary>
      <div className="flex flex-col gap-1 pb-3 pl-5 text-sm">
        <Ratios position={position} />
        <span className="text-muted">
          <span className="num">{share(position.distance_to_liquidation)}</span> to liquidation, delta <span className="num">{money(position.delta, { signed: true })}</span>
        </span>
        <span className="text-muted">
          <span className="num">{money(position.deployed_usd)}</span> deployed, funding <span className="num">{money(position.funding_pnl_usd, { signed: true })}</span>
          {position.opened_at && `, held ${age(now - Date.parse(position.opened_at))}`}
        </span>
        <InnerLink href={`/positions/${position.position_id}?bot=${position.bot}`} onOpen={() => onOpen(position.position_id)} className="inline-flex min-h-11 items-center self-start text-primary-ink underline">
          Show all of it
        </InnerLink>
      </div>
    </details>
  )
}

function None({ bot }: { bot: Bot }) {
  const [best] = bot.stats?.opportunities ?? []
  return (
    <Empty title="No hedged position">
      <p>
        {best
          ? `The best it found: ${best.asset} at ${share(best.net_apy)} a year${best.acceptable ? ', which it will take' : best.why ? `; not taken: ${best.why}` : ''}.`
          : 'It looks for opportunities by itself.'}
      </p>
      <Command>{`robson bot positions --bot ${bot.name}`}</Command>
    </Empty>
  )
}
