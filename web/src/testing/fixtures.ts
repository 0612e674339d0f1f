// Operation #1, the reference of every part of Robson, and the market around it.
import type { AccountBalance, Kline, PortfolioSummary, Position, Price, Session } from '@/lib/api/types'
import type { PriceData } from '@/lib/stream/protocol'

export const operationOne: Position = {
  id: 1,
  operation_id: 1,
  kind: 'spot',
  symbol: 'BTCUSDC',
  base_asset: 'BTC',
  quote_asset: 'USDC',
  contract_size: '1',
  broker_ticket: '5001',
  currency: 'USDC',
  unrealized_pnl_converted: '0.13',
  side: 'BUY',
  quantity: '0.00033',
  entry_price: '88837.92',
  current_price: '89245.00',
  unrealized_pnl: '0.13',
  unrealized_pnl_percent: '0.46',
  unrealized_pnl_exact: '0.1343364',
  stop_loss: '87061.16',
  take_profit: '92391.44',
  distance_to_stop_percent: '-2.45',
  distance_to_target_percent: '3.53',
  status: 'OPEN',
  cost: '29.32',
  value: '29.45',
  loss_at_stop: '0.59',
  gain_at_target: '1.17',
  reward_risk: '2.00',
  protection: 'NONE',
  unprotected_seconds: '12.000',
  stop_price_at_venue: null,
  initial_stop: '87061.16',
  trailing: false,
  trailing_steps: 0,
  closing: null,
  entered_quantity: '0.00033',
  realized_pnl: '0.00',
  strategy: 'Second level',
  opened_at: '2025-12-22T09:00:00.000Z',
  price_source: 'binance',
  price_time: '2026-01-02T03:04:05.000Z',
  price_age_ms: 100,
  stale: false,
  tick_size: '0.01',
  step_size: '0.00001',
}

export const btcPrice: Price = {
  symbol: 'BTCUSDC',
  bid: '89245.00',
  ask: '89246.00',
  last: '89245.50',
  timestamp: 1767323045,
  source: 'binance',
  spread: '1.00',
  spread_percent: '0.001',
  age_ms: 100,
  stale: false,
  venue_time: '2026-01-02T03:04:05.000Z',
  tick_size: '0.01',
}

export function priceData(part: Partial<PriceData> = {}): PriceData {
  return {
    symbol: 'BTCUSDC',
    price: '89245.50',
    bid: '89245.00',
    ask: '89246.00',
    last: '89245.50',
    age_ms: 0,
    stale: false,
    source: 'binance',
    venue_time_ms: Date.parse('2026-01-02T03:04:06.000Z'),
    received_us: 0,
    sent_us: 0,
    tick_size: '0.01',
    ...part,
  }
}

/** As the feed says it. */
export function priceUpdate(part: Partial<PriceData> = {}) {
  return { type: 'price_update', timestamp: '2026-01-02T03:04:06.000Z', channel: 'prices', data: priceData(part) }
}

export const summary: PortfolioSummary = {
  currency: 'USDC',
  total_balance: '99274.45',
  available_balance: '10000.00',
  positions_value: '29.45',
  unrealized_pnl: '0.13',
  realized_pnl: '-3.10',
  total_pnl: '-2.97',
  num_positions: 1,
  exposure_percent: '0.03',
  worst_case: '0.59',
  as_of: '2026-01-02T03:04:05.000Z',
  stale: false,
  venue_kind: 'SIM',
}

export const balance: AccountBalance = {
  currency: 'USDC',
  balance: '10000.00',
  available: '10000.00',
  balances: [
    { asset: 'USDC', free: '10000', locked: '0', total: '10000', price: '1', value: '10000.00' },
    { asset: 'BTC', free: '0.5', locked: '0.50033', total: '1.00033', price: '89245', value: '89274.45' },
    { asset: 'DUST', free: '0.1', locked: '0', total: '0.1', price: null, value: null },
  ],
  as_of: '2026-01-02T03:04:05.000Z',
  stale: false,
  venue_kind: 'SIM',
}

export const session: Session = {
  username: 'admin',
  client_id: 1,
  client_name: 'Demo desk',
  role: 'admin',
  permissions: ['read'],
  expires_at: '2026-01-03T00:00:00.000Z',
  venue: 'binance',
  venue_kind: 'SIM',
  totp: false,
  fresh_until: '2026-01-02T03:19:00.000Z',
}

const quarter = 900_000

export function candles(count: number, lastOpen = Date.parse('2026-01-02T03:00:00.000Z')): Kline[] {
  return Array.from({ length: count }, (_, index) => {
    const openTime = lastOpen - (count - 1 - index) * quarter
    return {
      open_time: openTime,
      close_time: openTime + quarter - 1,
      open: '89000.00',
      high: '89300.00',
      low: '88900.00',
      close: '89200.00',
      volume: '12.5',
      closed: index < count - 1,
    }
  })
}
