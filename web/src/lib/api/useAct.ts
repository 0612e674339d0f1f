// One act that must not happen twice: after silence the same key is sent again; a refusal begins a new one.
import { useRef } from 'react'
import { newKey } from './client'
import { useClient } from './context'
import { asApiError } from './error'

/** @returns posts `body` to `path` under the key of this act */
export function useKeyedPost(): <T>(path: string, body?: unknown) => Promise<T> {
  const client = useClient()
  const key = useRef(newKey())
  return async <T>(path: string, body?: unknown) => {
    try {
      const answer = await client.post<T>(path, body, { idempotencyKey: key.current })
      key.current = newKey()
      return answer
    } catch (error) {
      const { status, code } = asApiError(error)
      if (status !== null && status < 500 && status !== 429 && code !== 'IDEMPOTENCY_IN_FLIGHT') key.current = newKey()
      throw error
    }
  }
}
