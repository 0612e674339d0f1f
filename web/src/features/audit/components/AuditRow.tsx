import { Badge } from '@/components/Badge'
import type { AuditEntry } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { detailLine, outcomeLooks } from '../words'

export const auditGrid = 'grid grid-cols-[5rem_13rem_9rem_13rem_6rem_minmax(0,1fr)] items-center gap-x-3 px-3'
export const columns = ['Entry', 'When', 'Who', 'Action', 'Outcome', 'Target and detail'].map((name) => ({ name }))

interface AuditRowProps {
  entry: AuditEntry
  onOpen: () => void
}

/** One line on a desk; its number opens it, as a click anywhere on it does. */
export function AuditRow({ entry, onOpen }: AuditRowProps) {
  const { seq, at, user, role, action, outcome, target } = entry
  const { tone, meaning } = outcomeLooks[outcome]
  return (
    <div className={`${auditGrid} h-full text-sm`}>
      <div role="cell" className="num">
        <button type="button" className="rounded text-primary-ink hover:underline" aria-label={`Entry ${seq}`} onClick={onOpen}>
          {seq}
        </button>
      </div>
      <div role="cell" className="num text-muted">
        {utc(at)}
      </div>
      <div role="cell" className="truncate" title={role ? `${user}, ${role}` : user}>
        {user}
        {role && <span className="text-muted"> {role}</span>}
      </div>
      <div role="cell" className="truncate font-medium" title={action}>
        {action}
      </div>
      <div role="cell">
        <Badge tone={tone} title={meaning}>
          {outcome}
        </Badge>
      </div>
      <div role="cell" className="truncate text-muted">
        <span className="text-text">{target}</span> {detailLine(entry)}
      </div>
    </div>
  )
}

/** The same on a phone. */
export function AuditCard({ entry, onOpen }: AuditRowProps) {
  const { seq, at, user, action, outcome, target } = entry
  const { tone } = outcomeLooks[outcome]
  return (
    <div role="cell" className="h-full">
      <button type="button" className="flex h-full w-full min-w-0 flex-col justify-center gap-0.5 px-3 text-left text-sm" aria-label={`Entry ${seq}: ${action} by ${user}, ${outcome}`} onClick={onOpen}>
        <span className="flex w-full items-center gap-2">
          <span className="truncate font-medium">{action}</span>
          <span className="ml-auto">
            <Badge tone={tone}>{outcome}</Badge>
          </span>
        </span>
        <span className="w-full truncate">
          {user} · {target}
        </span>
        <span className="num text-xs text-muted">
          {utc(at)} · {seq}
        </span>
      </button>
    </div>
  )
}
