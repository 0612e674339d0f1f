import { useEffect, useRef, type ReactNode } from 'react'
import { Card } from '@/components/Card'
import { usePrice } from '@/lib/stream/context'
import type { Approval } from '@/lib/api/types'
import { quantityOf } from '@/lib/format'
import { signalPrice } from '../words'

interface ApprovedCardProps {
  approval: Approval
  onClose: () => void
  /** The plan that came of it. */
  children: ReactNode
}

/** What an approval became: a plan with our own stop and size, not an order. */
export function ApprovedCard({ approval, onClose, children }: ApprovedCardProps) {
  const { signal, plan_problem: problem } = approval
  const box = useRef<HTMLDivElement>(null)
  const tick = usePrice(signal.instrument, (price) => price?.tickSize ?? null)
  useEffect(() => {
    const element = box.current!
    element.focus({ preventScroll: true })
    // Beside the list nothing moves under the eyes; on a phone it stands below.
    const { top } = element.getBoundingClientRect()
    if (top < 0 || top > window.innerHeight - 160) element.scrollIntoView?.({ block: 'start' })
  }, [])
  return (
    <div ref={box} tabIndex={-1} className="rounded-lg outline-none" data-testid="approved" data-signal={signal.id}>
      <Card
        title={`Approved: ${signal.side} ${signal.instrument}`}
        aside={
          <button type="button" className="chip" aria-label={`Close what became of signal ${signal.id}`} onClick={onClose}>
            ✕
          </button>
        }
      >
        <p role="status" className="px-3 pb-2 text-sm text-muted">
          Signal #{signal.id} asked for <span className="num text-text">{quantityOf(signal.volume, signal)}</span> at <span className="num text-text">{signalPrice(signal.price, signal.instrument, tick)}</span>. Stop and size are the rule’s; nothing was sent.
        </p>
        {problem ? (
          <div role="alert" className="mx-3 mb-3 rounded border border-warning px-3 py-2 text-sm" data-testid="plan-problem">
            <p className="font-medium text-warning-ink">No plan could be made of it</p>
            <p>{problem.message}</p>
            <p className="num pt-0.5 text-xs text-muted">{problem.code}</p>
          </div>
        ) : (
          children
        )}
      </Card>
    </div>
  )
}
