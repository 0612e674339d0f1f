import { useState } from 'react'
import { Button } from '@/components/Button'
import { Actions } from '@/components/Dialog'
import { asApiError } from '@/lib/api/error'
import type { BotConfig } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { useSaveBotConfig } from '../api/config'
import { changesOf, draftOf, fieldOf, readDraft, valuesOf } from '../draft'
import { allFields, groups } from '../fields'
import { Conflict } from './Conflict'
import { ConfigField } from './ConfigField'
import { SaveDialog } from './SaveDialog'

interface ConfigFormProps {
  bot: string
  newest: BotConfig
  /** Why this reader may not change it now; null when they may. */
  forbidden: string | null
}

export function ConfigForm({ bot, newest, forbidden }: ConfigFormProps) {
  // What is edited stays what it was when it was opened, until the reader takes over another version.
  const [edited, setEdited] = useState(newest)
  const values = valuesOf(edited)
  const [draft, setDraft] = useState(() => draftOf(values))
  const [asking, setAsking] = useState(false)
  const save = useSaveBotConfig(bot)

  const touched = allFields.some(({ path }) => draft[path] !== draftOf(values)[path])
  const conflict = newest.version !== edited.version
  // Nothing of the reader's is lost by following: there is nothing yet.
  if (conflict && !touched) {
    setEdited(newest)
    setDraft(draftOf(valuesOf(newest)))
  }
  const read = readDraft(draft)
  const changes = read.values ? changesOf(values, read.values) : []
  const refusal = save.isError ? asApiError(save.error) : null
  const atFault = refusal && fieldOf(refusal.field)
  const errors = { ...read.errors, ...(refusal && atFault && { [atFault]: refusal.message }) }
  const faults = Object.keys(read.errors).length

  const start = (config: BotConfig, next = draftOf(valuesOf(config))) => {
    setEdited(config)
    setDraft(next)
    save.reset()
  }
  /** The other's version becomes the ground; what was typed here is kept. */
  const takeOver = () => {
    const [old, theirs] = [draftOf(values), draftOf(valuesOf(newest))]
    start(newest, Object.fromEntries(allFields.map(({ path }) => [path, draft[path] === old[path] ? theirs[path] : draft[path]])) as typeof draft)
  }

  return (
    <form
      aria-label={`Configuration of ${bot}`}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (changes.length > 0 && !conflict && !forbidden) setAsking(true)
      }}
    >
      <p className="text-sm text-muted">
        Last changed {utc(edited.updated_at)} by {edited.updated_by}.{forbidden && ` ${forbidden}.`}
      </p>
      <fieldset disabled={forbidden !== null || save.isPending} className="flex min-w-0 flex-col gap-5">
        <legend className="sr-only">Configuration</legend>
        {groups.map((group) => (
          <fieldset key={group.title} className="min-w-0">
            <legend className="pb-1.5 font-medium">{group.title}</legend>
            <div className="grid grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
              {group.fields.map((field) => (
                <ConfigField
                  key={field.path}
                  field={field}
                  value={draft[field.path]}
                  changed={draft[field.path] !== draftOf(values)[field.path]}
                  error={errors[field.path]}
                  onChange={(value) => {
                    setDraft({ ...draft, [field.path]: value })
                    if (atFault === field.path) save.reset()
                  }}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </fieldset>
      {conflict && touched && <Conflict mine={edited} theirs={newest} onTakeOver={takeOver} />}
      <div className="sticky bottom-0 -mx-3 border-t border-line bg-card px-3 pb-2 max-md:static">
        <Actions>
          {faults > 0 && <p className="mr-auto self-center text-sm text-danger-ink">{faults === 1 ? 'One field cannot be taken as it is' : `${faults} fields cannot be taken as they are`}</p>}
          {faults === 0 && changes.length > 0 && <p className="mr-auto self-center text-sm text-muted">{changes.length === 1 ? 'One change' : `${changes.length} changes`}, not saved</p>}
          <Button disabled={!touched || save.isPending} onClick={() => start(newest)}>
            Discard
          </Button>
          <Button type="submit" tone="primary" disabled={changes.length === 0 || conflict || forbidden !== null} title={forbidden ?? undefined}>
            Review and save…
          </Button>
        </Actions>
      </div>
      {asking && read.values && (
        <SaveDialog
          title={`Change the configuration of ${bot}`}
          bot={bot}
          changes={changes}
          save={save}
          request={{ values: read.values, from: edited.version }}
          onRefused={(error) => (fieldOf(error.field) !== null || error.code === 'VERSION_CONFLICT') && setAsking(false)}
          onSaved={(saved) => {
            setAsking(false)
            start(saved)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  )
}
