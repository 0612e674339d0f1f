// The name of the page that is open, for the tab.
import { useEffect, useSyncExternalStore } from 'react'

let current = ''
const listeners = new Set<() => void>()

function set(next: string): void {
  current = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useNamedPage(title: string): void {
  useEffect(() => {
    set(title)
    return () => set('')
  }, [title])
}

export function usePageTitle(): string {
  return useSyncExternalStore(subscribe, () => current)
}
