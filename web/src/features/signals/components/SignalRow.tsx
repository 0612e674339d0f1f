import { useEffect, useRef, type ReactNode } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { ConfidenceMeter } from '@/components/ConfidenceMeter'
import { Problem } from '@/components/Problem'
import { SignalMaturity } from '@/components/SignalMaturity'
import type { Role, Signal } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { countdown, quantityOf, utc } from '@/lib/format'
import { usePrice } from '@/lib/stream/context'
import type { Act } from '../api/decide'
import { approveBlocker, confidencePercent, rejectBlocker, signalPrice } from '../words'
import { Movement } from './Movement'
import { SideWord } from './SideWord'

interface SignalRowProps {
  signal: Signal
  act: Act | undefined
  selected: boolean
  /** Takes the focus, after a key has moved to it. */
  focused: boolean
  role: Role
  connection: string | null
  /** Whether it still waits is not certain. */
  unsure: boolean
  onSelect: () => void
  onOpen: () => void
  onApprove: () => void
  onReject: () => void
  onForget: () => void
}

/** One signal that waits: what it proposes, how sure and how old it is, and the two answers. */
export function SignalRow({ signal, act, selected, focused, role, connection, unsure, onSelect, onOpen, onApprove, onReject, onForget }: SignalRowProps) {
  const now = useNow()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (focused) row.current?.focus()
  }, [focused])
  const facts = { role, signal, now, connection }
  const sending = act !== undefined && act.error === null
  const noApproval = approveBlocker(facts)
  const noRejection = rejectBlocker(facts)
  const name = `signal ${signal.id}, ${signal.side} ${signal.instrument}`
  return (
    <li
      ref={row}
      // Reached by j and k; Tab goes to what can be done with it.
      tabIndex={-1}
      aria-label={`Signal ${signal.id}: ${signal.side} ${signal.instrument}, from ${signal.producer}`}
      aria-current={selected || undefined}
      data-testid="signal"
      data-signal={signal.id}
      data-sending={sending || undefined}
      className="border-t border-l-2 border-line border-l-transparent px-3 py-2 outline-offset-[-2px] first:border-t-0 aria-[current=true]:border-l-primary aria-[current=true]:bg-page"
    >
      <div className={`grid grid-cols-1 items-start gap-x-3 gap-y-1.5 @4xl:grid-cols-[minmax(8.5rem,1fr)_13.5rem_8rem_10.75rem_auto] ${sending ? 'opacity-60' : ''}`}>
        <Pair
          className="@max-4xl:order-first"
          first={
            <span className="flex items-center gap-2">
              <SideWord side={signal.side} />
              <button type="button" className="rounded font-semibold hover:underline" aria-label={`Open ${name}`} onFocus={onSelect} onClick={onOpen}>
                {signal.instrument}
              </button>
              <span className="num text-xs text-muted">#{signal.id}</span>
            </span>
          }
          second={
            <span title={`${signal.producer_id}, ${signal.external_id}`}>
              from <span className="text-text">{signal.producer}</span>
            </span>
          }
        />
        <Pair first={<Price signal={signal} />} second={<Movement signal={signal} />} />
        <ConfidenceMeter confidence={confidencePercent(signal.confidence)} className="min-h-6" />
        <Pair
          className="@max-4xl:order-first"
          first={<SignalMaturity createdAt={new Date(signal.created_at)} currentTime={new Date(now)} unsure={unsure} />}
          second={<Expiry signal={signal} now={now} />}
        />
        <div role="group" aria-label={`Decide on ${name}`} className="flex gap-2 @max-4xl:pt-1 @max-4xl:*:flex-1">
          <Button tone="primary" disabled={sending || noApproval !== null} title={noApproval ?? 'Makes a plan and validates it; sends nothing (key a)'} onFocus={onSelect} onClick={onApprove}>
            {sending && act.decision === 'approved' ? 'Sending…' : 'Approve'}
          </Button>
          <Button disabled={sending || noRejection !== null} title={noRejection ?? 'Key r'} onFocus={onSelect} onClick={onReject}>
            {sending && act.decision === 'rejected' ? 'Sending…' : 'Reject…'}
          </Button>
        </div>
      </div>
      <Wish signal={signal} />
      {noApproval && (
        <p className="pt-1 text-xs text-muted" data-testid="blocked">
          {signal.blocked_by ? <Badge tone="caution">Policy</Badge> : null} {noApproval}.
        </p>
      )}
      {act && act.error !== null && <Refused act={act} onForget={onForget} />}
    </li>
  )
}

function Pair({ first, second, className = '' }: { first: ReactNode; second: ReactNode; className?: string }) {
  return (
    <div className={`flex min-w-0 gap-x-2 gap-y-0.5 @max-4xl:flex-wrap @max-4xl:items-baseline @max-4xl:justify-between @4xl:flex-col ${className}`}>
      <div className="@4xl:min-h-6">{first}</div>
      <div className="min-w-0 truncate text-xs text-muted">{second}</div>
    </div>
  )
}

function Price({ signal }: { signal: Signal }) {
  const tick = usePrice(signal.instrument, (price) => price?.tickSize ?? null)
  return (
    <span>
      <span className="num font-semibold">{signalPrice(signal.price, signal.instrument, tick)}</span>
      <span className="num text-muted"> × {quantityOf(signal.volume, signal)}</span>
    </span>
  )
}

/** The producer's own stop and target: shown to those who decide, never taken over. */
function Wish({ signal: { stop_loss: stop, take_profit: target, instrument } }: { signal: Signal }) {
  const tick = usePrice(instrument, (price) => price?.tickSize ?? null)
  const wishes = [stop && `stop ${signalPrice(stop, instrument, tick)}`, target && `target ${signalPrice(target, instrument, tick)}`].filter(Boolean)
  if (wishes.length === 0) return null
  return (
    <p className="pt-1 text-xs text-muted" title="The plan computes its own">
      Its producer wishes <span className="num">{wishes.join(', ')}</span>
    </p>
  )
}

function Expiry({ signal: { expires_at: end }, now }: { signal: Signal; now: number }) {
  const left = Date.parse(end) - now
  if (left <= 0) return 'expired'
  return (
    <span title={`Until ${utc(end)}`}>
      expires in <span className="num">{countdown(left)}</span>
    </span>
  )
}

export function Refused({ act, onForget }: { act: Act; onForget: () => void }) {
  const { decision: word } = act
  const signal = `Signal ${act.signal.id}, ${act.signal.side} ${act.signal.instrument}`
  return (
    <div className="flex items-start gap-2 pt-2" data-testid="refused">
      <div className="min-w-0 flex-1">
        <Problem error={act.error} what={`${signal}, was not ${word}`} act={`${signal}, ${word}`} keyed />
      </div>
      <button type="button" className="chip" aria-label={`Dismiss what became of signal ${act.signal.id}`} onClick={onForget}>
        ✕
      </button>
    </div>
  )
}
