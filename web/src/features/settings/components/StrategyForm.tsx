import { useEffect, useState } from 'react'
import { Button } from '@/components/Button'
import { Actions } from '@/components/Dialog'
import { NumberField, TextField, Tick } from '@/components/Field'
import { Problem } from '@/components/Problem'
import { asApiError } from '@/lib/api/error'
import type { Strategy, StrategyTemplate } from '@/lib/api/types'
import { notify } from '@/lib/toasts'
import { useSaveStrategy } from '../api/settings'
import { allRules, changes, draftOf, fieldOf, groups, readDraft, type RuleErrors } from '../rules'

interface StrategyFormProps {
  /** null for a new one. */
  base: Strategy | null
  template: string | null
  templates: readonly StrategyTemplate[]
  /** Why this role may only read; null when it may change. */
  forbidden: string | null
  /** Told whether something was typed that is not saved. */
  onDraft: (draft: boolean) => void
  onClose: () => void
}

export function StrategyForm({ base: newest, template, templates, forbidden, onDraft, onClose }: StrategyFormProps) {
  // What is edited stays what it was when the form was opened, until the reader takes over another version.
  const [base, setBase] = useState(newest)
  const rules = base?.rules ?? templates.find(({ name }) => name === template)!.rules
  const [name, setName] = useState(base?.name ?? '')
  const [description, setDescription] = useState(base?.description ?? '')
  const [active, setActive] = useState(base?.active ?? true)
  const [draft, setDraft] = useState(() => draftOf(rules))
  const save = useSaveStrategy()

  const { change, errors: unread } = readDraft(draft, rules)
  const refusal = save.isError ? asApiError(save.error) : null
  const conflict = newest !== null && base !== null && newest.version !== base.version
  const errors: RuleErrors = { ...unread }
  const atFault = refusal && fieldOf(refusal.field)
  if (atFault && refusal) errors[atFault] = refusal.message
  const faulty = Object.keys(unread).length > 0
  const typed = name !== (base?.name ?? '') || description !== (base?.description ?? '') || active !== (base?.active ?? true) || Object.keys(change).length > 0 || faulty
  const ready = !forbidden && name.trim() !== '' && !faulty && (base === null || typed) && !conflict
  useEffect(() => {
    onDraft(typed)
    return () => onDraft(false)
  }, [typed, onDraft])

  const submit = () =>
    save.mutate(
      {
        id: base?.id ?? null,
        ...(base ? { version: base.version } : { from_template: template! }),
        ...(name !== base?.name && { name: name.trim() }),
        ...(description !== (base?.description ?? '') && { description }),
        ...(active !== base?.active && { active }),
        ...(Object.keys(change).length > 0 && { rules: change }),
      },
      {
        onSuccess: (saved) => {
          notify({ tone: 'good', title: `${saved.name} saved as version ${saved.version}`, detail: 'Open operations keep the rules that they were planned with.' })
          onClose()
        },
      },
    )

  /** The other's version becomes the ground; what was typed here and differs from the old one is kept. */
  const takeOver = () => {
    if (!newest || !base) return
    const [mine, old, theirs] = [draft, draftOf(base.rules), draftOf(newest.rules)]
    setDraft(Object.fromEntries(allRules.map((rule) => [rule.name, mine[rule.name] === old[rule.name] ? theirs[rule.name] : mine[rule.name]])) as typeof draft)
    if (name === base.name) setName(newest.name)
    if (description === base.description) setDescription(newest.description)
    if (active === base.active) setActive(newest.active)
    setBase(newest)
    save.reset()
  }

  return (
    <form
      aria-label={base ? `Edit ${base.name}` : `New strategy from ${template}`}
      className="mt-3 rounded-lg border border-line-strong p-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) submit()
      }}
    >
      <fieldset disabled={forbidden !== null || save.isPending} className="flex flex-col gap-3">
        <legend className="sr-only">{base ? base.name : 'New strategy'}</legend>
        <div className="grid gap-3 sm:grid-cols-[14rem_1fr]">
          <TextField label="Name" required maxLength={60} error={errors.name} value={name} onChange={(event) => setName(event.target.value)} />
          <TextField label="Description" maxLength={500} error={errors.description} value={description} onChange={(event) => setDescription(event.target.value)} />
        </div>
        <Tick checked={active} onChange={setActive}>
          Active: new trades can be planned with it
        </Tick>
        {groups.map((group) => (
          <fieldset key={group.title}>
            <legend className="pb-1 font-medium">{group.title}</legend>
            <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
              {group.rules.map(({ name: rule, label, kind, hint }) =>
                kind === 'flag' ? (
                  <Tick key={rule} checked={draft[rule] === true} onChange={(on) => setDraft({ ...draft, [rule]: on })}>
                    {label}
                    <span className="block text-xs text-muted">{hint}</span>
                  </Tick>
                ) : (
                  <NumberField
                    key={rule}
                    label={label}
                    hint={hint}
                    error={errors[rule]}
                    value={String(draft[rule])}
                    onChange={(event) => setDraft({ ...draft, [rule]: event.target.value })}
                  />
                ),
              )}
            </div>
          </fieldset>
        ))}
      </fieldset>
      {conflict && (
        <div role="alert" className="mt-3 rounded border border-warning px-3 py-2 text-sm">
          <p className="font-medium text-warning-ink">
            {newest.changed_by} saved version {newest.version} while you were editing version {base.version}.
          </p>
          <ul className="list-disc pl-5">
            {changes(base.rules, newest.rules).map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
          <Button className="mt-2" onClick={takeOver}>
            Continue on version {newest.version}, keep what I typed
          </Button>
        </div>
      )}
      {refusal && !atFault && refusal.code !== 'VERSION_CONFLICT' && (
        <div className="pt-3">
          <Problem
            error={save.error}
            what="It was not saved"
            act={base ? `version ${base.version + 1} of ${base.name}` : `the strategy “${name}”`}
            unsure={base ? 'If it was, the new version shows up here in a moment.' : 'Look at the list first: it may stand there already.'}
          />
        </div>
      )}
      {refusal?.code === 'VERSION_CONFLICT' && !conflict && <Refreshing />}
      <Actions>
        <Button onClick={onClose}>{forbidden ? 'Close' : 'Discard'}</Button>
        {!forbidden && (
          <Button type="submit" tone="primary" disabled={!ready || save.isPending}>
            {save.isPending ? 'Saving…' : base ? `Save as version ${base.version + 1}` : 'Create'}
          </Button>
        )}
      </Actions>
    </form>
  )
}

function Refreshing() {
  return (
    <p role="status" className="pt-3 text-sm text-warning-ink">
      Somebody saved another version: it is being read…
    </p>
  )
}
