// The control center's fixtures: a bot, what it holds, an emergency stop.
import type { BotPauseState, BotPosition, BotPositionDetail, BotRuntime, BotStats, EmergencyStop, Pause, Role } from '@/lib/api/types'
import type { Bot } from '@/lib/bots/desk'
import type { BotView } from '@/lib/stream/channels'

export const runtime: BotRuntime = {
  name: 'default',
  state: 'running',
  healthy: true,
  running: true,
  uptime_seconds: 86_400,
  uptime_formatted: '24:00:00',
  environment: 'paper',
  version: '0.1.0',
  recovery_progress: null,
  age_ms: 1000,
  latency_ms: 4,
  clock_skew_ms: 0,
  circuit: 'closed',
  transport: 'stream',
  last_seen: '2026-01-02T03:04:05.000Z',
  detail: null,
}

export const hedge: BotPosition = {
  position_id: 'pos_20250204000001',
  kind: 'hedge',
  bot: 'default',
  asset: 'SOL',
  token: 'jitoSOL',
  protocol: 'marginfi',
  status: 'open',
  leverage: '3',
  deployed_usd: '5000.00',
  long_value_usd: '15000.00',
  short_value_usd: '15000.00',
  delta: '12.50',
  delta_ratio: '0.0008',
  asgard_hf: '0.28',
  hyperliquid_mf: '0.25',
  health_status: 'healthy',
  distance_to_liquidation: '0.2431',
  position_pnl_usd: '-22.20',
  funding_pnl_usd: '67.50',
  total_pnl_usd: '45.30',
  total_pnl_pct: '0.00906',
  apy: '0.1842',
  opened_at: '2025-02-04T00:00:00.000Z',
  closed_at: null,
  hold_duration_hours: '12.5',
  as_of: '2026-01-02T03:04:05.000Z',
}

export const stats: BotStats = {
  bot: 'default',
  open_positions: 1,
  opening_positions: 0,
  closing_positions: 0,
  stuck_positions: 0,
  closed_positions: 4,
  total_deployed_usd: '5000.00',
  capital_usd: '10000.00',
  realized_pnl_usd: '120.50',
  unrealized_pnl_usd: '45.30',
  funding_pnl_usd: '89.20',
  position_pnl_usd: '76.60',
  total_pnl_usd: '165.80',
  pnl_24h_usd: '123.45',
  current_apy: '0.1842',
  win_rate: '0.75',
  worst_health: 'healthy',
  worst_health_factor: '0.28',
  worst_margin_fraction: '0.25',
  scans: 10,
  last_scan_at: null,
  last_monitor_at: null,
  opportunities: [],
  source: 'live',
  timestamp: '2026-01-02T03:04:05.000Z',
  age_ms: 500,
}

export const unpaused: BotPauseState = { paused: false, scope: null, reason: null, paused_at: null, paused_by: null, active_breakers: [], pauses: [] }

export const pause: Pause = {
  id: 4,
  scope: 'entry',
  source: 'manual',
  breaker: null,
  reason: 'Manual maintenance',
  by: 'olga',
  at: '2026-01-02T03:00:00.000Z',
  until: null,
  including_emergency: false,
}

export function pausedBy(...pauses: Pause[]): BotPauseState {
  const [first] = pauses
  return { paused: pauses.length > 0, scope: first?.scope ?? null, reason: first?.reason ?? null, paused_at: first?.at ?? null, paused_by: first?.by ?? null, active_breakers: pauses.flatMap(({ breaker }) => breaker ?? []), pauses }
}

export const view: BotView = { name: 'default', runtime, stats, chains: { solana: { connected: true, block_height: 123456789, age_ms: 300 } } }

export function bot(part: Partial<Bot> = {}, run: Partial<BotRuntime> = {}): Bot {
  return { ...view, pauses: unpaused, positions: [hedge], receivedAt: Date.now(), ...part, runtime: { ...runtime, name: part.name ?? 'default', ...run } }
}

/** How REST answers for a bot. */
export const status = { dashboard: { status: 'healthy', version: '0.1.0' }, bot: runtime, pause_state: unpaused, chains: view.chains, bots: ['default'] }

export const detail: BotPositionDetail = {
  position_id: hedge.position_id,
  kind: 'hedge',
  bot: 'default',
  asset: 'SOL',
  token: 'jitoSOL',
  protocol: 'marginfi',
  status: 'open',
  leverage: '3',
  created_at: '2025-02-04T00:00:00.000Z',
  opened_at: '2025-02-04T00:00:02.000Z',
  closed_at: null,
  hold_duration_hours: '12.5',
  sizing: { deployed_usd: '5000.00', position_size_usd: '15000.00', collateral_usd: '15012.50', borrowed_usd: '10000.00', capital_usd: '10000.00' },
  asgard: {
    state: 'open',
    position_pda: '7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU',
    collateral_usd: '15012.50',
    token_a_amount: '87.23',
    entry_price: '171.92',
    current_price: '172.09',
    debt_usd: '10004.11',
    current_health_factor: '0.2595',
    liquidation_price: '127.43',
    distance_to_liquidation: '0.2595',
    detail: null,
  },
  hyperliquid: {
    state: 'open',
    size: '-96.42',
    size_sol: '-96.42',
    entry_px: '155.57',
    mark_px: '155.60',
    leverage: '3',
    margin_used: '5000.00',
    margin_fraction: '0.0900',
    liquidation_px: '202.40',
    distance_to_liquidation: '0.3007',
    funding_rate: '0.0000125',
    funding_received_rate: '-0.0000125',
    detail: null,
  },
  pnl: { long_pnl: '14.83', short_pnl: '-2.89', position_pnl: '11.94', funding_pnl: '67.50', borrow_cost: '18.11', staking_yield: '8.97', fees: '25.00', total_pnl: '45.30', total_pnl_pct: '0.00906', apy: '0.1842' },
  risk: { delta: '12.50', delta_ratio: '0.0008', health_status: 'healthy', distance_to_liquidation: '0.2595' },
  lifecycle: [{ at: '2025-02-04T00:00:02.000Z', status: 'open', text: 'Both legs stand' }],
  stuck: null,
  as_of: '2026-01-02T03:04:05.000Z',
  source: 'live',
  age_ms: 400,
}

export const stop: EmergencyStop = {
  id: 1,
  mode: 'flatten',
  reason: 'The venue misbehaves',
  requested_at: '2026-01-02T03:04:05.000Z',
  requested_by: 'admin',
  success: false,
  bots: [
    { bot: 'default', state: 'CONFIRMED', attempts: 1, confirmed_at: '2026-01-02T03:04:06.000Z', positions_left: 2, detail: null },
    { bot: 'second', state: 'REQUESTED', attempts: 3, confirmed_at: null, positions_left: null, detail: 'no answer within 2 s' },
  ],
  kill_switch: true,
  acknowledged_at: null,
  acknowledged_by: null,
}

/** The answer of a bot that is away. */
export function away(cached: object | null) {
  return {
    type: 'about:blank',
    title: 'Bot unavailable',
    status: 503,
    code: 'BOT_UNAVAILABLE',
    detail: 'The bot does not answer',
    correlation_id: 'c-42',
    retry_after: 5,
    error: 'Bot unavailable',
    message: 'Trading bot is starting up or recovering',
    cached_data: cached,
    cached_at: cached ? '2026-01-02T03:00:00.000Z' : null,
  }
}

/** A person's role, for components that are given one. */
export const as: Record<Role, Role> = { viewer: 'viewer', operator: 'operator', admin: 'admin' }
