// What a person may pause and clear, and what stays. Pure.
import type { BotPauseState, Pause, PauseScope, Role } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'

export const scopeOrder: readonly PauseScope[] = ['entry', 'exit', 'all', 'asgard', 'hyperliquid']
const ofOperators: readonly PauseScope[] = ['entry', 'exit']

/** Why this role may not pause that; null when it may. */
export function pauseBlocker(role: Role, scope: PauseScope): string | null {
  return roleBlocker(role, ofOperators.includes(scope) ? 'operator' : 'admin')
}

export interface Clearing {
  /** They end. */
  ends: readonly Pause[]
  /** They stay, and why. */
  stays: readonly { pause: Pause; why: string }[]
}

export function clearing(state: BotPauseState | null, role: Role): Clearing {
  const ends: Pause[] = []
  const stays: { pause: Pause; why: string }[] = []
  for (const pause of state?.pauses ?? []) {
    const forbidden = pauseBlocker(role, pause.scope)
    if (pause.source === 'breaker') stays.push({ pause, why: 'set by a circuit breaker, which is resolved on its own' })
    else if (forbidden) stays.push({ pause, why: forbidden })
    else ends.push(pause)
  }
  return { ends, stays }
}
