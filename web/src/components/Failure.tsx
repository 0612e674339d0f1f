import { asApiError } from '@/lib/api/error'
import { Button } from './Button'

interface FailureProps {
  what: string
  error: unknown
  onRetry: () => void
  retrying?: boolean
}

/** What failed, why, what to do, and the number under which the server's log knows it. */
export function Failure({ what, error, onRetry, retrying = false }: FailureProps) {
  const { message, correlationId, retryAfter } = asApiError(error)
  return (
    <div role="alert" className="flex flex-1 flex-col items-start gap-2 p-3">
      <p className="font-medium text-danger-ink">{what}</p>
      <p className="text-muted">
        {message}
        {retryAfter !== null && ` Try again in ${retryAfter} s.`} Your positions at the exchange are not affected.
      </p>
      <Button onClick={onRetry} disabled={retrying}>
        {retrying ? 'Trying again…' : 'Try again'}
      </Button>
      {correlationId && (
        <p className="text-xs text-muted">
          Reference <code className="num select-all">{correlationId}</code>
        </p>
      )}
    </div>
  )
}
