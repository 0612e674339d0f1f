// The list of waiting signals by keys: next, previous, approve, reject. No key here sends an order: an approval makes a plan.
import { useEffect, useRef } from 'react'
import { createChords, isSwitchedOff, isTyping } from '@/lib/keys'

export interface ApprovalActions {
  /** 1 the next, -1 the one before. */
  move: (step: 1 | -1) => void
  approve: () => void
  reject: () => void
}

const steps: Record<string, 1 | -1> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

/** Arrow keys are the list's only where nothing else can want them. */
function isOurs(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null
  return !element || element === document.body || element.id === 'content' || element.closest('[data-approvals]') !== null
}

export function useApprovalKeys(actions: ApprovalActions, enabled: boolean): void {
  const current = useRef(actions)
  useEffect(() => void (current.current = actions))
  useEffect(() => {
    if (!enabled) return
    const isChord = createChords()
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target) || isSwitchedOff(event.key)) return
      const chord = isChord(event.key)
      if (chord || event.defaultPrevented) return
      const step = steps[event.key]
      if (step && (!event.key.startsWith('Arrow') || isOurs(event.target))) {
        event.preventDefault()
        current.current.move(step)
      } else if (event.key === 'a' && !event.repeat) current.current.approve()
      else if (event.key === 'r' && !event.repeat) {
        event.preventDefault()
        current.current.reject()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [enabled])
}
