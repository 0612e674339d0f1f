import { asApiError } from '@/lib/api/error'

/** Why an act was refused, under the form that asked for it. */
export function Problem({ error, what }: { error: unknown; what: string }) {
  const { message, code, correlationId, retryAfter, noAnswer } = asApiError(error)
  return (
    <div role="alert" className="rounded border border-danger px-3 py-2 text-sm">
      <p className="font-medium text-danger-ink">{what}</p>
      <p>
        {message}
        {retryAfter !== null && ` Try again in ${retryAfter} s.`}
        {noAnswer && ' Whether it was done is not known: trying again repeats it harmlessly.'}
      </p>
      {(code ?? correlationId) && (
        <p className="num pt-0.5 text-xs text-muted">
          {code} {correlationId && `· ${correlationId}`}
        </p>
      )}
    </div>
  )
}
