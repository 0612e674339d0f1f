// Acts that must not happen twice: after silence the same key is sent again; a refusal, or another body, begins a new one.
import { useRef } from 'react'
import { newKey } from './client'
import { useClient } from './context'
import { asApiError } from './error'

/** A refusal is final for its key; silence and a server in trouble are not. */
function isFinal(error: unknown): boolean {
  const { reason, status, code } = asApiError(error)
  return reason === 'problem' && status !== null && status < 500 && status !== 429 && code !== 'IDEMPOTENCY_IN_FLIGHT'
}

/** @returns posts `body` to `path`, each act under its own key until the server has answered */
export function useKeyedPost(): <T>(path: string, body?: unknown) => Promise<T> {
  const client = useClient()
  const keys = useRef(new Map<string, string>())
  return async <T>(path: string, body?: unknown) => {
    const act = JSON.stringify([path, body])
    const idempotencyKey = keys.current.get(act) ?? newKey()
    keys.current.set(act, idempotencyKey)
    try {
      const answer = await client.post<T>(path, body, { idempotencyKey })
      keys.current.delete(act)
      return answer
    } catch (error) {
      if (isFinal(error)) keys.current.delete(act)
      throw error
    }
  }
}
