// One ticking second for all ages on the page.
import { useSyncExternalStore } from 'react'

const everyMs = 1000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let current = Date.now()

function beat(): void {
  current = Date.now()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    current = Date.now()
    timer = setInterval(beat, everyMs)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/** The time of this device, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current)
}
