import { useState } from 'react'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import { useStrategies } from '@/lib/api/desk'
import type { Role, Strategies } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import { StrategyForm } from './StrategyForm'
import { VersionList } from './VersionList'

interface StrategiesCardProps {
  role: Role
  /** The strategy that is open: its id, or `new`. */
  chosen: number | 'new' | null
  onChoose: (chosen: number | 'new' | null) => void
}

export function StrategiesCard({ role, chosen, onChoose }: StrategiesCardProps) {
  const query = useStrategies()
  return (
    <Card title="Strategies and their risk">
      <Loaded query={query} what="The strategies" rows={5}>
        {(data) => <Body data={data} role={role} chosen={chosen} onChoose={onChoose} />}
      </Loaded>
    </Card>
  )
}

function Body({ data, role, chosen, onChoose }: StrategiesCardProps & { data: Strategies }) {
  const [template, setTemplate] = useState<string | null>(null)
  const [historyOf, setHistoryOf] = useState<number | null>(null)
  // What was typed would be lost with the form that holds it.
  const [draft, setDraft] = useState(false)
  const unsaved = draft ? 'Save or discard first what you typed' : null
  const forbidden = roleBlocker(role, 'admin')
  const open = data.strategies.find(({ id }) => id === chosen)
  return (
    <div className="flex flex-col px-3 pb-3">
      {data.strategies.length === 0 && (
        <Empty title="No strategy yet">
          <p>Begin with a template below: it has sound rules that you can change.</p>
        </Empty>
      )}
      <ul>
        {data.strategies.map((strategy) => (
          <li key={strategy.id} className="border-t border-line py-2 first:border-t-0">
            <div className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{strategy.name}</span>
              {strategy.active ? <Badge tone="good">active</Badge> : <Badge tone="muted">inactive</Badge>}
              <span className="num text-xs text-muted">version {strategy.version}</span>
              <span className="ml-auto flex gap-1.5">
                <Button aria-expanded={historyOf === strategy.id} onClick={() => setHistoryOf(historyOf === strategy.id ? null : strategy.id)}>
                  History
                </Button>
                <Button aria-expanded={chosen === strategy.id} disabled={unsaved !== null} title={unsaved ?? undefined} onClick={() => onChoose(chosen === strategy.id ? null : strategy.id)}>
                  {forbidden ? 'Show' : 'Edit'}
                </Button>
              </span>
            </div>
            <p className="text-sm text-muted">
              {strategy.description} <span className="text-xs">Changed {utc(strategy.changed_at)} by {strategy.changed_by}</span>
            </p>
            {historyOf === strategy.id && <VersionList strategy={strategy} />}
            {open?.id === strategy.id && <StrategyForm key={strategy.id} base={strategy} template={null} templates={data.templates} forbidden={forbidden} onDraft={setDraft} onClose={() => onChoose(null)} />}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
        <span className="text-sm text-muted">New from a template:</span>
        {data.templates.map(({ name, description }) => (
          <Button
            key={name}
            disabled={forbidden !== null || unsaved !== null}
            title={forbidden ?? unsaved ?? description}
            onClick={() => {
              setTemplate(name)
              onChoose('new')
            }}
          >
            {name}
          </Button>
        ))}
      </div>
      {(forbidden ?? unsaved) && <p className="pt-1 text-xs text-muted">{forbidden ?? unsaved}.</p>}
      {chosen === 'new' && data.templates.length > 0 && (
        <StrategyForm key={template ?? ''} base={null} template={template ?? data.templates[0]!.name} templates={data.templates} forbidden={forbidden} onDraft={setDraft} onClose={() => onChoose(null)} />
      )}
    </div>
  )
}
