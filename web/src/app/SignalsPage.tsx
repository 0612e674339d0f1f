import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { useSession } from '@/features/session/api/session'
import { useProducers } from '@/features/signals/api/producers'
import { useSignals } from '@/features/signals/api/signals'
import { SignalDrawer } from '@/features/signals/components/SignalDrawer'
import { SignalFilters } from '@/features/signals/components/SignalFilters'
import { SignalsTable } from '@/features/signals/components/SignalsTable'
import { readSignalFilters, type Filters } from '@/features/signals/filters'
import { roleBlocker } from '@/lib/roles'

const route = getRouteApi('/desk/signals')

/** What was proposed, by whom, and what became of it. */
export function SignalsPage() {
  const search = route.useSearch()
  // Opening a signal changes the address, but not what is listed.
  const asked = JSON.stringify(readSignalFilters({ ...search }))
  const filters = useMemo(() => JSON.parse(asked) as Filters, [asked])
  const onSearch = route.useNavigate()
  const navigate = useNavigate()
  const role = useSession()?.role ?? 'viewer'
  const query = useSignals(filters)
  const known = useProducers(role === 'admin').data?.producers ?? []
  const seen = query.data?.pages.flatMap((page) => page.signals.map(({ producer_id: id, producer: name }) => [id, name] as const)) ?? []
  const producers = [...new Map([...known.map(({ id, name }) => [id, name] as const), ...seen])].map(([id, name]) => ({ id, name }))
  const onFilters = (next: Filters) => void onSearch({ search: next, replace: true })
  return (
    <Page title="Signals" filled>
      <Card title="What was proposed" confirmedAt={query.dataUpdatedAt || null} stale={query.isRefetchError} className="min-h-96 flex-1 max-md:h-[calc(100dvh-11rem)] max-md:flex-none">
        <SignalFilters filters={filters} producers={producers} onFilters={onFilters} />
        <SignalsTable query={query} filters={filters} onFilters={onFilters} onOpen={({ id }) => void onSearch({ search: { ...filters, signal: id } })} />
      </Card>
      {search.signal !== undefined && (
        <SignalDrawer
          key={search.signal}
          id={search.signal}
          decides={roleBlocker(role, 'operator') === null}
          onClose={() => void onSearch({ search: filters })}
          onLive={() => void navigate({ to: '/dashboard' })}
          onPlan={(plan, { instrument, side }) => void navigate({ to: '/trade', search: { symbol: instrument, side, plan } })}
        />
      )}
    </Page>
  )
}
