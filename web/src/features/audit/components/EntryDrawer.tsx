import type { ReactNode } from 'react'
import { Badge } from '@/components/Badge'
import { Copyable } from '@/components/Copyable'
import { Drawer } from '@/components/Drawer'
import type { AuditEntry } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { outcomeLooks } from '../words'

/** Everything that is on record of one entry. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { tone, meaning } = outcomeLooks[entry.outcome]
  const detail = Object.entries(entry.detail)
  return (
    <Drawer title={`Entry ${entry.seq}: ${entry.action}`} onClose={onClose}>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm">
        <Line name="When">
          <span className="num">{utc(entry.at)}</span>
        </Line>
        <Line name="Who">
          {entry.user}
          {entry.role && <span className="text-muted"> as {entry.role}</span>}
        </Line>
        <Line name="From">
          <span className="num">{entry.address}</span>
        </Line>
        <Line name="Action">{entry.action}</Line>
        <Line name="Target">{entry.target || '—'}</Line>
        <Line name="Outcome">
          <Badge tone={tone}>{entry.outcome}</Badge> <span className="text-muted">{meaning}</span>
        </Line>
        <Line name="Answer">
          <span className="num">{entry.status ?? '—'}</span>
        </Line>
        <Line name="Correlation id">
          <code className="num break-all whitespace-normal select-all">{entry.correlation_id}</code>
        </Line>
      </dl>
      <h3 className="pt-4 pb-1 font-medium">What was asked for</h3>
      {detail.length === 0 ? (
        <p className="text-sm text-muted">Nothing beside the action itself.</p>
      ) : (
        <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
          {detail.map(([name, value]) => (
            <Line key={name} name={name}>
              <span className="break-words">{value}</span>
            </Line>
          ))}
        </dl>
      )}
      <h3 className="pt-4 pb-1 font-medium">Its place in the chain</h3>
      <p className="pb-2 text-sm text-muted">The hash covers this entry and the hash of the one before it: changing either changes this.</p>
      <p className="pb-1 text-sm text-muted">Hash</p>
      <Copyable what="the hash" text={entry.hash} />
      <p className="pt-2 pb-1 text-sm text-muted">Hash of entry {entry.seq - 1 > 0 ? entry.seq - 1 : '0, the beginning'}</p>
      <Copyable what="the hash before" text={entry.prev_hash} />
    </Drawer>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
