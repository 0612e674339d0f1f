import { useNow } from '@/lib/clock'
import type { Bot } from '@/lib/bots/desk'
import { presence } from '../presence'

const looks = {
  good: '',
  caution: { edge: 'border-warning border-l-warning', ink: 'text-warning-ink' },
  danger: { edge: 'border-danger border-l-danger', ink: 'text-danger-ink' },
} as const

/** While a bot is not itself: how it is, since when, and how old what is shown of it is. */
export function PresenceNote({ bot }: { bot: Bot }) {
  const { level, headline, detail, progress } = presence(bot, useNow())
  if (level === 'good') return null
  const { edge, ink } = looks[level]
  return (
    <section aria-label={`How ${bot.name} is`} data-testid="presence" data-state={bot.runtime.state} className={`rounded-lg border border-l-4 bg-card px-3 py-2 ${edge}`}>
      <p className={`font-semibold ${ink}`}>
        <span aria-hidden>! </span>
        {headline}
      </p>
      {progress && progress.total > 0 && (
        <progress className="my-1 block h-2 w-full max-w-96 accent-warning" aria-label={progress.step} value={progress.done} max={progress.total}>
          {progress.done} of {progress.total}
        </progress>
      )}
      {detail && <p className="text-sm text-muted">{detail}</p>}
    </section>
  )
}
