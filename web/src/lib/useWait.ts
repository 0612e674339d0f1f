import { useState } from 'react'
import { asApiError } from './api/error'
import { useNow } from './clock'

/** Seconds until the server takes another attempt after this refusal; 0 when it does. */
export function useWait(refusal: unknown): number {
  const now = useNow()
  const [told, setTold] = useState<{ by: unknown; until: number }>({ by: null, until: 0 })
  if (told.by !== refusal) {
    const seconds = refusal ? (asApiError(refusal).retryAfter ?? 0) : 0
    setTold({ by: refusal, until: seconds > 0 ? Date.now() + seconds * 1000 : 0 })
  }
  return Math.max(0, Math.ceil((told.until - now) / 1000))
}
