// How much of what is shown of a bot can be relied on, in words. Pure.
import { age, ago } from '@/lib/format'
import { isCurrent, knownAt, type Bot } from '@/lib/bots/desk'

export interface Presence {
  /** What is shown is what is. */
  current: boolean
  /** By this device's clock; null: nothing was ever known. */
  knownAt: number | null
  level: 'good' | 'caution' | 'danger'
  headline: string
  /** Why, and what holds meanwhile. */
  detail: string | null
  progress: { step: string; done: number; total: number } | null
}

const held = (bot: Bot) => bot.positions?.filter(({ status }) => status !== 'opening').length ?? 0

const plural = (count: number) => (count === 0 ? 'no position' : `${count} position${count === 1 ? '' : 's'}`)

/** What it held when that was known last. */
export function heldAsKnown(bot: Bot, now: number): string {
  const known = knownAt(bot)
  return known === null || bot.positions === null ? 'its positions are not known' : `${plural(bot.positions.length)} as known ${ago(now - known)}`
}

function since(bot: Bot, now: number): string {
  const known = knownAt(bot)
  return known === null ? 'Nothing is known of its positions yet' : `What stands here is as known ${ago(now - known)}`
}

export function presence(bot: Bot, now: number): Presence {
  const { runtime, name } = bot
  const base = { current: isCurrent(bot, now), knownAt: knownAt(bot), progress: null }
  switch (runtime.state) {
    case 'running':
      if (base.current && runtime.healthy) return { ...base, level: 'good', headline: `${name} is running`, detail: null }
      if (base.current) return { ...base, level: 'caution', headline: `${name} is running, but not as it should`, detail: runtime.detail ?? 'It did not say why' }
      return { ...base, level: 'caution', headline: `${name} was running when last heard of, its positions are not current`, detail: `${runtime.detail ? `${runtime.detail}. ` : ''}${since(bot, now)}.` }
    case 'degraded':
      return { ...base, level: 'caution', headline: `${name} runs degraded`, detail: `${runtime.detail ?? 'It did not say why'}${base.current ? '' : `. ${since(bot, now)}.`}` }
    case 'starting':
      return { ...base, level: 'caution', headline: `${name} is starting`, detail: `${since(bot, now)}.` }
    case 'recovering': {
      const progress = runtime.recovery_progress
      const step = progress ? `: ${progress.step}, ${progress.done} of ${progress.total}` : ''
      return { ...base, level: 'caution', headline: `${name} is recovering${step}`, detail: `It takes no new position until it is done. ${since(bot, now)}.`, progress }
    }
    case 'shutdown':
      return { ...base, level: 'danger', headline: `${name} has shut down`, detail: `Nobody watches its positions. ${since(bot, now)}.` }
    case 'unavailable': {
      const last = runtime.last_seen === null ? 'was never heard of' : `has not answered for ${age(now - Date.parse(runtime.last_seen))}`
      const open = held(bot)
      const risk = open > 0 ? ` Whether it still watches ${open === 1 ? 'its position' : `its ${open} positions`} is not known.` : ''
      return { ...base, level: 'danger', headline: `${name} ${last}`, detail: `${runtime.detail ? `${runtime.detail}. ` : ''}${since(bot, now)}.${risk}` }
    }
  }
}
