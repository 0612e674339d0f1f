import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Problem } from '@/components/Problem'
import type { RiskMetrics, Role } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { useEnableTrading, useResume } from '../api/switches'
import { KillSwitchDialog } from './KillSwitch'

type Asking = 'kill' | 'resume' | 'trading' | null

export function Switches({ risk, role }: { risk: RiskMetrics; role: Role }) {
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  const admin = roleBlocker(role, 'admin')
  const { kill_switch: kill, loss_pause: pause } = risk
  return (
    <div className="flex flex-col px-3 pb-2">
      <Row
        name="Kill switch"
        state={kill ? <Badge tone="danger">on: entries are stopped</Badge> : <Badge tone="good">off</Badge>}
        note={kill ? `${kill.by}, ${utc(kill.at)}: ${kill.reason}` : 'Entries are allowed. Stops and exits work in any case.'}
        action={kill ? 'Allow entries…' : 'Stop entries…'}
        blocker={kill ? admin : roleBlocker(role, 'operator')}
        onAct={() => setAsking('kill')}
      />
      <Row
        name="Live trading"
        state={
          !risk.server_trading_enabled ? (
            <Badge tone="caution">off by the server’s configuration</Badge>
          ) : risk.trading_enabled ? (
            <Badge tone="good">enabled</Badge>
          ) : (
            <Badge tone="caution">not enabled</Badge>
          )
        }
        note="Dry runs work in any case."
        action={risk.trading_enabled ? 'Disable…' : 'Enable…'}
        blocker={admin}
        onAct={() => setAsking('trading')}
      />
      <Row
        name="Pause by losses"
        state={pause ? <Badge tone="danger">paused</Badge> : <Badge tone="good">not paused</Badge>}
        note={pause ? `${utc(pause.at)}: ${pause.reason}` : 'Begins by itself when the month’s limit is lost.'}
        action={pause ? 'Resume…' : null}
        blocker={admin}
        onAct={() => setAsking('resume')}
      />
      {asking === 'kill' && <KillSwitchDialog role={role} on={kill !== null} onClose={close} />}
      {asking === 'resume' && <ResumeDialog onClose={close} />}
      {asking === 'trading' && <TradingDialog risk={risk} onClose={close} />}
    </div>
  )
}

interface RowProps {
  name: string
  state: React.ReactNode
  note: string
  action: string | null
  blocker: string | null
  onAct: () => void
}

function Row({ name, state, note, action, blocker, onAct }: RowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-2 first:border-t-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{name}</span> {state}
        </p>
        <p className="text-sm text-muted">{note}</p>
      </div>
      {action && (
        <Button disabled={blocker !== null} title={blocker ?? undefined} onClick={onAct}>
          {action}
        </Button>
      )}
    </div>
  )
}

function ResumeDialog({ onClose }: { onClose: () => void }) {
  const [reason, setReason] = useState('')
  const resume = useResume()
  return (
    <Dialog title="Trade again after the month’s losses?" held={resume.isPending} onClose={onClose}>
      <p className="pb-3">The month’s risk budget is spent. Entries become possible again; the reason is kept with your name.</p>
      <TextField label="Reason" required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      {resume.isError && <Problem error={resume.error} what="Trading was not resumed" act="resuming trading" />}
      <Actions>
        <Button disabled={resume.isPending} onClick={onClose}>
          Stay paused
        </Button>
        <Button tone="danger" disabled={resume.isPending || reason.trim() === ''} onClick={() => resume.mutate({ reason: reason.trim() }, { onSuccess: onClose })}>
          Resume trading
        </Button>
      </Actions>
    </Dialog>
  )
}

function TradingDialog({ risk, onClose }: { risk: RiskMetrics; onClose: () => void }) {
  const [enabled] = useState(!risk.trading_enabled)
  const change = useEnableTrading()
  return (
    <Dialog title={enabled ? `Enable trading on ${risk.venue_kind}?` : 'Disable live trading?'} held={change.isPending} onClose={onClose}>
      <p>
        {enabled
          ? `Validated plans of this account can then be sent to the exchange (${risk.venue_kind}). Nothing is sent by this itself.`
          : 'No plan is executed any more; dry runs still work. Open positions, their stops and exits are not touched.'}
      </p>
      {change.isError && <Problem error={change.error} what="It was not changed" act="live trading" unsure="Trying again sets it to the same." />}
      <Actions>
        <Button disabled={change.isPending} onClick={onClose}>
          Cancel
        </Button>
        <Button tone={enabled ? 'danger' : 'primary'} disabled={change.isPending} onClick={() => change.mutate({ enabled }, { onSuccess: onClose })}>
          {enabled ? 'Enable' : 'Disable'}
        </Button>
      </Actions>
    </Dialog>
  )
}
