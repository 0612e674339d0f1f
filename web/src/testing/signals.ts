// Fixtures of signals and of what became of them.
import type { Approval, EquityCurve, Exposure, Performance, DayReport, Producer, ReportTrade, Signal, SignalPolicy } from '@/lib/api/types'
import type { FeedSignal } from '@/lib/stream/channels'
import { plan, report } from './desk'

const minuteMs = 60_000

/** @param age in minutes */
export function signal(id: number, part: Partial<Signal> = {}, age = 1): Signal {
  const created = Date.now() - age * minuteMs
  return {
    id,
    producer_id: 'prd_4f7k2m9q1x8z',
    producer: 'sma-bot',
    external_id: `sma-${id}`,
    instrument: 'BTCUSDC',
    side: 'BUY',
    price: '89250.00',
    volume: '0.001',
    confidence: '0.82',
    stop_loss: '88000.00',
    take_profit: null,
    payload: { fast: 12 },
    status: 'NEW',
    created_at: new Date(created).toISOString(),
    expires_at: new Date(created + 60 * minuteMs).toISOString(),
    age_seconds: age * 60,
    maturity: 'FRESH',
    distance_percent: '0.12',
    blocked_by: null,
    summary: 'BUY 0.001 BTCUSDC at 89250.00, 82 %',
    approval: null,
    base_asset: 'BTC',
    contract_size: '1',
    ...part,
  }
}

/** As the feed tells it. */
export function fed(from: Signal, part: Partial<FeedSignal> = {}): FeedSignal {
  const { id, producer_id, producer, external_id, instrument, side, price, volume, confidence, status, created_at, expires_at } = from
  return { id, producer_id, producer, external_id, instrument, side, price, volume, confidence, status, created_at, expires_at, decision: null, reason: null, decided_by: null, decided_at: null, plan_id: null, ...part }
}

export function approval(of: Signal, part: Partial<Approval> = {}): Approval {
  const made = { ...plan, status: 'VALIDATED' as const, report }
  return { id: 100 + of.id, signal_id: of.id, decision: 'approved', reason: '', decided_by: 'admin', decided_at: new Date().toISOString(), address: '127.0.0.1', signal: { ...of, status: 'APPROVED' }, plan_id: made.id, plan: made, plan_problem: null, ...part }
}

export function producer(part: Partial<Producer> = {}): Producer {
  return { id: 'prd_4f7k2m9q1x8z', name: 'sma-bot', strategy_id: null, webhook: false, created_at: '2026-01-01T00:00:00.000Z', created_by: 'admin', last_signal_at: null, signals: 3, revoked_at: null, ...part }
}

export function policy(part: Partial<SignalPolicy> = {}): SignalPolicy {
  return { strategy_id: 1, strategy: 'Second level', min_confidence: '0.6', cooldown_seconds: 300, daily_cap: null, updated_at: '2026-01-02T03:00:00.000Z', updated_by: 'admin', ...part }
}

export const performance: Performance = {
  currency: 'USDC',
  window: '30d',
  time_zone: 'UTC',
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-14T12:00:00.000Z',
  trades: 5,
  wins: 3,
  losses: 2,
  break_even: 0,
  unvalued_trades: 0,
  win_rate: '0.6',
  net_pnl: '120.50',
  gross_profit: '200.00',
  gross_loss: '-79.50',
  fees: '4.20',
  profit_factor: '2.515723',
  expectancy: '24.10',
  average_win: '66.67',
  average_loss: '-39.75',
  largest_win: '100.00',
  largest_loss: '-60.00',
  average_r: '0.4',
  average_holding_minutes: '135',
  r_multiples: [
    { from: null, to: '-1', trades: 1 },
    { from: '-1', to: '0', trades: 1 },
    { from: '0', to: '1', trades: 2 },
    { from: '1', to: null, trades: 1 },
  ],
  initial_equity: '10000.00',
  final_equity: '10120.50',
  equity_measured_at: '2026-01-14T12:00:00.000Z',
  deposits: '0.00',
  withdrawals: '0.00',
  total_return_percent: '1.21',
  max_drawdown: '60.00',
  max_drawdown_percent: '0.59',
  max_drawdown_days: 2,
  current_drawdown_percent: '0.00',
  sharpe: '1.5',
  sortino: '2.25',
  calmar: '-0.5',
  ratio_period: 'day',
  ratio_periods_a_year: 365,
  calendar: [
    { date: '2026-01-02', net_pnl: '100.00', trades: 2 },
    { date: '2026-01-05', net_pnl: '-60.00', trades: 1 },
    { date: '2026-01-14', net_pnl: '20.00', trades: 1 },
  ],
  by: 'strategy',
  groups: [{ key: '1', label: 'Second level', trades: 5, wins: 3, losses: 2, win_rate: '0.6', net_pnl: '120.50', profit_factor: null, expectancy: '24.10', average_r: null }],
}

/** A window in which nothing was closed and nothing measured. */
export const emptyPerformance: Performance = {
  ...performance,
  trades: 0,
  wins: 0,
  losses: 0,
  win_rate: null,
  net_pnl: '0.00',
  gross_profit: '0.00',
  gross_loss: '0.00',
  fees: '0.00',
  profit_factor: null,
  expectancy: null,
  average_win: null,
  average_loss: null,
  largest_win: null,
  largest_loss: null,
  average_r: null,
  average_holding_minutes: null,
  r_multiples: [],
  initial_equity: null,
  final_equity: null,
  equity_measured_at: null,
  total_return_percent: null,
  max_drawdown: null,
  max_drawdown_percent: null,
  max_drawdown_days: null,
  current_drawdown_percent: null,
  sharpe: null,
  sortino: null,
  calmar: null,
  calendar: [],
  groups: [],
}

export const curve: EquityCurve = {
  currency: 'USDC',
  window: '30d',
  resolution: 'day',
  time_zone: 'UTC',
  initial_equity: '10000.00',
  final_equity: '10120.50',
  total_return_percent: '1.21',
  max_drawdown_percent: '0.59',
  truncated: false,
  points: [
    { at: '2026-01-12', equity: '10000.00', flow: '0.00', return_percent: null, drawdown_percent: '0.00' },
    { at: '2026-01-13', equity: '9941.00', flow: '0.00', return_percent: '-0.59', drawdown_percent: '0.59' },
    { at: '2026-01-14', equity: '10120.50', flow: '0.00', return_percent: '1.81', drawdown_percent: '0.00' },
  ],
}

export const exposure: Exposure = {
  currency: 'USDC',
  as_of: '2026-01-14T12:00:00.000Z',
  stale: false,
  equity: '10120.50',
  long: '2000.00',
  short: '0.00',
  net: '2000.00',
  gross: '2000.00',
  gross_percent: '19.76',
  net_percent: '19.76',
  risk_at_stop: '40.00',
  risk_percent: '0.40',
  largest_symbol: 'BTCUSDC',
  largest_share_percent: '100.00',
  concentration: '1',
  effective_positions: '1',
  by_symbol: [{ key: 'BTCUSDC', label: 'BTCUSDC', long: '2000.00', short: '0.00', net: '2000.00', gross: '2000.00', percent_of_equity: '19.76', share_percent: '100.00', unrealized_pnl: null, risk_at_stop: '40.00', positions: 1, stale: true }],
  by_strategy: [],
  unvalued_positions: 0,
}

const trade: ReportTrade = {
  operation_id: 9,
  symbol: 'BTCUSDC',
  side: 'BUY',
  strategy: 'Second level',
  quantity: '0.00555',
  entry_price: '90000.00',
  tick_size: '0.01',
  base_asset: 'BTC',
  contract_size: '1',
  exit_price: '89000.00',
  opened_at: '2026-01-13T22:00:00.000Z',
  closed_at: '2026-01-14T10:30:00.000Z',
  net_pnl: '-6.54',
  r: '-0.65',
  exit_reason: 'STOP',
}

export const dayReport: DayReport = {
  date: '2026-01-14',
  time_zone: 'UTC',
  currency: 'USDC',
  unrealized_pnl: null,
  from: '2026-01-14T00:00:00.000Z',
  to: '2026-01-15T00:00:00.000Z',
  final: true,
  equity_at_midnight: '10000.00',
  equity_at_end: '10120.50',
  equity_measured_at: '2026-11-26T20:10:00.000Z',
  deposits: '0.00',
  withdrawals: '0.00',
  since_midnight: '120.50',
  since_yesterdays_close: '-12.25',
  overnight: null,
  realized_pnl: '-6.54',
  fees: '0.99',
  trades: 1,
  wins: 0,
  losses: 1,
  unvalued_trades: 0,
  closed: [trade],
  opened: [],
  open_at_end: [],
  signals: { received: 4, approved: 1, rejected: 2, expired: 1, cancelled: 0 },
}
