import { useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { Radio, SelectField, TextField } from '@/components/Field'
import { HoldButton } from '@/components/HoldButton'
import { Problem } from '@/components/Problem'
import { Skeleton } from '@/components/Skeleton'
import type { Role, StopMode } from '@/lib/api/types'
import { useBotDesk } from '@/lib/bots/useBotDesk'
import { useNow } from '@/lib/clock'
import { roleBlocker } from '@/lib/roles'
import { useEmergencyStop } from '../api/stops'
import { effects } from '../stopping'
import { StopOutcome } from './StopOutcome'

const word = 'FLATTEN'

const modes: readonly { mode: StopMode; name: string; means: string }[] = [
  { mode: 'halt', name: 'Halt', means: 'Pause everything. Positions stay open.' },
  { mode: 'flatten', name: 'Halt and flatten', means: 'Pause everything, then close every position of the bots.' },
]

interface StopDialogProps {
  role: Role
  spotPositions: number
  onClose: () => void
}

/** The second of two actions: what will happen is said in figures, then a button is held for three seconds. */
export function StopDialog({ role, spotPositions, onClose }: StopDialogProps) {
  const desk = useBotDesk()
  const now = useNow()
  const [mode, setMode] = useState<StopMode>('halt')
  const [bot, setBot] = useState('')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const stop = useEmergencyStop()
  const bots = desk.data ?? []
  const asked = bot === '' ? bots : bots.filter(({ name }) => name === bot)
  const forbidden = roleBlocker(role, 'admin')
  const missing = [reason.trim() === '' ? 'a reason' : '', mode === 'flatten' && typed.trim() !== word ? `the word ${word}` : ''].filter(Boolean)

  if (stop.data) {
    return (
      <Dialog title="Emergency stop" wide onClose={onClose}>
        <StopOutcome id={stop.data.id} asAnswered={stop.data} />
        <Actions>
          <Button tone="primary" onClick={onClose}>
            Back to the page
          </Button>
        </Actions>
      </Dialog>
    )
  }
  return (
    <Dialog title="Emergency stop" wide held={stop.isPending} onClose={onClose}>
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="sr-only">How to stop</legend>
        {modes.map((each) => (
          <Radio key={each.mode} name="stop-mode" checked={mode === each.mode} onChange={() => setMode(each.mode)} className={`rounded-md border px-2.5 ${mode === each.mode ? 'border-danger' : 'border-line-strong'}`}>
            <span className="block font-semibold">{each.name}</span>
            <span className="text-sm text-muted">{each.means}</span>
          </Radio>
        ))}
      </fieldset>
      {bots.length > 1 && (
        <SelectField label="Whom" className="pt-3" value={bot} onChange={(event) => setBot(event.target.value)}>
          <option value="">Every bot, and the kill switch</option>
          {bots.map(({ name }) => (
            <option key={name} value={name}>
              Only {name}
            </option>
          ))}
        </SelectField>
      )}
      <h3 className="pt-3 pb-1 text-sm font-semibold">What will happen</h3>
      {desk.data || desk.isError ? (
        <ul className="list-disc pb-3 pl-5 text-sm" data-testid="stop-effects">
          {desk.isError && !desk.data && <li className="text-warning-ink">The bots are not known now. Each of them is asked all the same.</li>}
          {effects({ mode, bots: asked, withSwitch: bot === '', spotPositions }, now).map((line) => (
            <li key={line}>{line}.</li>
          ))}
        </ul>
      ) : (
        <Skeleton label="Asking for the bots" rows={3} />
      )}
      <div className="flex flex-col gap-3">
        <TextField label="Reason" required maxLength={200} placeholder="Goes on record" value={reason} onChange={(event) => setReason(event.target.value)} />
        {mode === 'flatten' && (
          <TextField
            label={`Type ${word} to close positions`}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={16}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </div>
      {forbidden && (
        <p className="pt-2 text-sm text-danger-ink">
          {forbidden}.{role === 'operator' && ' You can stop entries (kill switch) and pause entry and exit of each bot.'}
        </p>
      )}
      {!forbidden && missing.length > 0 && <p className="pt-2 text-sm text-muted">Still needed: {missing.join(' and ')}.</p>}
      {stop.isError && (
        <div className="pt-2">
          <Problem error={stop.error} what="The emergency stop was not taken" act="the emergency stop" keyed />
        </div>
      )}
      <Actions>
        <Button disabled={stop.isPending} onClick={onClose}>
          Cancel
        </Button>
        <HoldButton
          disabled={forbidden !== null || missing.length > 0}
          pending={stop.isPending ? 'Asking every bot…' : null}
          onHeld={() => stop.mutate({ mode, reason: reason.trim(), bot: bot === '' ? null : bot })}
        >
          {mode === 'flatten' ? 'Hold 3 s to halt and flatten' : 'Hold 3 s to halt'}
        </HoldButton>
      </Actions>
    </Dialog>
  )
}
