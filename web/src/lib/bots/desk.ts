// The bots as one picture: how each is, what it holds, what is paused. Told by the feed, or put together from REST.
import type { BotPauseState, BotPosition, BotRuntime, BotStats, Chains } from '../api/types'
import type { FeedState } from '../stream/channels'

export interface Bot {
  readonly name: string
  readonly runtime: BotRuntime
  /** null while nothing ever was told. */
  readonly stats: BotStats | null
  readonly chains: Chains | null
  readonly pauses: BotPauseState | null
  /** Those that are not over; null while nothing ever was told: never taken for "none". */
  readonly positions: readonly BotPosition[] | null
  /** By this device's clock. */
  readonly receivedAt: number
}

export type BotDesk = readonly Bot[]

const first = 'default'

/** The default bot first, then by name. */
export function byName(a: { name: string }, b: { name: string }): number {
  if (a.name === b.name) return 0
  if (a.name === first) return -1
  if (b.name === first) return 1
  return a.name < b.name ? -1 : 1
}

/** null while one of the channels that make it up has not told. */
export function deskFrom({ bots, hedges, bot_pauses: pauses }: FeedState): BotDesk | null {
  if (!bots || !hedges || !pauses) return null
  const all = [...hedges.values()]
  return [...bots.values()]
    .map(({ view: { name, runtime, stats, chains }, receivedAt }) => ({
      name,
      runtime,
      stats,
      chains,
      pauses: pauses.get(name) ?? null,
      positions: runtime.age_ms === null ? null : all.filter((position) => position.bot === name).sort(newestFirst),
      receivedAt,
    }))
    .sort(byName)
}

export function newestFirst(a: BotPosition, b: BotPosition): number {
  return (b.opened_at ?? '9').localeCompare(a.opened_at ?? '9') || b.position_id.localeCompare(a.position_id)
}

/** The bot that an address names, else the default one. */
export function chosen<T extends { name: string }>(bots: readonly T[], wanted: string | undefined): T | undefined {
  return bots.find(({ name }) => name === wanted) ?? [...bots].sort(byName)[0]
}

/**
 * Older than 5 s a bot's figures are not of now, whatever its state says. The server asks for them every 2 s and tells of
 * them each second; one second more is for their way here.
 */
const currentMs = 5000 + 1000

export function isOld(knownAt: number | null, now: number): boolean {
  return knownAt === null || now - knownAt > currentMs
}

/** Whether what is known of the bot is what is: it answers, has its wits about it, and was heard of just now. */
export function isCurrent(bot: Pick<Bot, 'runtime' | 'receivedAt'>, now: number): boolean {
  const { state, circuit } = bot.runtime
  return (state === 'running' || state === 'degraded') && circuit === 'closed' && !isOld(knownAt(bot), now)
}

/** When what is known of its positions was true, by this device's clock; null when nothing is known. */
export function knownAt({ runtime, receivedAt }: Pick<Bot, 'runtime' | 'receivedAt'>): number | null {
  return runtime.age_ms === null ? null : receivedAt - runtime.age_ms
}

/** A bot's name as an address may hold it. */
export function botIn(value: unknown): string | undefined {
  const name = typeof value === 'number' ? String(value) : value
  return typeof name === 'string' && /^[a-z0-9][a-z0-9_-]{0,31}$/.test(name) ? name : undefined
}

/** A bot's name of a position as an address may hold it. */
export function hedgeIdIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value) && !/^\d+$/.test(value) ? value : undefined
}
