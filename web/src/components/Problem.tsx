import { asApiError } from '@/lib/api/error'

interface ProblemProps {
  error: unknown
  /** What is said of a refusal: "The key was not made". */
  what: string
  /** What was to be done, in "Whether it was done is not known: …"; null where something was only to be read. */
  act: string | null
  /** It goes out again under the same Idempotency-Key. */
  keyed?: boolean
  /** What to do after silence where it is not keyed. */
  unsure?: string
}

/** Why an act was refused, under the form that asked for it. Where the server gave no answer, or none of its own, it may have been done. */
export function Problem({ error, what, act, keyed = false, unsure = 'Look whether it was done before you try again.' }: ProblemProps) {
  const { reason, message, code, correlationId, retryAfter } = asApiError(error)
  const unknown = act !== null && reason !== 'problem'
  return (
    <div role="alert" className="rounded border border-danger px-3 py-2 text-sm">
      <p className="font-medium text-danger-ink">{unknown ? `Whether it was done is not known: ${act}` : what}</p>
      <p>
        {message}
        {retryAfter !== null && ` Try again in ${retryAfter} s.`}
        {unknown && `. ${keyed ? 'Trying again here, with nothing changed, does it once at most.' : unsure}`}
      </p>
      {(code ?? correlationId) && (
        <p className="num pt-0.5 text-xs text-muted">
          {code} {correlationId && `· ${correlationId}`}
        </p>
      )}
    </div>
  )
}
