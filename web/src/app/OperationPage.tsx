import { getRouteApi, Link } from '@tanstack/react-router'
import { Page } from '@/components/Page'
import { ChartCard } from '@/features/market/components/ChartCard'
import { PriceStrip } from '@/features/market/components/PriceStrip'
import { OperationView } from '@/features/operations/components/OperationView'
import { usePositions } from '@/features/positions/api/positions'
import { PositionActions } from '@/features/positions/components/PositionActions'
import { useSession } from '@/features/session/api/session'
import { quoteOf } from '@/lib/format'
import { NotFound } from './edges'
import { idIn } from './places'

const route = getRouteApi('/desk/operations/$id')

export function OperationPage() {
  const id = idIn(route.useParams().id)
  if (id === undefined) return <NotFound />
  return (
    <Page
      title={`Operation ${id}`}
      aside={
        <Link to="/operations" activeOptions={{ exact: true }} className="chip text-primary-ink">
          All operations
        </Link>
      }
    >
      <OperationView
        key={id}
        id={id}
        actions={() => <Actions id={id} />}
        chart={(symbol, levels, marks) => (
          <ChartCard symbol={symbol} levels={levels} marks={marks} aside={<PriceStrip symbol={symbol} currency={quoteOf(symbol)} />} className="min-h-0 flex-1" />
        )}
      />
    </Page>
  )
}

function Actions({ id }: { id: number }) {
  const role = useSession()?.role ?? 'viewer'
  const { data, dataUpdatedAt } = usePositions()
  const position = data?.positions.find((each) => each.operation_id === id)
  if (!position) return null
  return <PositionActions held={{ position, receivedAt: dataUpdatedAt }} role={role} />
}
