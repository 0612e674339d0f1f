import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Level } from '@/components/chart/drawing'
import { BalancesCard } from '@/features/account/components/BalancesCard'
import { ChartCard } from '@/features/market/components/ChartCard'
import { PriceCard } from '@/features/market/components/PriceCard'
import { usePositions } from '@/features/positions/api/positions'
import { PositionActions } from '@/features/positions/components/PositionActions'
import { PositionsCard } from '@/features/positions/components/PositionsCard'
import { useSession } from '@/features/session/api/session'
import type { Position } from '@/lib/api/types'
import { quoteOf } from '@/lib/format'
import type { CardLink } from '@/components/Card'
import { useClient } from '@/lib/api/context'
import { countClick, type CardName } from '@/lib/clicks'
import { LiveAccount } from './LiveAccount'
import { TradeLink } from './TradeLink'
import { useNarrow } from '@/lib/useNarrow'

const route = getRouteApi('/desk/')
const marketWithoutPositions = 'BTCUSDC'
// On a phone the columns dissolve, so that their cards can stand in the phone's own order.
const column = 'flex min-w-0 flex-col gap-2 max-md:contents md:gap-3 xl:overflow-y-auto'

function levelsOf(positions: readonly Position[], symbol: string): Level[] {
  const shown = positions.filter((position) => position.symbol === symbol)
  const several = shown.length > 1
  return shown.flatMap((position) => {
    const tag = several ? ` #${position.operation_id}` : ''
    const levels: Level[] = [
      { kind: 'entry', price: position.entry_price, label: `Entry${tag}` },
      { kind: 'stop', price: position.stop_loss, label: `Stop${tag}` },
    ]
    if (position.take_profit !== null) levels.push({ kind: 'target', price: position.take_profit, label: `Target${tag}` })
    return levels
  })
}

/** What the person holds directly: positions, chart, price, account. */
export function SpotDesk({ alone }: { alone: boolean }) {
  const { symbol: wanted, pane = 'positions' } = route.useSearch()
  const navigate = route.useNavigate()
  const positions = usePositions().data?.positions
  const narrow = useNarrow()
  const role = useSession()?.role ?? 'viewer'
  const symbol = wanted ?? positions?.[0]?.symbol ?? marketWithoutPositions
  const currency = positions?.find((position) => position.symbol === symbol)?.quote_asset ?? quoteOf(symbol)
  // Lines are drawn anew only when a level changed, not with each answer of the server.
  const key = JSON.stringify(positions ? levelsOf(positions, symbol) : [])
  const levels = useMemo(() => JSON.parse(key) as Level[], [key])
  const client = useClient()
  const opens = (name: CardName, href: string, go: () => unknown): CardLink => ({
    href,
    onOpen: () => {
      countClick(client, name)
      go()
    },
  })
  const toChart = () => navigate({ to: '/charts', search: { symbol } })
  const onPhone = (each: string) => (each === pane ? '' : 'max-md:hidden')

  return (
    <section
      aria-label="Spot"
      className={`grid content-start gap-2 max-md:contents md:grid-cols-2 md:gap-3 xl:grid-cols-[23rem_minmax(0,1fr)_19rem] xl:grid-rows-[minmax(0,1fr)] xl:content-stretch ${alone ? 'flex-1 xl:min-h-140' : 'xl:h-160'}`}
    >
      <div className={column}>
        <div className={`max-md:order-7 ${onPhone('positions')}`}>
          <PositionsCard
            selected={symbol}
            opens={opens('positions', '/operations?status=ACTIVE', () => navigate({ to: '/operations', search: { status: 'ACTIVE' } }))}
            onSelect={(next) => void navigate({ search: (before) => ({ ...before, symbol: next }) })}
            onTrade={() => void navigate({ to: '/trade', search: { symbol } })}
            actions={(held) => (
              <PositionActions held={held} role={role} onDetails={() => {
                  countClick(client, 'position')
                  void navigate({ to: '/operations/$id', params: { id: String(held.position.operation_id) } })
                }} />
            )}
          />
        </div>
        <div className={`max-md:order-11 ${onPhone('account')}`}>
          <BalancesCard />
        </div>
      </div>
      {(!narrow || pane === 'chart') && (
        <ChartCard
          symbol={symbol}
          opens={opens('chart', `/charts?symbol=${symbol}`, toChart)}
          aside={<TradeLink symbol={symbol} />}
          levels={levels}
          className="h-[calc(100dvh-16.5rem)] min-h-96 max-md:order-9 md:max-xl:order-first md:max-xl:col-span-full md:max-xl:h-104 xl:h-auto xl:min-h-0"
        />
      )}
      <div className={column}>
        <div className={`max-md:order-6 ${onPhone('positions')}`}>
          <PriceCard symbol={symbol} currency={currency} opens={opens('price', `/charts?symbol=${symbol}`, toChart)} />
        </div>
        <div className={`max-md:order-10 ${onPhone('account')}`}>
          <LiveAccount opens={opens('account', '/risk', () => navigate({ to: '/risk' }))} />
        </div>
      </div>
    </section>
  )
}
