// The one way to the server's REST interface. The session lives in HttpOnly cookies which no script can read: a 401
// is answered by renewing them once, for all waiting requests together, and if that is refused the session is over.
import { ApiError, errorOf } from './error'
import type { ContactLog } from './contact'

const timeoutMs = 10_000
const renewPath = '/api/v1/auth/refresh'
/** A token that ends that much later is another one. */
const renewedByMs = 1000
const sessionPath = '/api/v1/auth/session'
/** What a 401 says of the session; any other code is the answer to what was typed. */
const ofSession = new Set(['NOT_SIGNED_IN', 'NO_SESSION', 'TOKEN_EXPIRED', 'INVALID_TOKEN'])

export interface ClientOptions {
  contact: ContactLog
  /** The session is over: neither the cookies nor their renewal are accepted. */
  onSignedOut: () => void
  fetch?: typeof fetch
}

interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  signal?: AbortSignal | undefined
  /** Makes a repetition harmless; the same for every attempt at one act. */
  idempotencyKey?: string
  outlivesPage?: boolean
}

export interface PostOptions {
  signal?: AbortSignal | undefined
  /** Of the act that this may be a repetition of; a new one when absent. */
  idempotencyKey?: string | undefined
  /** Goes out even when the page is left meanwhile. */
  outlivesPage?: boolean
}

export class Client {
  private renewal: Promise<boolean> | null = null

  constructor(private readonly options: ClientOptions) {}

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.authorised<T>({ method: 'GET', path, signal })
  }

  post<T>(path: string, body?: unknown, { signal, idempotencyKey = newKey(), outlivesPage = false }: PostOptions = {}): Promise<T> {
    return this.authorised<T>({ method: 'POST', path, body, signal, idempotencyKey, outlivesPage })
  }

  /** Hands over a password or a code: a 401 that refuses it is the answer, and neither ends the session nor sends it twice. */
  prove<T>(path: string, body: unknown): Promise<T> {
    return this.authorised<T>({ method: 'POST', path, body }, isOfSession)
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.authorised<T>({ method: 'PUT', path, body })
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.authorised<T>({ method: 'PATCH', path, body })
  }

  delete<T>(path: string): Promise<T> {
    return this.authorised<T>({ method: 'DELETE', path })
  }

  /** For signing in: a 401 is the answer, not an expired session. */
  async postAnonymous<T>(path: string, body: unknown): Promise<T> {
    return read<T>(await this.send({ method: 'POST', path, body }))
  }

  /** Renews a session that runs out at `expiresAt` (unix ms), unless another tab has; whether it is good now. */
  renewBefore(expiresAt: number): Promise<boolean> {
    return acrossTabs(async () => {
      const session = await this.send({ method: 'GET', path: sessionPath })
      if (session.ok) {
        const { expires_at: told } = (await session.json()) as { expires_at?: string }
        if (told !== undefined && Date.parse(told) > expiresAt + renewedByMs) return true
      }
      return this.spendRefreshToken()
    })
  }

  /** @param isOver whether a 401 tells that the session is over */
  private async authorised<T>(call: Call, isOver: (refusal: Response) => Promise<boolean> = async () => true): Promise<T> {
    const first = await this.send(call)
    if (first.status !== 401 || !(await isOver(first))) return read<T>(first)
    if (!(await this.renewed())) {
      this.options.onSignedOut()
      throw await errorOf(first)
    }
    const second = await this.send(call)
    if (second.status === 401 && (await isOver(second))) this.options.onSignedOut()
    return read<T>(second)
  }

  private renewed(): Promise<boolean> {
    this.renewal ??= acrossTabs(() => this.renew()).finally(() => {
      this.renewal = null
    })
    return this.renewal
  }

  /** A spent refresh token ends the whole session, so a tab first looks whether another one has renewed already. */
  private async renew(): Promise<boolean> {
    const session = await this.send({ method: 'GET', path: sessionPath })
    if (session.ok) return true
    return this.spendRefreshToken()
  }

  private async spendRefreshToken(): Promise<boolean> {
    const renewal = await this.send({ method: 'POST', path: renewPath })
    if (renewal.ok) return true
    if (renewal.status >= 500 || renewal.status === 429) throw await errorOf(renewal)
    return false
  }

  private async send({ method, path, body, signal, idempotencyKey, outlivesPage = false }: Call): Promise<Response> {
    const correlationId = newCorrelationId()
    const headers: Record<string, string> = { Accept: 'application/json', 'X-Correlation-ID': correlationId }
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey
    const deadline = AbortSignal.timeout(timeoutMs)
    const started = performance.now()
    try {
      const response = await (this.options.fetch ?? fetch)(path, {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        keepalive: outlivesPage,
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      this.options.contact.answered(performance.now() - started)
      return response
    } catch (error) {
      if (signal?.aborted) throw error
      this.options.contact.failed()
      const late = error instanceof DOMException && error.name === 'TimeoutError'
      const words = late ? `The server did not answer within ${timeoutMs / 1000} s` : 'The server cannot be reached'
      throw new ApiError(late ? 'timeout' : 'unreachable', words, null, null, correlationId)
    }
  }
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw await errorOf(response)
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    const id = response.headers.get('X-Correlation-ID')
    throw new ApiError('unreadable', 'The server sent an answer that is not JSON', response.status, null, id)
  }
}

async function isOfSession(refusal: Response): Promise<boolean> {
  const { code } = await errorOf(refusal.clone())
  return code === null || ofSession.has(code)
}

async function acrossTabs(work: () => Promise<boolean>): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  return locks ? await locks.request('robson.renewal', work) : await work()
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function newCorrelationId(): string {
  return `web-${randomHex(12)}`
}

/** A key for one act. A page that is not served over a secure origin has no randomUUID. */
export function newKey(): string {
  return globalThis.crypto.randomUUID?.() ?? randomHex(16)
}
