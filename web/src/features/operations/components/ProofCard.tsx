import { Badge } from '@/components/Badge'
import { Figure } from '@/components/Figure'
import type { OperationDetail, Proof } from '@/lib/api/types'
import { money, percent, price as priceText, quantityOf } from '@/lib/format'
import { duration, stepsOf, type Step } from '../proof'
import { exits } from '../words'

const fills: Record<Step['tone'], string> = {
  decide: 'bg-primary',
  write: 'bg-warning',
  send: 'bg-success',
  venue: 'bg-line-strong',
  fill: 'bg-danger',
}

/** Why and how the position was left, step by step, with the time that each step took. */
export function ProofView({ proof, operation }: { proof: Proof; operation: OperationDetail }) {
  const { quote_asset: currency, tick_size: tick } = operation
  const trigger = proof.trigger
  return (
    <section aria-label={`Proof of ${proof.client_order_id}`} className="border-t border-line px-3 py-2 first:border-t-0" data-testid="proof">
      <p className="flex flex-wrap items-center gap-2 pb-1 text-sm">
        <Badge>{exits[proof.reason]}</Badge>
        {proof.actor === 'VENUE' ? 'by the order that stood at the exchange' : 'by the server’s own watch'}
        <code className="num ml-auto truncate text-xs text-muted select-all">{proof.client_order_id}</code>
      </p>
      <Steps proof={proof} />
      <dl className="grid gap-x-6 pt-1 sm:grid-cols-2">
        <Figure label={proof.reason === 'TARGET' ? 'Target' : proof.reason === 'STOP' ? 'Stop' : 'Asked price'}>{priceText(proof.level, tick, currency)}</Figure>
        <Figure label="Left at, on average">{priceText(proof.average_price, tick, currency)}</Figure>
        <Figure label="Slippage" title="Against the level; above 0 is worse for you">
          {money(proof.slippage, { currency, signed: true })} ({percent(proof.slippage_percent, { signed: true, places: 3 })})
        </Figure>
        <Figure label="Quantity">{quantityOf(proof.quantity, operation)}</Figure>
      </dl>
      <ol className="pt-1 text-sm">
        <Moment name="Trigger tick" at={trigger?.received_at ?? null}>
          {trigger ? `bid ${priceText(trigger.bid, tick)}, ask ${priceText(trigger.ask, tick)}, the exchange's time ${clock(trigger.venue_time)}` : noTick(proof)}
        </Moment>
        <Moment name="Decision" at={proof.decided_at} />
        <Moment name="Intent written" at={proof.committed_at} />
        <Moment name="Request sent" at={proof.sent_at} />
        <Moment name="Answer" at={proof.answered_at} />
        <Moment name="Last fill" at={proof.filled_at}>
          {proof.known_at ? `known here ${clock(proof.known_at)}` : ''}
        </Moment>
      </ol>
      {(proof.request || proof.answer) && (
        <details className="pt-1 text-sm">
          <summary className="min-h-7 text-muted pointer-coarse:min-h-11">Request and answer, word for word</summary>
          <pre className="num overflow-x-auto rounded bg-page p-2 text-xs whitespace-pre-wrap break-all">{proof.request}</pre>
          <pre className="num mt-1 overflow-x-auto rounded bg-page p-2 text-xs whitespace-pre-wrap break-all">{proof.answer}</pre>
        </details>
      )}
    </section>
  )
}

function noTick({ reason, actor }: Proof): string {
  if (reason !== 'STOP' && reason !== 'TARGET') return 'none: it was not a price that decided'
  return actor === 'VENUE' ? 'the exchange triggered it by itself' : 'not recorded'
}

function clock(time: string): string {
  return time.slice(11).replace('Z', '')
}

function Moment({ name, at, children }: { name: string; at: string | null; children?: string }) {
  return (
    <li className="flex flex-wrap gap-x-3 border-t border-line py-0.5">
      <span className="w-28 text-muted">{name}</span>
      <span className="num" title={at ?? undefined}>
        {at === null ? '—' : clock(at)}
      </span>
      {children && <span className="num text-muted">{children}</span>}
    </li>
  )
}

function Steps({ proof }: { proof: Proof }) {
  const steps = stepsOf(proof)
  const words = steps.map((step) => `${step.name} ${duration(step.us)}`).join(', ')
  return (
    <div>
      <div role="img" aria-label={`Time of each step: ${words}`} className="flex h-4 gap-px overflow-hidden rounded">
        {steps.map((step) => step.us !== null && <div key={step.name} className={fills[step.tone]} style={{ width: `${step.width}%` }} title={`${step.name} ${duration(step.us)}`} />)}
      </div>
      <ul aria-hidden className="flex flex-wrap gap-x-3 pt-1 text-xs text-muted">
        {steps.map((step) => (
          <li key={step.name} className="flex items-center gap-1">
            <span className={`size-2 rounded-sm ${fills[step.tone]}`} />
            {step.name} <span className="num text-text">{duration(step.us)}</span>
          </li>
        ))}
        <li className="ml-auto">
          trigger to fill <span className="num text-text">{duration(proof.latency.trigger_to_fill_us)}</span>
        </li>
      </ul>
    </div>
  )
}
