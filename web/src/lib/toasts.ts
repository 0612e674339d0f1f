// Short notes on what failed or came back. The same note within ten seconds is said once.
import { useSyncExternalStore } from 'react'

export interface Toast {
  readonly id: number
  readonly tone: 'failure' | 'good' | 'info'
  readonly title: string
  readonly detail?: string | undefined
  readonly correlationId?: string | null | undefined
}

const longestList = 4
const repeatAfterMs = 10_000
const lastingMs = { failure: 12_000, good: 5000, info: 6000 } as const

let toasts: readonly Toast[] = []
let nextId = 1
const saidAt = new Map<string, number>()
const listeners = new Set<() => void>()

function replace(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

export function dismiss(id: number): void {
  replace(toasts.filter((toast) => toast.id !== id))
}

export function notify(toast: Omit<Toast, 'id'>): void {
  const now = Date.now()
  if (now - (saidAt.get(toast.title) ?? -Infinity) < repeatAfterMs) return
  saidAt.set(toast.title, now)
  const id = nextId++
  replace([...toasts, { ...toast, id }].slice(-longestList))
  setTimeout(() => dismiss(id), lastingMs[toast.tone])
}

export function clearToasts(): void {
  saidAt.clear()
  replace([])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, () => toasts)
}
