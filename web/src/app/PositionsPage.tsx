import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Failure } from '@/components/Failure'
import { Page } from '@/components/Page'
import { EveryPosition } from '@/features/bots/components/EveryPosition'
import { usePositions } from '@/features/positions/api/positions'
import { useBotDesk } from '@/lib/bots/useBotDesk'
import { usePolledFreshness } from '@/lib/freshness'
import { useWanted } from '@/lib/stream/context'

const route = getRouteApi('/desk/positions')

export function PositionsPage() {
  const filters = route.useSearch()
  const search = route.useNavigate()
  const navigate = useNavigate()
  const spot = usePositions()
  const fresh = usePolledFreshness(spot, false, 'positions')
  const desk = useBotDesk()
  useWanted(spot.data?.positions.map(({ symbol }) => symbol) ?? [])
  const failed = [spot, desk].find((query) => query.isError && !query.data)
  return (
    <Page title="Positions" filled>
      <EveryPosition
        filters={filters}
        onFilters={(next) => void search({ search: next, replace: true })}
        onOpen={(row) =>
          void (row.kind === 'spot'
            ? navigate({ to: '/operations/$id', params: { id: String(row.position.operation_id) } })
            : navigate({ to: '/positions/$id', params: { id: row.position.position_id }, search: { bot: row.position.bot } }))
        }
        spot={spot.data?.positions}
        spotAt={spot.dataUpdatedAt}
        fresh={fresh}
        desk={desk.data}
        failure={failed && <Failure what="The positions could not be read" error={failed.error} retrying={failed.isFetching} onRetry={() => void failed.refetch()} />}
      />
    </Page>
  )
}
