import { useState, type ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import type { Approval, Role, Signal } from '@/lib/api/types'
import { usePolledFreshness } from '@/lib/freshness'
import { useWanted } from '@/lib/stream/context'
import { notify } from '@/lib/toasts'
import { useDecisions } from '../api/decide'
import { usePending } from '../api/pending'
import { useApprovalKeys } from '../useApprovalKeys'
import { approveBlocker, rejectBlocker } from '../words'
import { RejectDialog } from './RejectDialog'
import { Refused, SignalRow } from './SignalRow'

interface ApprovalsCardProps {
  role: Role
  /** A sentence when the page is not connected to the present, else null. */
  connection: string | null
  /** What kind of money an approved signal would move. */
  mark: ReactNode
  onApproved: (approval: Approval) => void
  onOpen: (signal: Signal) => void
  /** Where producers are made. */
  onProducers: () => void
}

/** More are not shown at a time: a person decides on the oldest first. */
const mostRows = 50

const goneWords = 'The chosen signal has left the list. None is chosen now: choose one first.'

/** The signals that wait for a yes or a no. */
export function ApprovalsCard({ role, connection, mark, onApproved, onOpen, onProducers }: ApprovalsCardProps) {
  const query = usePending(true)
  const { confirmedAt, stale } = usePolledFreshness(query, false, 'approvals')
  const signals = query.data?.signals
  return (
    <Card title={signals ? `Pending approvals (${signals.length})` : 'Pending approvals'} aside={mark} confirmedAt={confirmedAt} stale={stale}>
      <Loaded query={query} what="The waiting signals" rows={6}>
        {(data) => <Waiting signals={data.signals} stale={stale} {...{ role, connection, onApproved, onOpen, onProducers }} />}
      </Loaded>
    </Card>
  )
}

type WaitingProps = Omit<ApprovalsCardProps, 'mark'> & { signals: readonly Signal[]; stale: boolean }

function Waiting({ signals, stale, role, connection, onApproved, onOpen, onProducers }: WaitingProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const [focused, setFocused] = useState<number | null>(null)
  const [rejecting, setRejecting] = useState<Signal | null>(null)
  const { acts, decide, forget } = useDecisions((approval) => {
    if (approval.decision === 'approved') onApproved(approval)
    else notify({ tone: 'info', title: `Rejected signal #${approval.signal_id}`, detail: approval.reason || undefined })
  })
  const rows = shownWith(signals, [...acts.values()].filter(({ error }) => error === null).map(({ signal }) => signal))
  const refused = [...acts.values()].filter(({ signal, error }) => error !== null && rows.every(({ id }) => id !== signal.id))
  // The oldest at first. One that has left the list is not followed by another unasked: a key would decide on that.
  if (chosen === null && rows[0]) setChosen(rows[0].id)
  const at = rows.findIndex(({ id }) => id === chosen)
  const current = rows[at]
  const gone = chosen !== null && !current && rows.length > 0
  useWanted([...new Set(rows.map(({ instrument }) => instrument))])

  const move = (step: 1 | -1) => {
    const next = rows[focused === null && current ? at : Math.min(rows.length - 1, Math.max(0, at + step))]
    if (!next) return
    setChosen(next.id)
    setFocused(next.id)
  }
  /** What a button says by being disabled, a key says aloud. */
  const unless = (blocker: string | null, act: () => void) => (blocker ? notify({ tone: 'info', title: blocker }) : act())
  const approve = (signal: Signal) => unless(approveBlocker({ role, signal, now: Date.now(), connection }), () => decide(signal, 'approved'))
  const reject = (signal: Signal) => unless(rejectBlocker({ role, signal, now: Date.now(), connection }), () => setRejecting(signal))
  const onCurrent = (act: (signal: Signal) => void) => (current ? act(current) : gone && notify({ tone: 'info', title: goneWords }))
  useApprovalKeys({ move, approve: () => onCurrent(approve), reject: () => onCurrent(reject) }, rejecting === null)

  return (
    <div data-approvals className="@container">
      <p role="status" className="sr-only">
        {[...acts.values()].some(({ error }) => error === null) ? 'Sending the decision' : gone ? goneWords : ''}
      </p>
      {refused.map((act) => (
        <div key={act.signal.id} className="px-3 pb-2">
          <Refused act={act} onForget={() => forget(act.signal.id)} />
        </div>
      ))}
      {rows.length === 0 ? (
        <NothingWaits role={role} onProducers={onProducers} />
      ) : (
        <ol aria-label="Signals that wait, oldest first">
          {rows.slice(0, mostRows).map((signal) => (
            <SignalRow
              key={signal.id}
              signal={signal}
              act={acts.get(signal.id)}
              selected={signal.id === current?.id}
              focused={signal.id === focused}
              unsure={stale}
              {...{ role, connection }}
              onSelect={() => setChosen(signal.id)}
              onOpen={() => onOpen(signal)}
              onApprove={() => approve(signal)}
              onReject={() => reject(signal)}
              onForget={() => forget(signal.id)}
            />
          ))}
        </ol>
      )}
      {rows.length > mostRows && <p className="border-t border-line px-3 py-2 text-sm text-muted">{rows.length - mostRows} newer ones wait behind these.</p>}
      {rejecting && (
        <RejectDialog
          signal={rejecting}
          onClose={() => setRejecting(null)}
          onReject={(reason) => {
            setRejecting(null)
            decide(rejecting, 'rejected', reason)
          }}
        />
      )}
    </div>
  )
}

/** What is being decided stays in its place until the server's answer is here, also when the feed was faster. */
function shownWith(signals: readonly Signal[], underway: readonly Signal[]): Signal[] {
  const missing = underway.filter(({ id }) => signals.every((signal) => signal.id !== id))
  return [...signals, ...missing].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id - b.id)
}

function NothingWaits({ role, onProducers }: { role: Role; onProducers: () => void }) {
  return (
    <Empty title="No signal waits">
      <p>A strategy anywhere (a script, a bot, TradingView) proposes trades here once it is a producer with its own key:</p>
      <Command>robson producer add my-strategy</Command>
      {role === 'admin' ? <Button onClick={onProducers}>Add a producer</Button> : <p>An admin of this client makes it.</p>}
    </Empty>
  )
}
