// What roles and scopes mean, and what may be done to a user. Pure.
import type { ApiKey, ApiKeyScope, Role, User } from '@/lib/api/types'

export const roles: readonly Role[] = ['viewer', 'operator', 'admin']

export const roleMeaning: Record<Role, string> = {
  viewer: 'reads everything, changes nothing',
  operator: 'reads, trades, closes, moves stops, pauses entries and exits, switches the kill switch on',
  admin: 'does everything, also configuration, users, keys, resuming and emergency stops',
}

export const scopes: readonly ApiKeyScope[] = ['read', 'operate', 'admin']

export const scopeMeaning: Record<ApiKeyScope, string> = {
  read: 'What a viewer may: read everything',
  operate: 'What an operator may: also trade, close, pause entries and exits',
  admin: 'What an admin may: everything of this client',
}

const order: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

/** What another role means for a user, as the dialog says it. */
export function roleEffect({ username, role }: User, next: Role): string {
  const less = order[next] < order[role]
  const held = less ? ', and the API keys that this user made are held to it' : ''
  return `${username}, ${role} until now, becomes ${next}: ${roleMeaning[next]}. It counts at once, in every open session${held}.`
}

/** Why this user's admin role or sign-in cannot be taken away; null when it can. */
export function lastAdminBlocker(users: readonly User[], { id, role, active }: User): string | null {
  if (role !== 'admin' || !active) return null
  const others = users.some((user) => user.id !== id && user.role === 'admin' && user.active)
  return others ? null : 'The last active admin: without one nobody could manage this client. Make another user admin first'
}

export type KeyState = 'good' | 'expired' | 'revoked'

/** @param now unix ms */
export function keyState({ revoked_at, expires_at }: ApiKey, now: number): KeyState {
  if (revoked_at !== null) return 'revoked'
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : 'good'
}
