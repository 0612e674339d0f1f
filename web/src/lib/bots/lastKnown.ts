// A bot that is away is answered for with what was last known of it (503, `cached_data`): that is data, marked, not a failure.
import { asApiError } from '../api/error'
import type { BotAway } from '../api/types'

export interface Away {
  /** One sentence for a person. */
  readonly message: string
  /** Of what is known; null when nothing ever was. */
  readonly cachedAt: string | null
  readonly retryAfter: number
  readonly correlationId: string
}

export interface Told<T> {
  /** null: nothing was ever known. */
  readonly data: T | null
  /** null: the bot itself has just told it. */
  readonly away: Away | null
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Any other failure stays one. */
export async function lastKnown<T>(answer: Promise<T>): Promise<Told<T>> {
  try {
    return { data: await answer, away: null }
  } catch (error) {
    const { status, document } = asApiError(error)
    if (status !== 503 || !document || !('cached_data' in document)) throw error
    const told = document as unknown as BotAway
    const away = { message: told.message || told.detail, cachedAt: told.cached_at, retryAfter: told.retry_after, correlationId: told.correlation_id }
    return { data: isObject(told.cached_data) ? (told.cached_data as T) : null, away }
  }
}
