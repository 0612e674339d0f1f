import { getRouteApi } from '@tanstack/react-router'
import { Page } from '@/components/Page'
import { OrdersCard } from '@/features/orders/components/OrdersCard'
import { useSession } from '@/features/session/api/session'

const route = getRouteApi('/desk/orders')

export function OrdersPage() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  const role = useSession()?.role ?? 'viewer'
  return (
    <Page title="Orders" filled>
      <OrdersCard
        filters={filters}
        role={role}
        onFilters={(next) => void navigate({ search: next, replace: true })}
        onOperation={(id) => void navigate({ to: '/operations/$id', params: { id: String(id) } })}
      />
    </Page>
  )
}
