// How the bots' words read. The colour only underlines what the words say.
import type { BadgeTone } from '@/components/Badge'
import type { BotEvent, BotEventType, BotPositionStatus, BotState, BreakerType, HealthStatus, LegState, PauseScope } from '@/lib/api/types'

interface Look {
  words: string
  tone: BadgeTone
}

export const stateLooks: Record<BotState, Look> = {
  starting: { words: 'STARTING', tone: 'caution' },
  recovering: { words: 'RECOVERING', tone: 'caution' },
  running: { words: 'RUNNING', tone: 'good' },
  degraded: { words: 'DEGRADED', tone: 'caution' },
  shutdown: { words: 'SHUT DOWN', tone: 'danger' },
  unavailable: { words: 'AWAY', tone: 'danger' },
}

export const hedgeLooks: Record<BotPositionStatus, Look> = {
  opening: { words: 'Opening', tone: 'info' },
  open: { words: 'Open', tone: 'good' },
  closing: { words: 'Closing', tone: 'info' },
  stuck: { words: 'Stuck', tone: 'danger' },
  closed: { words: 'Closed', tone: 'muted' },
  liquidated: { words: 'Liquidated', tone: 'danger' },
}

export const legLooks: Record<LegState, Look> = {
  none: { words: 'Not there', tone: 'muted' },
  opening: { words: 'Opening', tone: 'info' },
  open: { words: 'Open', tone: 'good' },
  closing: { words: 'Closing', tone: 'info' },
  closed: { words: 'Closed', tone: 'muted' },
  failed: { words: 'Failed', tone: 'danger' },
  liquidated: { words: 'Liquidated', tone: 'danger' },
}

export const healthLooks: Record<HealthStatus, Look & { mark: string }> = {
  healthy: { words: 'Healthy', tone: 'good', mark: '✓' },
  warning: { words: 'Warning', tone: 'caution', mark: '!' },
  critical: { words: 'Critical', tone: 'danger', mark: '!' },
  emergency: { words: 'Emergency', tone: 'danger', mark: '‼' },
  unknown: { words: 'Unknown', tone: 'muted', mark: '?' },
}

export const scopes: Record<PauseScope, { name: string; effect: string }> = {
  entry: { name: 'Entry', effect: 'No position is opened. Exits and the watch over risk go on.' },
  exit: { name: 'Exit', effect: 'No position is closed by plan. Exits at emergency health go on.' },
  all: { name: 'All', effect: 'Nothing is opened, and nothing is closed by plan. Exits at emergency health go on.' },
  asgard: { name: 'Lending venue (Asgard)', effect: 'Nothing is sent to the lending venue. Exits at emergency health go on.' },
  hyperliquid: { name: 'Perpetuals (Hyperliquid)', effect: 'Nothing is sent to the venue of perpetuals. Exits at emergency health go on.' },
}

export const breakers: Record<BreakerType, string> = {
  asgard_health: 'Lending health',
  hyperliquid_margin: 'Perpetual margin',
  price_deviation: 'Prices differ',
  negative_apy: 'Negative APY',
  lst_depeg: 'Staked token off its rate',
  high_gas: 'High gas',
  chain_outage: 'Chain outage',
  manual: 'By hand',
}

export const legs = { asgard: 'Long leg (Asgard)', hyperliquid: 'Short leg (Hyperliquid)' } as const

export const eventMarks: Record<BotEventType, string> = {
  state_change: '○',
  position_opening: '▹',
  position_opened: '▶',
  position_closing: '◃',
  position_closed: '■',
  position_stuck: '!',
  position_liquidated: '‼',
  leg_filled: '·',
  leg_failed: '!',
  funding_payment: '$',
  funding_flip: '↔',
  delta_drift: '≠',
  health_change: '◆',
  breaker_triggered: '!',
  breaker_resolved: '✓',
  pause_added: '‖',
  pause_cleared: '▷',
  emergency_stop: '◼',
  config_changed: '◇',
  chain_change: '◇',
}

export const severityInk: Record<BotEvent['severity'], string> = { info: 'text-primary-ink', warning: 'text-warning-ink', critical: 'text-danger-ink' }
