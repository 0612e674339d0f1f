// What an emergency stop will do, in words and figures, before it is done; and what became of it. Pure.
import { add, parse, sum, toText, zero, type Decimal } from '@/lib/decimal'
import { ago, money } from '@/lib/format'
import type { BotPosition, EmergencyStop, StopMode } from '@/lib/api/types'
import { isCurrent, knownAt, type Bot } from '@/lib/bots/desk'

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

const named = (bots: readonly Pick<Bot, 'name'>[]) => `${plural(bots.length, 'bot')} (${bots.map(({ name }) => name).join(', ')})`

function legsWorth(positions: readonly BotPosition[]): Decimal {
  return positions.reduce((all, { long_value_usd: long, short_value_usd: short }) => add(all, add(parse(long), parse(short))), zero)
}

/** What closing takes away, as far as it is known; how old that is where it is not current. */
export function closing(bots: readonly Bot[], now: number): string {
  const told = bots.flatMap(({ positions }) => positions ?? [])
  const unknown = bots.filter(({ positions }) => positions === null)
  const deployed = toText(sum(told.map(({ deployed_usd: each }) => parse(each))))
  const old = bots.filter((bot) => bot.positions !== null && !isCurrent(bot, now))
  const oldest = Math.min(...old.map((bot) => knownAt(bot) ?? now))
  return [
    told.length === 0 && unknown.length === 0
      ? 'Closes nothing: no bot holds a position'
      : `Closes ${plural(told.length, 'position')} worth ${money(toText(legsWorth(told)))} on both legs (${money(deployed)} deployed), at market, short leg first`,
    ...(old.length > 0 ? [`as known ${ago(now - oldest)}`] : []),
    ...(unknown.length > 0 ? [`and whatever ${unknown.map(({ name }) => name).join(', ')} holds, which is not known`] : []),
  ].join(', ')
}

export interface Stopped {
  mode: StopMode
  /** Those that are asked. */
  bots: readonly Bot[]
  /** Whether the kill switch is turned on too. */
  withSwitch: boolean
  spotPositions: number
}

/** One sentence each. */
export function effects({ mode, bots, withSwitch, spotPositions }: Stopped, now: number): string[] {
  const away = bots.filter((bot) => bot.runtime.state === 'unavailable')
  return [
    bots.length === 0 ? 'No bot is attached: none is paused' : `Pauses ${named(bots)}${withSwitch ? ' and turns the kill switch on' : ''}: nothing new is opened`,
    ...(bots.length === 0 && withSwitch ? ['Turns the kill switch on: no plan is executed, entry orders are cancelled'] : []),
    ...(mode === 'flatten' ? [closing(bots, now), 'Cancels every order of the bots'] : ['Positions stay open. Exits at emergency health and the protection at the exchange stay in force']),
    ...(withSwitch && spotPositions > 0
      ? [`${plural(spotPositions, 'spot position')} ${spotPositions === 1 ? 'stays' : 'stay'} open: stops and targets at the exchange are not touched`]
      : []),
    ...(away.length > 0 ? [`${away.map(({ name }) => name).join(', ')} ${away.length === 1 ? 'does' : 'do'} not answer now: asked again until confirmed, over restarts too`] : []),
  ]
}

type Asked = EmergencyStop['bots'][number]

/** What became of it at one bot. */
export function outcome({ state, attempts, positions_left: left, detail }: Asked, mode: StopMode): string {
  if (state === 'REQUESTED') return `REQUESTED, NOT CONFIRMED after ${plural(attempts, 'attempt')}${detail ? `: ${detail}` : ''}`
  if (mode === 'halt') return 'CONFIRMED: paused'
  if (left === null) return 'CONFIRMED: paused, closing'
  return left === 0 ? 'CONFIRMED: paused, every position closed' : `CONFIRMED: paused, ${plural(left, 'position')} still to be closed`
}

export function switchOutcome(on: boolean | null): string | null {
  if (on === null) return null
  return on ? 'CONFIRMED: on' : 'REQUESTED, NOT CONFIRMED'
}
