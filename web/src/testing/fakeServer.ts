// A small real server behind `fetch`: it keeps a session, answers as the contract says, and can fail or fall silent.
import type { Problem } from '@/lib/api/types'

type Answer = (request: { body: unknown; headers: Headers; query: URLSearchParams }) => unknown

export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retryAfter?: number,
    readonly field?: string,
    /** What a cause adds to its document. */
    readonly more: object = {},
  ) {}
}

/** A whole answer, for documents that hold more than a problem does. */
export class Raw {
  constructor(
    readonly status: number,
    readonly document: object,
  ) {}
}

export class FakeServer {
  signedIn = true
  /** Whether the refresh cookie is still good. */
  renewable = true
  silent = false
  readonly asked: string[] = []
  private readonly answers = new Map<string, Answer>()

  /** @param at such as 'GET /api/portfolio/positions/' */
  on(at: string, answer: Answer | object): this {
    this.answers.set(at, typeof answer === 'function' ? (answer as Answer) : () => answer)
    return this
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const [path = '', search = ''] = String(input).split('?')
    const at = `${init?.method ?? 'GET'} ${path}`
    this.asked.push(at)
    await Promise.resolve()
    if (this.silent) throw new TypeError('Failed to fetch')
    if (at === 'POST /api/v1/auth/refresh') return this.renew()
    const open = at === 'POST /api/v1/auth/session'
    if (!this.signedIn && !open) return refuse(new Refusal(401, 'NO_SESSION', 'Sign in first.'))
    const answer = this.answers.get(at)
    if (!answer) return refuse(new Refusal(404, 'NOT_FOUND', `There is no ${path}.`))
    const body: unknown = init?.body ? JSON.parse(String(init.body)) : undefined
    const result = await answer({ body, headers: new Headers(init?.headers), query: new URLSearchParams(search) })
    if (result instanceof Refusal) return refuse(result)
    if (result instanceof Raw) return new Response(JSON.stringify(result.document), { status: result.status, headers: { 'Content-Type': 'application/problem+json' } })
    if (result === undefined) return new Response(null, { status: 204 })
    return new Response(JSON.stringify(result), { status: 200, headers: { 'Content-Type': 'application/json' } })
  }

  private renew(): Response {
    if (!this.renewable) return refuse(new Refusal(401, 'INVALID_TOKEN', 'The session is over.'))
    this.signedIn = true
    return new Response('{}', { status: 200 })
  }
}

function refuse({ status, code, detail, retryAfter, field, more }: Refusal): Response {
  const problem: Problem = { type: 'about:blank', title: code, status, code, detail, correlation_id: 'c-42', ...more }
  if (retryAfter !== undefined) problem.retry_after = retryAfter
  if (field !== undefined) problem.field = field
  return new Response(JSON.stringify(problem), { status, headers: { 'Content-Type': 'application/problem+json' } })
}
