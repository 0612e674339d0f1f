import { useState } from 'react'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { Radio, TextField, Tick } from '@/components/Field'
import { Problem } from '@/components/Problem'
import type { BotPauseState, PauseScope, Role } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'
import { usePause, useResume } from '../api/control'
import { clearing, pauseBlocker, scopeOrder } from '../pauses'
import { scopes } from '../words'
import { PauseLine } from './PauseLine'

interface PauseDialogProps {
  bot: string
  role: Role
  scope: PauseScope
  onClose: () => void
}

export function PauseDialog({ bot, role, scope: first, onClose }: PauseDialogProps) {
  const [scope, setScope] = useState(first)
  const [reason, setReason] = useState('')
  const [emergency, setEmergency] = useState(false)
  const pause = usePause(bot)
  const forbidden = pauseBlocker(role, scope)
  const withExits = scope !== 'entry'
  const ready = forbidden === null && reason.trim() !== ''
  return (
    <Dialog title={`Pause ${bot}`} held={pause.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) pause.mutate({ scope, reason: reason.trim(), ...(withExits && emergency && { including_emergency: true }) }, { onSuccess: onClose })
        }}
      >
        <fieldset className="flex flex-col">
          <legend className="pb-1 text-sm text-muted">What is paused</legend>
          {scopeOrder.map((each) => {
            const why = pauseBlocker(role, each)
            return (
              <Radio key={each} name="scope" checked={scope === each} disabled={why !== null} onChange={() => setScope(each)} className={why ? 'text-muted' : ''}>
                <span className="font-semibold">{scopes[each].name}</span>
                <span className="block text-xs text-muted">{why ?? scopes[each].effect}</span>
              </Radio>
            )
          })}
        </fieldset>
        {withExits && role === 'admin' && (
          <Tick checked={emergency} onChange={setEmergency}>
            Also exits at emergency health. Then nothing closes a position before it is liquidated; you are asked to sign in once more.
          </Tick>
        )}
        <div className="pt-2">
          <TextField label="Reason" required maxLength={200} placeholder="Goes on record" value={reason} onChange={(event) => setReason(event.target.value)} />
        </div>
        {forbidden && <p className="pt-2 text-sm text-danger-ink">{forbidden}</p>}
        {pause.isError && (
          <div className="pt-2">
            <Problem error={pause.error} what="The pause is not in force" act="the pause" keyed />
          </div>
        )}
        <Actions>
          <Button disabled={pause.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" tone="primary" disabled={!ready || pause.isPending}>
            {pause.isPending ? 'Waiting for the bot…' : `Pause ${scopes[scope].name.toLowerCase()}`}
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}

interface ResumeDialogProps {
  bot: string
  role: Role
  state: BotPauseState | null
  onClose: () => void
}

export function ResumeDialog({ bot, role, state, onClose }: ResumeDialogProps) {
  const [reason, setReason] = useState('')
  const resume = useResume(bot)
  const { ends, stays } = clearing(state, role)
  const forbidden = roleBlocker(role, 'operator')
  const ready = forbidden === null && ends.length > 0 && reason.trim() !== ''
  return (
    <Dialog title={`Resume ${bot}`} held={resume.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) resume.mutate({ reason: reason.trim() }, { onSuccess: onClose })
        }}
      >
        {ends.length > 0 ? <p className="text-sm text-muted">These end:</p> : <p>No pause that you may clear is in force.</p>}
        <ul>
          {ends.map((pause) => (
            <PauseLine key={pause.id} pause={pause} />
          ))}
        </ul>
        {stays.length > 0 && <p className="pt-2 text-sm text-muted">These stay:</p>}
        <ul>
          {stays.map(({ pause, why }) => (
            <PauseLine key={pause.id} pause={pause} why={why} />
          ))}
        </ul>
        <div className="pt-2">
          <TextField label="Reason" required maxLength={200} placeholder="Goes on record" value={reason} onChange={(event) => setReason(event.target.value)} />
        </div>
        {forbidden && <p className="pt-2 text-sm text-danger-ink">{forbidden}</p>}
        {resume.isError && (
          <div className="pt-2">
            <Problem error={resume.error} what="It was not resumed" act="resuming" keyed />
          </div>
        )}
        <Actions>
          <Button disabled={resume.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" tone="primary" disabled={!ready || resume.isPending}>
            {resume.isPending ? 'Waiting for the bot…' : 'Resume'}
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}
