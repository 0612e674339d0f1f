import { useState, type ReactNode } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import type { PauseScope, Role } from '@/lib/api/types'
import { isCurrent, type Bot } from '@/lib/bots/desk'
import { useNow } from '@/lib/clock'
import { ago, unknown } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { useNarrow } from '@/lib/useNarrow'
import { clearing, pauseBlocker } from '../pauses'
import { stateLooks } from '../words'
import { PauseDialog, ResumeDialog } from './PauseDialogs'
import { PauseLine } from './PauseLine'

type Open = { what: 'pause'; scope: PauseScope } | { what: 'resume' } | null

/** Steers one bot. What a role may not do stands there, with the reason. */
export function ControlPanel({ bot, role }: { bot: Bot; role: Role }) {
  const [open, setOpen] = useState<Open>(null)
  const narrow = useNarrow()
  const now = useNow()
  const { runtime, pauses } = bot
  const inForce = pauses?.pauses ?? []
  const { ends, stays } = clearing(pauses, role)
  const forbidden = pauseBlocker(role, 'entry') ?? pauseBlocker(role, 'all')
  const noResume = roleBlocker(role, 'operator') ?? (inForce.length === 0 ? 'Nothing is paused' : ends.length === 0 ? `What is in force: ${stays[0]!.why}` : null)
  const pause = (scope: PauseScope, name: string) => {
    const why = pauseBlocker(role, scope)
    return (
      <Button disabled={why !== null} title={why ?? undefined} onClick={() => setOpen({ what: 'pause', scope })}>
        {name}
      </Button>
    )
  }
  const look = stateLooks[runtime.state]
  return (
    <Card title="Control panel" aside={<Badge tone={look.tone}>{look.words}</Badge>}>
      <div className="flex flex-col gap-2 px-3 pb-3" data-testid="control-panel">
        <div className="grid grid-cols-3 gap-2 md:grid-cols-2">
          {pause('entry', 'Pause entry')}
          {pause('all', 'Pause all')}
          {!narrow && pause('exit', 'Pause exit')}
          {!narrow && pause('asgard', 'Pause a venue')}
          <Button tone={ends.length > 0 ? 'primary' : 'plain'} className="md:col-span-2" disabled={noResume !== null} title={noResume ?? undefined} onClick={() => setOpen({ what: 'resume' })}>
            Resume
          </Button>
        </div>
        {forbidden && (
          <p className="text-xs text-muted">
            {role === 'viewer' ? '' : 'All and venues: '}
            {forbidden}.
          </p>
        )}
        {pauses === null ? (
          <p className="text-sm text-muted">Whether it is paused is not known yet.</p>
        ) : inForce.length === 0 ? (
          <p className="text-sm">
            <span aria-hidden className="text-success-ink">
              ✓{' '}
            </span>
            Nothing is paused{isCurrent(bot, now) ? '' : ', as last known'}.
          </p>
        ) : (
          <ul aria-label="Pauses in force">
            {inForce.map((each) => (
              <PauseLine key={each.id} pause={each} />
            ))}
          </ul>
        )}
        <Details narrow={narrow}>
          {narrow && (
            <div className="grid grid-cols-2 gap-2 pb-2">
              {pause('exit', 'Pause exit')}
              {pause('asgard', 'Pause a venue')}
            </div>
          )}
          <Wellbeing bot={bot} />
        </Details>
      </div>
      {open?.what === 'pause' && <PauseDialog bot={bot.name} role={role} scope={open.scope} onClose={() => setOpen(null)} />}
      {open?.what === 'resume' && <ResumeDialog bot={bot.name} role={role} state={pauses} onClose={() => setOpen(null)} />}
    </Card>
  )
}

/** On a phone what is not needed at once is folded. */
function Details({ narrow, children }: { narrow: boolean; children: ReactNode }) {
  if (!narrow) return children
  return (
    <details>
      <summary className="flex min-h-11 items-center text-sm text-muted">▸ More switches, and how it is</summary>
      {children}
    </details>
  )
}

/** When it was last heard of and looked at its positions, how quick it is, and its chains. */
function Wellbeing({ bot: { runtime, stats, chains, receivedAt } }: { bot: Bot }) {
  const now = useNow()
  const told = runtime.age_ms === null ? unknown : ago(runtime.age_ms + now - receivedAt)
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 border-t border-line pt-2 text-xs text-muted">
      <dt>Last update</dt>
      <dd className="num text-right">{told}</dd>
      <dt>Last look at the positions</dt>
      <dd className="num text-right">{stats?.last_monitor_at ? ago(now - Date.parse(stats.last_monitor_at)) : unknown}</dd>
      <dt>Answers within</dt>
      <dd className="num text-right">{runtime.latency_ms === null ? unknown : `${runtime.latency_ms} ms`}</dd>
      {Object.entries(chains ?? {}).map(([name, chain]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd className={`num text-right ${chain.connected ? '' : 'font-semibold text-danger-ink'}`}>
            {chain.connected ? `block ${chain.block_height ?? unknown}` : 'not connected'}
          </dd>
        </div>
      ))}
    </dl>
  )
}
