import { Badge } from '@/components/Badge'
import type { BotDesk } from '@/lib/bots/desk'
import { stateLooks } from '../words'

interface BotSwitchProps {
  bots: BotDesk
  current: string
  onChoose: (name: string) => void
}

/** Which bot a page shows; nothing to choose where there is one. */
export function BotSwitch({ bots, current, onChoose }: BotSwitchProps) {
  if (bots.length < 2) return null
  return (
    <div role="group" aria-label="Bot" className="flex w-fit max-w-full gap-1 overflow-x-auto rounded-lg border border-line p-0.5">
      {bots.map(({ name, runtime: { state } }) => (
        <button key={name} type="button" className="chip gap-1.5 whitespace-nowrap" aria-pressed={name === current} onClick={() => onChoose(name)}>
          {name}
          {state !== 'running' && <Badge tone={stateLooks[state].tone}>{stateLooks[state].words}</Badge>}
        </button>
      ))}
    </div>
  )
}
