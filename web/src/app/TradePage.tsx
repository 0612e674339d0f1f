import { getRouteApi } from '@tanstack/react-router'
import { Page } from '@/components/Page'
import { ChartCard } from '@/features/market/components/ChartCard'
import { PriceStrip } from '@/features/market/components/PriceStrip'
import { usePositions } from '@/features/positions/api/positions'
import { useSession } from '@/features/session/api/session'
import { EntryDesk } from '@/features/trade/components/EntryDesk'
import { quoteOf } from '@/lib/format'
import { useConnection } from './useConnection'

const route = getRouteApi('/desk/trade')
const firstSymbol = 'BTCUSDC'

export function TradePage() {
  const { symbol, side = 'BUY', strategy, plan } = route.useSearch()
  const navigate = route.useNavigate()
  const role = useSession()?.role ?? 'viewer'
  const connection = useConnection()
  const held = usePositions().data?.positions[0]?.symbol
  return (
    <Page title="Trade" filled>
      <EntryDesk
        choice={{ symbol: symbol ?? held ?? firstSymbol, side, strategy: strategy ?? null }}
        planId={plan ?? null}
        role={role}
        connection={connection.warning}
        onChoice={(part) =>
          void navigate({
            replace: true,
            search: (before) => ({
              ...before,
              ...(part.symbol !== undefined && { symbol: part.symbol }),
              ...(part.side !== undefined && { side: part.side }),
              ...(part.strategy != null && { strategy: part.strategy }),
            }),
          })
        }
        onPlan={(id) =>
          void navigate({ search: { symbol: symbol ?? held ?? firstSymbol, side, ...(strategy !== undefined && { strategy }), ...(id !== null && { plan: id }) } })
        }
        onOperation={(id) => void navigate({ to: '/operations/$id', params: { id: String(id) } })}
        chart={(shown, levels) => (
          <ChartCard
            symbol={shown}
            levels={levels}
            fixedInterval="15m"
            aside={<PriceStrip symbol={shown} currency={quoteOf(shown)} />}
            className="min-h-104 flex-1"
          />
        )}
      />
    </Page>
  )
}
