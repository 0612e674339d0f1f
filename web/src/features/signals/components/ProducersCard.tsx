import { useState } from 'react'
import { AdminsOnly } from '@/components/AdminsOnly'
import { Badge } from '@/components/Badge'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import { Moment } from '@/components/Moment'
import { useStrategies } from '@/lib/api/desk'
import type { Producer, Role } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'
import { useProducers } from '../api/producers'
import { NewProducerDialog } from './NewProducerDialog'
import { RevokeProducerDialog } from './RevokeProducerDialog'

export function ProducersCard({ role }: { role: Role }) {
  const allowed = roleBlocker(role, 'admin') === null
  const query = useProducers(allowed)
  const [making, setMaking] = useState(false)
  if (!allowed) return <AdminsOnly title="Producers" role={role} />
  return (
    <Card
      title="Producers"
      confirmedAt={query.dataUpdatedAt || null}
      stale={query.isRefetchError}
      aside={
        <Button tone="primary" onClick={() => setMaking(true)}>
          Add a producer…
        </Button>
      }
    >
      <Loaded query={query} what="The producers" rows={6}>
        {({ producers }) => (producers.length > 0 ? <List producers={producers} /> : <NoProducer />)}
      </Loaded>
      {making && <NewProducerDialog onClose={() => setMaking(false)} />}
    </Card>
  )
}

function NoProducer() {
  return (
    <Empty title="No producer yet">
      <p>A producer is whatever proposes trades: a script, a bot, a TradingView alert. Each signs with a secret of its own, so that each can be revoked alone. It proposes; people here decide. The same from a terminal:</p>
      <Command>robson producer add my-strategy</Command>
    </Empty>
  )
}

function List({ producers }: { producers: readonly Producer[] }) {
  const [revoking, setRevoking] = useState<Producer | null>(null)
  const sorted = [...producers].sort((a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null) || b.created_at.localeCompare(a.created_at))
  return (
    <>
      <ul aria-label="Producers" className="px-3 pt-1 pb-2">
        {sorted.map((producer) => (
          <Row key={producer.id} producer={producer} onRevoke={() => setRevoking(producer)} />
        ))}
      </ul>
      {revoking && <RevokeProducerDialog producer={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

function Row({ producer, onRevoke }: { producer: Producer; onRevoke: () => void }) {
  const { id, name, strategy_id: strategy, webhook, created_at, created_by, last_signal_at, signals, revoked_at } = producer
  const followed = useStrategies().data?.strategies.find((each) => each.id === strategy)?.name
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1">
        <span className={`font-medium ${revoked_at ? 'text-muted' : ''}`}>{name}</span>
        <code className="num text-sm text-muted select-all">{id}</code>
        {webhook && <Badge title="May use the TradingView form">webhook</Badge>}
        {revoked_at && <Badge tone="danger">revoked</Badge>}
        {!revoked_at && (
          <Button className="ml-auto" aria-label={`Revoke ${name}`} onClick={onRevoke}>
            Revoke…
          </Button>
        )}
      </div>
      <p className="text-sm text-muted">
        Follows {strategy === null ? 'the first active strategy' : (followed ?? `strategy #${strategy}`)} · <span className="num">{signals}</span> {signals === 1 ? 'signal' : 'signals'}, last <Moment at={last_signal_at} never="never" /> · made <Moment at={created_at} /> by {created_by}
        {revoked_at && (
          <>
            {' '}
            · revoked <Moment at={revoked_at} />
          </>
        )}
      </p>
    </li>
  )
}
