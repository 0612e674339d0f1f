// Acts that ask who you are once more. One question at a time, shared by all acts that wait for its answer.
import { useSyncExternalStore } from 'react'
import { asApiError } from './api/error'

export interface StepUpQuestion {
  /** What waits for the answer, such as "Stopping every bot". */
  readonly what: string
  readonly answer: (proven: boolean) => void
}

let question: StepUpQuestion | null = null
let asked: Promise<boolean> | null = null
const listeners = new Set<() => void>()

function show(next: StepUpQuestion | null): void {
  question = next
  for (const listener of listeners) listener()
}

function ask(what: string): Promise<boolean> {
  asked ??= new Promise<boolean>((resolve) => {
    show({
      what,
      answer: (proven) => {
        asked = null
        show(null)
        resolve(proven)
      },
    })
  })
  return asked
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    // Nobody is left to answer.
    if (listeners.size === 0) question?.answer(false)
  }
}

export function useStepUpQuestion(): StepUpQuestion | null {
  return useSyncExternalStore(subscribe, () => question)
}

/**
 * Runs `act`; where the server wants to know once more who you are, asks and runs it once again.
 * `act` is to send its request anew each time it is run. The refusal stands when the question is not answered.
 */
export async function withStepUp<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (refusal) {
    const { status, code } = asApiError(refusal)
    if (status !== 403 || code !== 'STEP_UP_REQUIRED' || listeners.size === 0) throw refusal
    if (!(await ask(what))) throw refusal
    return act()
  }
}
