// Fixtures of who may what: users, API keys, audit entries, a bot's configuration.
import type { ApiKey, AuditEntry, AuditHead, BotConfig, User } from '@/lib/api/types'

export function user(part: Partial<User> = {}): User {
  return { id: 1, username: 'admin', role: 'admin', active: true, totp: false, sessions: 1, created_at: '2026-01-01T00:00:00.000Z', last_login: '2026-01-02T03:00:00.000Z', ...part }
}

export function apiKey(part: Partial<ApiKey> = {}): ApiKey {
  return { id: 5, name: 'wall', prefix: 'rbk_9f3a', scopes: ['read'], created_at: '2026-01-01T00:00:00.000Z', created_by: 'admin', expires_at: null, last_used_at: null, revoked_at: null, ...part }
}

export function auditEntry(seq: number, part: Partial<AuditEntry> = {}): AuditEntry {
  return {
    seq,
    at: '2026-01-02T03:04:05.000Z',
    user: 'ada',
    role: 'admin',
    action: 'control.pause',
    target: 'default',
    outcome: 'done',
    status: 200,
    detail: { scope: 'entry', reason: 'maintenance' },
    address: '192.0.2.7',
    correlation_id: `web-${seq}`,
    prev_hash: 'a'.repeat(64),
    hash: 'b'.repeat(64),
    ...part,
  }
}

export const auditHead: AuditHead = { seq: 3, hash: 'c'.repeat(64), at: '2026-01-02T03:04:06.000Z', signature: 'd'.repeat(128), public_key: 'e'.repeat(64) }

export const botConfig: BotConfig = {
  bot: { poll_interval_seconds: 30, scan_interval_seconds: 60, max_concurrent_positions: 5, min_opportunity_apy: '0.01', enable_auto_entry: true, enable_auto_exit: true, enable_circuit_breakers: true },
  risk: {
    max_leverage: '4.0',
    default_leverage: '3',
    min_position_usd: '1000',
    max_position_usd: '50000',
    health_factor_warning: '0.20',
    health_factor_critical: '0.10',
    health_factor_emergency: '0.05',
    margin_fraction_warning: '0.10',
    margin_fraction_critical: '0.05',
    margin_fraction_emergency: '0.03',
    liquidation_threshold: '0.9',
    maintenance_margin: '0.02',
    delta_drift_warning: '0.005',
    delta_drift_critical: '0.02',
    critical_exit_seconds: 20,
    price_deviation_limit: '0.005',
    lst_premium_limit: '0.02',
    lst_discount_limit: '0.01',
    max_gas_usd: '10',
  },
  version: 7,
  updated_at: '2026-01-02T03:00:00.000Z',
  updated_by: 'ada',
  source: 'live',
  age_ms: 900,
}
