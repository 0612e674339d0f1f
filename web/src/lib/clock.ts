// One ticking second for all ages on the page.
import { useSyncExternalStore } from 'react'

const everyMs = 1000
const listeners = new Set<() => void>()
/** A device that slept shows the true ages before its next beat. */
const wakers = [
  [document, 'visibilitychange'],
  [window, 'pageshow'],
  [window, 'online'],
] as const
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
    wakers.forEach(([target, event]) => target.addEventListener(event, beat))
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    wakers.forEach(([target, event]) => target.removeEventListener(event, beat))
  }
}

/** The time of this device, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current)
}
