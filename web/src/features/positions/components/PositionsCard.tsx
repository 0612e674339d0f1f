import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Card, type CardLink } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import { useWanted } from '@/lib/stream/context'
import { usePolledFreshness } from '@/lib/freshness'
import { usePositions } from '../api/positions'
import type { Held } from '@/lib/positions/useLive'
import { PositionCard } from './PositionCard'

interface PositionsCardProps {
  selected: string
  onSelect: (symbol: string) => void
  actions?: (held: Held) => ReactNode
  opens?: CardLink
  /** Where the next one begins. */
  onTrade?: () => void
}

export function PositionsCard({ selected, onSelect, actions, opens, onTrade }: PositionsCardProps) {
  const query = usePositions()
  const positions = query.data?.positions
  useWanted(positions?.map((position) => position.symbol) ?? [])
  const { confirmedAt, stale } = usePolledFreshness(query, false, 'positions')
  const again = () => void query.refetch()

  const body = (): ReactNode => {
    if (!positions && query.isError) {
      return <Failure what="Your positions could not be read" error={query.error} retrying={query.isFetching} onRetry={again} />
    }
    if (!positions) return <Skeleton label="Asking for your positions" rows={9} />
    if (positions.length === 0) return <NoPositions onRefresh={again} onTrade={onTrade} />
    return positions.map((position) => (
      <PositionCard
        key={position.id}
        held={{ position, receivedAt: query.dataUpdatedAt }}
        selected={position.symbol === selected}
        onSelect={onSelect}
        actions={actions}
      />
    ))
  }

  return (
    <Card
      opens={opens}
      title={positions ? `Positions (${positions.length})` : 'Positions'}
      confirmedAt={confirmedAt}
      stale={stale}
    >
      {body()}
    </Card>
  )
}

function NoPositions({ onRefresh, onTrade }: { onRefresh: () => void; onTrade: (() => void) | undefined }) {
  return (
    <Empty title="No open position">
      <p>Nothing is held directly. The same from a terminal:</p>
      <Command>robson positions</Command>
      {onTrade && (
        <Button tone="primary" onClick={onTrade}>
          Plan a trade
        </Button>
      )}
      <Button onClick={onRefresh}>Look again</Button>
    </Empty>
  )
}
