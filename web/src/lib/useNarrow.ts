import { useSyncExternalStore } from 'react'

const query = '(max-width: 47.99rem)'

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia?.(query)
  media?.addEventListener('change', listener)
  return () => media?.removeEventListener('change', listener)
}

/** A phone's width: one pane at a time, and what is not seen is not drawn. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia?.(query).matches ?? false)
}
