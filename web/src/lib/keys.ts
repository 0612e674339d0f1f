// What the page's own keys have in common, wherever they are listened for.
import { currentSettings } from './settings'

const chordWithinMs = 1200

/** Whether a key belongs to what has the focus: a field, or a dialog that is open. */
export function isTyping(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null
  return !!element?.closest('input, textarea, select, [contenteditable="true"], dialog')
}

/** Whether this is a key of one letter, digit or sign, and those are switched off. */
export function isSwitchedOff(key: string): boolean {
  return key.length === 1 && !currentSettings().singleKeys
}

/** @returns is told each key, and answers whether it completes a chord that `g` began */
export function createChords(now: () => number = Date.now): (key: string) => boolean {
  let begunAt = -Infinity
  return (key) => {
    const within = now() - begunAt < chordWithinMs
    begunAt = key === 'g' ? now() : -Infinity
    return within
  }
}
