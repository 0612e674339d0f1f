// One answer to "am I safe?" of what the person holds and what the bots hold. Pure.
import type { BotSafety } from '@/features/bots/safety'
import type { Safety } from '@/features/positions/safety'

const order = ['good', 'unknown', 'caution', 'danger'] as const

const plural = (count: number) => `${count} hedged position${count === 1 ? '' : 's'}`

/**
 * Whatever is worse decides; what the bots say comes first where it is theirs. That nothing is at risk is said only where
 * each bot has just told that it holds nothing.
 */
export function joined(spot: Safety, bots: BotSafety | null): Safety {
  if (!bots) return spot
  const level = order.indexOf(bots.level) > order.indexOf(spot.level) ? bots.level : spot.level
  const hedged = bots.positions === null ? 'hedged positions not known' : plural(bots.positions)
  const headline = bots.positions === 0 ? spot.headline : `${spot.none ?? spot.headline}, ${hedged}`
  const [first, ...rest] = spot.facts
  const ofSpot = first !== undefined && spot.none === undefined && bots.positions !== 0 ? [`Spot: ${first.charAt(0).toLowerCase()}${first.slice(1)}`, ...rest] : spot.facts
  const botsFirst = order.indexOf(bots.level) > order.indexOf(spot.level)
  return { level, headline, facts: botsFirst ? [...bots.facts, ...ofSpot] : [...ofSpot, ...bots.facts] }
}
