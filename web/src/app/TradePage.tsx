import { getRouteApi, Navigate } from '@tanstack/react-router'
import { Page } from '@/components/Page'
import { Skeleton } from '@/components/Skeleton'
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
  const { symbol } = route.useSearch()
  return (
    <Page title="Trade" filled>
      {symbol === undefined ? <FirstSymbol /> : <Desk symbol={symbol} />}
    </Page>
  )
}

/** Which market it is stands in the address once: it does not change under the hands when a position ends. */
function FirstSymbol() {
  const search = route.useSearch()
  const { isPending, data } = usePositions()
  if (isPending) return <Skeleton label="Asking what is held" rows={12} />
  return <Navigate to="/trade" replace search={{ ...search, symbol: data?.positions[0]?.symbol ?? firstSymbol }} />
}

function Desk({ symbol }: { symbol: string }) {
  const { side = 'BUY', strategy, plan } = route.useSearch()
  const navigate = route.useNavigate()
  const role = useSession()?.role ?? 'viewer'
  const connection = useConnection()
  return (
    <EntryDesk
      choice={{ symbol, side, strategy: strategy ?? null }}
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
        void navigate({ search: { symbol, side, ...(strategy !== undefined && { strategy }), ...(id !== null && { plan: id }) } })
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
  )
}
