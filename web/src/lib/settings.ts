// What this browser remembers: taste, never data and never a token. /theme.js reads the same entry before first paint.
import { useSyncExternalStore } from 'react'

export const themes = ['dark', 'light', 'system'] as const
export const palettes = ['green-up', 'red-up', 'colour-blind'] as const
export const intervals = ['1m', '5m', '15m', '1h', '4h', '1d'] as const

export type Theme = (typeof themes)[number]
export type Palette = (typeof palettes)[number]
export type Interval = (typeof intervals)[number]

export interface Settings {
  theme: Theme
  palette: Palette
  interval: Interval
  /** The chart's scale always shows stop and target, even where that flattens the candles. */
  levelsInView: boolean
  /** Supports and resistances are drawn. */
  foundLevels: boolean
  /** Keys that are one letter, digit or sign are heard. Who dictates to the device or hits keys by chance wants them off. */
  singleKeys: boolean
}

export const defaults: Settings = { theme: 'dark', palette: 'green-up', interval: '15m', levelsInView: true, foundLevels: false, singleKeys: true }

const key = 'robson.settings'

/** Anything but a known value falls back to its default, so that an old or broken entry never breaks the page. */
export function read(text: string | null): Settings {
  let stored: Partial<Record<keyof Settings, unknown>> = {}
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
    if (typeof parsed === 'object' && parsed !== null) stored = parsed
  } catch {
    return defaults
  }
  const pick = <T extends string>(allowed: readonly T[], value: unknown, fallback: T) =>
    allowed.find((each) => each === value) ?? fallback
  const flag = (value: unknown, fallback: boolean) => (typeof value === 'boolean' ? value : fallback)
  return {
    theme: pick(themes, stored.theme, defaults.theme),
    palette: pick(palettes, stored.palette, defaults.palette),
    interval: pick(intervals, stored.interval, defaults.interval),
    levelsInView: flag(stored.levelsInView, defaults.levelsInView),
    foundLevels: flag(stored.foundLevels, defaults.foundLevels),
    singleKeys: flag(stored.singleKeys, defaults.singleKeys),
  }
}

let current = read(storage()?.getItem(key) ?? null)
const listeners = new Set<() => void>()

/** Private windows may refuse storage; the settings then last as long as the page. */
function storage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

export function resolvedTheme(theme: Theme): 'dark' | 'light' {
  if (theme !== 'system') return theme
  return window.matchMedia?.('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
}

export function applyToPage(settings: Settings): void {
  const root = document.documentElement
  root.dataset.theme = resolvedTheme(settings.theme)
  root.dataset.palette = settings.palette
}

function replace(next: Settings): void {
  current = next
  applyToPage(current)
  for (const listener of listeners) listener()
}

export function change(part: Partial<Settings>): void {
  replace({ ...current, ...part })
  try {
    storage()?.setItem(key, JSON.stringify(current))
  } catch {
    // A full or forbidden storage costs the memory of a taste, nothing else.
  }
}

/** Follows the other tabs and, under the system theme, the system. */
export function watch(): () => void {
  applyToPage(current)
  const onStorage = (event: StorageEvent) => event.key === key && replace(read(event.newValue))
  const media = window.matchMedia?.('(prefers-color-scheme: light)')
  const onSystem = () => replace({ ...current })
  window.addEventListener('storage', onStorage)
  media?.addEventListener('change', onSystem)
  return () => {
    window.removeEventListener('storage', onStorage)
    media?.removeEventListener('change', onSystem)
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function currentSettings(): Settings {
  return current
}

export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, currentSettings)
}
