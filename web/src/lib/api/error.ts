import type { Problem } from './types'

/** Why a request failed: no answer at all, an answer that says no, or an answer that is not ours. */
export type Cause = 'unreachable' | 'timeout' | 'problem' | 'unreadable'

export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly reason: Cause,
    message: string,
    readonly status: number | null,
    readonly code: string | null,
    readonly correlationId: string | null,
    readonly retryAfter: number | null = null,
    /** The field of the body or the parameter at fault. */
    readonly field: string | null = null,
    /** The whole problem document, for what a cause adds to it. */
    readonly document: Problem | null = null,
  ) {
    super(message)
  }

  /** The server was not heard at all; what it would have said is not known. */
  get noAnswer(): boolean {
    return this.reason === 'unreachable' || this.reason === 'timeout'
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body
}

export async function errorOf(response: Response): Promise<ApiError> {
  const correlationId = response.headers.get('X-Correlation-ID')
  const body: unknown = await response.json().catch(() => null)
  if (isProblem(body)) {
    const retryAfter = body.retry_after ?? (Number(response.headers.get('Retry-After')) || null)
    return new ApiError('problem', body.detail, response.status, body.code, body.correlation_id || correlationId, retryAfter, body.field ?? null, body)
  }
  return new ApiError('unreadable', `The server answered ${response.status} without a reason`, response.status, null, correlationId)
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError('unreadable', error instanceof Error ? error.message : String(error), null, null, null)
}
