// Why a plan cannot be executed now, in a trader's words. Pure; the server checks all of it again.
import type { Plan, RiskMetrics, Role } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'

export interface ExecuteFacts {
  role: Role
  plan: Plan | null
  /** What is left of the plan's life, by this device's clock. */
  expiresInMs: number
  /** A sentence when the page is not connected to the present, else null. */
  connection: string | null
  /** The symbol's price is not confirmed. */
  stale: boolean
  /** undefined while they are not known. */
  risk: Pick<RiskMetrics, 'kill_switch' | 'loss_pause' | 'trading_enabled' | 'server_trading_enabled'> | undefined
}

/** What both a dry run and the real thing need. */
export function planBlockers({ role, plan, expiresInMs }: ExecuteFacts): string[] {
  const reasons: string[] = []
  const forbidden = roleBlocker(role, 'operator')
  if (forbidden) reasons.push(forbidden)
  if (!plan) return [...reasons, 'There is no plan yet: make one first']
  if (plan.status === 'EXECUTED') return [...reasons, 'This plan has been executed: a new trade needs a new plan']
  if (plan.status === 'EXPIRED' || expiresInMs <= 0) return [...reasons, 'The plan has expired: plan again with fresh prices']
  if (!plan.report) reasons.push('Not validated yet: every check has to be run first')
  else if (plan.report.status === 'FAIL') reasons.push('Validation failed: see the checks that refuse')
  return reasons
}

export function executeBlockers(facts: ExecuteFacts): string[] {
  const reasons = planBlockers(facts)
  const { connection, stale, risk } = facts
  if (connection) reasons.push(connection)
  else if (stale) reasons.push('The price has not been confirmed for 5 s: stale prices never trade')
  if (!risk) return [...reasons, 'The risk switches are not known yet']
  if (risk.kill_switch) reasons.push(`The kill switch is on (${risk.kill_switch.by}: ${risk.kill_switch.reason})`)
  if (risk.loss_pause) reasons.push(`Trading is paused after the month's losses (${risk.loss_pause.reason})`)
  if (!risk.server_trading_enabled) reasons.push('Live trading is switched off in the server’s configuration')
  else if (!risk.trading_enabled) reasons.push('Live trading is not enabled for this account: an admin does it on the Risk page')
  return reasons
}
