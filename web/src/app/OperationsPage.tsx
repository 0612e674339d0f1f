import { getRouteApi } from '@tanstack/react-router'
import { Page } from '@/components/Page'
import { OperationsTable } from '@/features/operations/components/OperationsTable'

const route = getRouteApi('/desk/operations')

export function OperationsPage() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title="Operations" filled>
      <OperationsTable
        filters={filters}
        onFilters={(next) => void navigate({ search: next, replace: true })}
        onOpen={(id) => void navigate({ to: '/operations/$id', params: { id: String(id) } })}
      />
    </Page>
  )
}
