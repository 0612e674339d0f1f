import { Card } from '@/components/Card'
import { Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import { useStrategies } from '@/lib/api/desk'
import type { Role } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'
import { usePolicies } from '../api/producers'
import { PolicyForm } from './PolicyForm'

/** What each strategy asks of a signal before anyone may approve it. */
export function PoliciesCard({ role }: { role: Role }) {
  const policies = usePolicies()
  const strategies = useStrategies()
  return (
    <Card title="Signal policies" confirmedAt={policies.dataUpdatedAt || null} stale={policies.isRefetchError}>
      <p className="px-3 pb-1 text-sm text-muted">Before anyone may approve a signal that follows the strategy. An empty field is no rule.</p>
      <Loaded query={strategies} what="The strategies" rows={4}>
        {(known) => (
          <Loaded query={policies} what="The signal policies" rows={4}>
            {({ policies: set }) =>
              known.strategies.length === 0 ? (
                <Empty title="No strategy yet">
                  <p>A policy belongs to a strategy: make one under Trading.</p>
                </Empty>
              ) : (
                <ul aria-label="Signal policies" className="px-3 pb-2">
                  {known.strategies.map((strategy) => (
                    <PolicyForm key={strategy.id} strategy={strategy} newest={set.find((each) => each.strategy_id === strategy.id)} forbidden={roleBlocker(role, 'admin')} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Card>
  )
}
