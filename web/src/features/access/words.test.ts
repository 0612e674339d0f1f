import { describe, expect, it } from 'vitest'
import { apiKey, user } from '@/testing/access'
import { keyState, lastAdminBlocker, roleEffect } from './words'

const root = user()

describe('the last admin', () => {
  it('is the only one that is active', () => {
    expect(lastAdminBlocker([root], root)).toMatch(/last active admin/)
    expect(lastAdminBlocker([root, user({ id: 2, active: false })], root)).toMatch(/last active admin/)
    expect(lastAdminBlocker([root, user({ id: 2 })], root)).toBeNull()
  })

  it('is nobody who is not admin, or who is disabled already', () => {
    expect(lastAdminBlocker([root], user({ id: 2, role: 'operator' }))).toBeNull()
    expect(lastAdminBlocker([root], user({ id: 2, active: false }))).toBeNull()
  })
})

describe('an API key', () => {
  it('is revoked, expired or good, in that order', () => {
    const now = Date.parse('2026-01-02T00:00:00.000Z')
    const expires_at = '2026-01-01T00:00:00.000Z'
    expect(keyState(apiKey(), now)).toBe('good')
    expect(keyState(apiKey({ expires_at: '2026-01-03T00:00:00.000Z' }), now)).toBe('good')
    expect(keyState(apiKey({ expires_at }), now)).toBe('expired')
    expect(keyState(apiKey({ expires_at, revoked_at: expires_at }), now)).toBe('revoked')
  })
})

describe('another role', () => {
  it('tells what it allows, and that less holds keys that were made before', () => {
    expect(roleEffect(user({ role: 'admin' }), 'viewer')).toMatch(/becomes viewer: reads everything, changes nothing\..*API keys/)
    expect(roleEffect(user({ role: 'viewer' }), 'admin')).not.toMatch(/API keys/)
  })
})
