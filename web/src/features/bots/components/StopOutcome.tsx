import { useState } from 'react'
import type { EmergencyStop } from '@/lib/api/types'
import { useEmergencyStopOf } from '../api/stops'
import { outcome, switchOutcome } from '../stopping'

/** Bot by bot: asked, or confirmed. In words; never one for the other. */
export function StopList({ stop }: { stop: EmergencyStop }) {
  const ofSwitch = switchOutcome(stop.kill_switch)
  return (
    <ul className="text-sm">
      {stop.bots.map((asked) => (
        <Line key={asked.bot} who={`Bot ${asked.bot}`} good={asked.state === 'CONFIRMED'} words={outcome(asked, stop.mode)} />
      ))}
      {ofSwitch !== null && <Line who="Kill switch" good={stop.kill_switch === true} words={ofSwitch} />}
    </ul>
  )
}

function Line({ who, good, words }: { who: string; good: boolean; words: string }) {
  return (
    <li className="flex flex-wrap gap-x-2 py-0.5">
      <span className="min-w-28 font-semibold">{who}</span>
      <span className={good ? '' : 'font-semibold'}>
        <span aria-hidden>{good ? '✓ ' : '◔ '}</span>
        {words}
      </span>
    </li>
  )
}

/** What was answered, then what became of it while one looks. */
export function StopOutcome({ id, asAnswered }: { id: number; asAnswered: EmergencyStop }) {
  const newest = useEmergencyStopOf(id).data
  // The server forgets one that is over, and a slow answer may be older: what was confirmed stays confirmed.
  const [stop, setStop] = useState(asAnswered)
  if (newest && newest !== stop && (newest.success || !stop.success)) setStop(newest)
  return (
    <div role="status">
      <p className="pb-2 font-semibold">{stop.success ? 'Everything that was asked has confirmed.' : 'Asked. Not everything has confirmed yet: it is asked again until it does.'}</p>
      <StopList stop={stop} />
      <p className="pt-2 text-sm text-muted">A banner stays on every page until this is acknowledged.</p>
    </div>
  )
}
