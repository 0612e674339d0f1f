// The proof of an exit as steps on a line of time. Lengths for pixels; the figures themselves are the server's.
import type { Proof } from '@/lib/api/types'

export interface Step {
  name: string
  /** Microseconds since the step before; null where that is not known. */
  us: number | null
  /** Where the step ends, as a share of the whole; steps too short to be seen get a width of their own. */
  width: number
  tone: 'decide' | 'write' | 'send' | 'venue' | 'fill'
}

const least = 3

export function stepsOf(proof: Proof): Step[] {
  const { latency } = proof
  const toFill =
    latency.trigger_to_fill_us !== null && latency.trigger_to_send_us !== null && latency.send_to_answer_us !== null
      ? Math.max(0, latency.trigger_to_fill_us - latency.trigger_to_send_us - latency.send_to_answer_us)
      : null
  const steps = [
    { name: 'Decide', us: latency.trigger_to_decision_us, tone: 'decide' },
    { name: 'Write down', us: latency.decision_to_commit_us, tone: 'write' },
    { name: 'Send', us: latency.commit_to_send_us, tone: 'send' },
    { name: 'Exchange answers', us: latency.send_to_answer_us, tone: 'venue' },
    { name: 'Last fill', us: toFill, tone: 'fill' },
  ] as const
  const known = steps.filter((step) => step.us !== null)
  const total = known.reduce((sum, step) => sum + step.us!, 0)
  const spare = 100 - least * known.length
  return steps.map((step) => ({
    ...step,
    width: step.us === null ? 0 : least + (total === 0 ? spare / known.length : (step.us / total) * spare),
  }))
}

/** 850 µs, 1.25 ms, 3.4 s */
export function duration(us: number | null): string {
  if (us === null) return '—'
  if (us < 1000) return `${us} µs`
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 10_000 ? 2 : 1)} ms`
  return `${(us / 1_000_000).toFixed(1)} s`
}
