import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Copyable } from '@/components/Copyable'
import { ConfidenceMeter } from '@/components/ConfidenceMeter'
import { Drawer } from '@/components/Drawer'
import { Loaded } from '@/components/Loaded'
import type { Signal } from '@/lib/api/types'
import { quantityOf, unknown, utc } from '@/lib/format'
import { useSignal } from '../api/signals'
import { confidencePercent, policyWords, signalPrice } from '../words'
import { Status } from './ListedSignal'
import { Movement } from './Movement'
import { SideWord } from './SideWord'

interface SignalDrawerProps {
  id: number
  /** Whether stop and target of the producer are shown to this person at all. */
  decides: boolean
  onClose: () => void
  onLive: () => void
  onPlan: (plan: number, signal: Signal) => void
}

/** Everything that is known of one signal. */
export function SignalDrawer({ id, decides, onClose, onLive, onPlan }: SignalDrawerProps) {
  const query = useSignal(id)
  return (
    <Drawer title={`Signal #${id}`} onClose={onClose}>
      <Loaded query={query} what="The signal" rows={12}>
        {(signal) => <Detail signal={signal} decides={decides} onLive={onLive} onPlan={onPlan} />}
      </Loaded>
    </Drawer>
  )
}

function Detail({ signal, decides, onLive, onPlan }: Pick<SignalDrawerProps, 'decides' | 'onLive' | 'onPlan'> & { signal: Signal }) {
  const { instrument } = signal
  const at = (figure: Signal['stop_loss']) => <span className="num">{figure === null ? unknown : signalPrice(figure, instrument, null)}</span>
  return (
    <div className="flex flex-col gap-4" data-testid="signal-detail">
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm">
        <Line name="Proposes">
          <SideWord side={signal.side} /> <span className="font-medium">{instrument}</span>
        </Line>
        <Line name="Status">
          <Status signal={signal} />
        </Line>
        <Line name="Price">{at(signal.price)}</Line>
        {signal.status === 'NEW' && (
          <Line name="Since then">
            <Movement signal={signal} />
          </Line>
        )}
        <Line name="Volume">
          <span className="num">{quantityOf(signal.volume, signal)}</span>
        </Line>
        <Line name="Confidence">
          <ConfidenceMeter confidence={confidencePercent(signal.confidence)} className="max-w-56" />
        </Line>
        {decides && <Line name="Wished stop">{at(signal.stop_loss)}</Line>}
        {decides && <Line name="Wished target">{at(signal.take_profit)}</Line>}
        <Line name="Producer">
          {signal.producer} <code className="num text-xs text-muted">{signal.producer_id}</code>
        </Line>
        <Line name="Its own name">
          <code className="num break-all whitespace-normal select-all">{signal.external_id}</code>
        </Line>
        <Line name="Proposed">
          <span className="num">{utc(signal.created_at)}</span>
        </Line>
        <Line name={signal.status === 'EXPIRED' ? 'Expired' : 'Expires'}>
          <span className="num">{utc(signal.expires_at)}</span>
        </Line>
        {signal.blocked_by && <Line name="Policy">{policyWords[signal.blocked_by]}</Line>}
      </dl>
      <Decision signal={signal} onLive={onLive} onPlan={onPlan} />
      <section>
        <h3 className="pb-1 font-medium">Payload</h3>
        {signal.payload ? <Copyable what="the payload" text={JSON.stringify(signal.payload, null, 2)} className="items-start *:first:whitespace-pre-wrap!" /> : <p className="text-sm text-muted">The producer sent none.</p>}
      </section>
    </div>
  )
}

function Decision({ signal, onLive, onPlan }: Pick<SignalDrawerProps, 'onLive' | 'onPlan'> & { signal: Signal }) {
  const { approval, status } = signal
  return (
    <section>
      <h3 className="pb-1 font-medium">Decision</h3>
      {approval ? (
        <>
          <p className="text-sm">
            {approval.decision === 'approved' ? 'Approved' : 'Rejected'} by {approval.decided_by}, <span className="num">{utc(approval.decided_at)}</span>
          </p>
          <p className="pb-2 text-sm text-muted">{approval.reason ? `“${approval.reason}”` : 'No reason was given.'}</p>
          {approval.plan_id !== null && <Button onClick={() => onPlan(approval.plan_id!, signal)}>Show plan #{approval.plan_id}</Button>}
        </>
      ) : status === 'NEW' ? (
        <Button tone="primary" onClick={onLive}>
          Decide on the Live page
        </Button>
      ) : (
        <p className="text-sm text-muted">{status === 'EXPIRED' ? 'Nobody decided before it expired.' : 'Its producer took it back, or was revoked.'}</p>
      )}
    </section>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
