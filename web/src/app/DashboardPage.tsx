import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Page } from '@/components/Page'
import { EquityCard } from '@/features/performance/components/EquityCard'
import { PositionActions } from '@/features/positions/components/PositionActions'
import { PositionsCard } from '@/features/positions/components/PositionsCard'
import { useSession } from '@/features/session/api/session'
import { ApprovalsCard } from '@/features/signals/components/ApprovalsCard'
import { ApprovedCard } from '@/features/signals/components/ApprovedCard'
import type { Approval } from '@/lib/api/types'
import { ApprovedPlan } from './ApprovedPlan'
import { LiveSafety } from './LiveSafety'
import { useConnection } from './useConnection'
import { VenueBadge } from './VenueFrame'

/** So many plans stay open beside each other; the others are found with their signals. */
const mostPlans = 3
// On a phone the columns dissolve: what waits, what came of it, what is held, what it is worth.
const column = 'flex min-w-0 flex-col gap-2 max-xl:contents md:gap-3'

export function DashboardPage() {
  const navigate = useNavigate()
  const { role = 'viewer', venue_kind: venue } = useSession() ?? {}
  const connection = useConnection().warning
  const [approved, setApproved] = useState<readonly Approval[]>([])
  const close = (approval: Approval) => setApproved((before) => before.filter(({ id }) => id !== approval.id))
  const toOperation = (id: number) => void navigate({ to: '/operations/$id', params: { id: String(id) } })
  return (
    <Page title="Live">
      <LiveSafety />
      <div className="grid gap-2 max-xl:flex max-xl:flex-col md:gap-3 xl:grid-cols-[minmax(0,1fr)_25rem] xl:items-start">
        <div className={column}>
          <div className="max-xl:order-1">
            <ApprovalsCard
              role={role}
              connection={connection}
              mark={venue && <VenueBadge kind={venue} />}
              onApproved={(approval) => setApproved((before) => [approval, ...before].slice(0, mostPlans))}
              onOpen={({ id }) => void navigate({ to: '/signals', search: { signal: id } })}
              onProducers={() => void navigate({ to: '/settings', search: { section: 'signals' } })}
            />
          </div>
          <div className="max-xl:order-4">
            <EquityCard opens={{ href: '/performance', onOpen: () => void navigate({ to: '/performance' }) }} />
          </div>
        </div>
        <div className={column}>
          {approved.length > 0 && (
            <div className="flex flex-col gap-2 max-xl:order-2 md:gap-3">
              {approved.map((approval) => (
                <ApprovedCard key={approval.id} approval={approval} onClose={() => close(approval)}>
                  {approval.plan_id !== null && (
                    <ApprovedPlan
                      id={approval.plan_id}
                      role={role}
                      connection={connection}
                      onChange={({ proposal: { symbol, side } }) => void navigate({ to: '/trade', search: { symbol, side } })}
                      onOperation={toOperation}
                    />
                  )}
                </ApprovedCard>
              ))}
            </div>
          )}
          <div className="max-xl:order-3">
            <PositionsCard
              selected=""
              opens={{ href: '/positions', onOpen: () => void navigate({ to: '/positions' }) }}
              onSelect={(symbol) => void navigate({ to: '/charts', search: { symbol } })}
              onTrade={() => void navigate({ to: '/trade' })}
              actions={(held) => <PositionActions held={held} role={role} onDetails={() => toOperation(held.position.operation_id)} />}
            />
          </div>
        </div>
      </div>
    </Page>
  )
}
