import type { Role } from './api/types'

const rank: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

/** Why this role may not do what needs another one; null when it may. */
export function roleBlocker(role: Role, needed: Role): string | null {
  if (rank[role] >= rank[needed]) return null
  return `You are signed in as ${role}; this needs the role ${needed}`
}
