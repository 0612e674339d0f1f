import { Badge } from '@/components/Badge'
import type { EntryLevel, Proposal } from '@/lib/api/types'
import { percent, price as priceText, utc } from '@/lib/format'
import { methods } from '../words'

/** How the stop was found: every level that was looked at, and why it was passed over. */
export function StopExplained({ proposal }: { proposal: Proposal }) {
  return (
    <div className="px-3 pb-3">
      <p className="pb-2 text-sm">{sentence(proposal)}</p>
      {proposal.levels.length === 0 ? (
        <p className="text-sm text-muted">No level with enough touches was found on this side of the entry.</p>
      ) : (
        <ol className="flex flex-col">
          {proposal.levels.map((level, index) => (
            <LevelLine key={`${level.price} ${index}`} level={level} number={index + 1} proposal={proposal} />
          ))}
        </ol>
      )}
    </div>
  )
}

function sentence(proposal: Proposal): string {
  const { stop_method: method, level_asked: asked, level_chosen: chosen } = proposal
  if (method === 'manual') return 'This stop was set by hand: it can be looked at, but validation refuses it.'
  if (method !== 'support_resistance') return `The strategy asks for level ${asked}; none fits, so the stop stands ${methods[method]}.`
  if (chosen === asked) return `The stop stands behind level ${chosen}, as the strategy asks.`
  return `The strategy asks for level ${asked}; the stop stands behind level ${chosen}.`
}

function LevelLine({ level, number, proposal }: { level: EntryLevel; number: number; proposal: Proposal }) {
  const tick = proposal.tick_size
  return (
    <li className={`border-t border-line py-1.5 text-sm first:border-t-0 ${level.chosen ? '' : 'text-muted'}`}>
      <div className="flex items-baseline gap-2">
        <span className="num w-5 shrink-0">{number}.</span>
        <span className="num font-medium text-text">{priceText(level.price, tick)}</span>
        <span title={`From ${utc(level.first_time)} to ${utc(level.last_time)}`}>
          {level.touches} touches, strength {level.strength}
        </span>
        <span className="ml-auto">{level.chosen ? <Badge tone="danger">stop</Badge> : null}</span>
      </div>
      <p className="pl-7">
        Stop <span className="num">{priceText(level.stop_price, tick)}</span>, {percent(level.distance_percent)} away
        {level.skipped_because && <>. Skipped: {level.skipped_because}</>}
      </p>
    </li>
  )
}
