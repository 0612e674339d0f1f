// The bots' part of the answer to "am I safe?". Pure.
import { isCurrent, type Bot, type BotDesk } from '@/lib/bots/desk'
import { share } from '@/lib/format'
import type { BotPosition } from '@/lib/api/types'
import { heldAsKnown, presence } from './presence'
import { healthLooks, scopes } from './words'

export interface BotSafety {
  level: 'good' | 'caution' | 'danger' | 'unknown'
  /** Hedged positions that are not over; null while some bot's are not known, or not as they are now. */
  positions: number | null
  facts: readonly string[]
}

const rank = ['healthy', 'unknown', 'warning', 'critical', 'emergency'] as const

function worstOf(positions: readonly BotPosition[]): BotPosition | undefined {
  return [...positions].sort((a, b) => rank.indexOf(b.health_status) - rank.indexOf(a.health_status))[0]
}

const count = (bots: readonly Bot[], what: string) => `${bots.length} ${bots.length === 1 ? 'bot' : 'bots'} ${what}`

function health(desk: BotDesk): { level: BotSafety['level']; fact: string } | null {
  const worst = worstOf(desk.flatMap(({ positions }) => positions ?? []))
  if (!worst) return null
  const level = worst.health_status === 'healthy' ? 'good' : worst.health_status === 'critical' || worst.health_status === 'emergency' ? 'danger' : 'caution'
  const of = level === 'good' ? '' : ` (${worst.asset})`
  return { level, fact: `worst health ${healthLooks[worst.health_status].words.toLowerCase()}${of}, ${share(worst.distance_to_liquidation, { places: 1 })} to liquidation` }
}

function pauses(desk: BotDesk): { level: BotSafety['level']; fact: string } {
  const paused = desk.filter((bot) => bot.pauses?.paused)
  if (paused.length === 0) return desk.some((bot) => bot.pauses === null) ? { level: 'unknown', fact: 'pauses not known' } : { level: 'good', fact: 'no pause' }
  const words = paused.map(({ name, pauses: state }) => `${scopes[state!.scope ?? 'all'].name.toLowerCase()} paused${desk.length > 1 ? ` on ${name}` : ''} (${state!.reason ?? 'no reason given'})`)
  return { level: 'caution', fact: words.join(', ') }
}

/** null where there is no bot. */
export function botSafety(desk: BotDesk | undefined, now: number): BotSafety | null {
  if (desk === undefined) return { level: 'unknown', positions: null, facts: ['The bots are not known yet'] }
  if (desk.length === 0) return null
  const current = desk.filter((bot) => isCurrent(bot, now))
  const running = current.filter(({ runtime }) => runtime.state === 'running')
  const stuck = desk.flatMap(({ positions }) => positions ?? []).filter(({ status }) => status === 'stuck')
  const [ofHealth, ofPause] = [health(desk), pauses(desk)]
  const summary = [...(running.length > 0 ? [count(running, 'running')] : []), ofPause.fact, ...(ofHealth ? [ofHealth.fact] : []), ...(current.length < desk.length ? ['as last known'] : [])].join(', ')
  const told = desk
    .map((bot) => ({ ...presence(bot, now), bot }))
    .filter(({ level }) => level !== 'good')
  const levels: BotSafety['level'][] = [ofPause.level, ofHealth?.level ?? 'good', ...told.map(({ level }) => level), stuck.length > 0 ? 'danger' : 'good']
  const order = ['good', 'unknown', 'caution', 'danger'] as const
  return {
    level: levels.reduce((worst, each) => (order.indexOf(each) > order.indexOf(worst) ? each : worst), 'good'),
    positions: current.length < desk.length || desk.some(({ positions }) => positions === null) ? null : desk.reduce((sum, { positions }) => sum + positions!.length, 0),
    facts: [
      ...stuck.map(({ asset, position_id: id }) => `${asset} ${id} is stuck: one leg is not as it should be`),
      ...told.map(({ headline, current: isNow, bot }) => (isNow ? headline : `${headline}: ${heldAsKnown(bot, now)}`)),
      summary.charAt(0).toUpperCase() + summary.slice(1),
    ],
  }
}
