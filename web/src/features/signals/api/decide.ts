// Decisions on signals, several at once. Each is sent once: a second click while one is under way does nothing, and after
// silence the same decision goes out under the same key. A signal leaves the list only when the server has said so.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { exactly } from '@/lib/api/exact'
import type { Approval, DecisionWord, PendingSignals, Signal } from '@/lib/api/types'
import { useKeyedPost } from '@/lib/api/useAct'
import { pendingKey } from './pending'

/** A decision that is on its way, or that was refused. */
export interface Act {
  signal: Signal
  decision: DecisionWord
  /** null while it is on its way. */
  error: unknown
}

export interface Decisions {
  acts: ReadonlyMap<number, Act>
  decide: (signal: Signal, decision: DecisionWord, reason?: string) => void
  /** Forgets a refusal that was read. */
  forget: (id: number) => void
}

/** @param onDecided with what the server made of it */
export function useDecisions(onDecided: (approval: Approval) => void): Decisions {
  const post = useKeyedPost()
  const queries = useQueryClient()
  const busy = useRef(new Set<number>())
  const [acts, setActs] = useState<ReadonlyMap<number, Act>>(new Map())

  const put = (id: number, act: Act | null) =>
    setActs((before) => {
      const next = new Map(before)
      if (act) next.set(id, act)
      else next.delete(id)
      return next
    })

  const decided = (approval: Approval) => {
    queries.setQueryData<PendingSignals>(pendingKey, (before) => before && { ...before, signals: before.signals.filter(({ id }) => id !== approval.signal_id) })
    if (approval.plan) queries.setQueryData(['plan', approval.plan.id], approval.plan)
    put(approval.signal_id, null)
    onDecided(approval)
  }

  const decide = (signal: Signal, decision: DecisionWord, reason = '') => {
    const { id } = signal
    if (busy.current.has(id)) return
    busy.current.add(id)
    put(id, { signal, decision, error: null })
    post<Approval>(exactly('/api/v1/approvals'), { signal_id: id, decision, reason })
      .then(decided, (error: unknown) => put(id, { signal, decision, error }))
      .finally(() => {
        busy.current.delete(id)
        void queries.invalidateQueries({ queryKey: ['signals'] })
      })
  }
  return { acts, decide, forget: (id) => put(id, null) }
}
