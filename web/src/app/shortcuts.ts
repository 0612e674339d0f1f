// Keys for those who do not reach for the mouse. No single key ever sends an order.
import { useEffect } from 'react'
import { pages, type Place } from './places'
import { createChords, isSwitchedOff, isTyping } from '@/lib/keys'
import { change, currentSettings, intervals, themes, type Theme } from '@/lib/settings'

export interface ShortcutActions {
  help: () => void
  go: (to: Place) => void
}

function themeAfter(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length]!
}

export function createShortcuts(actions: ShortcutActions, now: () => number = Date.now) {
  const isChord = createChords(now)
  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isSwitchedOff(event.key)) return
    const interval = intervals[Number(event.key) - 1]
    const chord = isChord(event.key)
    const page = chord ? pages.find((each) => each.chord === event.key) : undefined
    if (event.key === '?') actions.help()
    else if (page) actions.go(page.to)
    else if (event.key === 't') change({ theme: themeAfter(currentSettings().theme) })
    else if (interval) change({ interval })
  }
}

export function useShortcuts(actions: ShortcutActions): void {
  useEffect(() => {
    const onKey = createShortcuts(actions)
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [actions])
}

export const keys = [
  ['?', 'This list'],
  ...pages.map(({ chord, label }) => [`g ${chord}`, label] as const),
  ['1 – 6', 'Timeframe 1m, 5m, 15m, 1h, 4h, 1d'],
  ['t', 'Theme: dark, light, as the system'],
  ['Alt R', 'Reset the chart'],
  ['j k ↓ ↑', 'Live: next and previous signal'],
  ['a', 'Live: approve it, which makes a plan and sends nothing'],
  ['r', 'Live: reject it, with a reason'],
  ['Esc', 'Close what is open'],
] as const
