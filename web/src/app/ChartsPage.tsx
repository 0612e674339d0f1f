import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Level, Mark } from '@/components/chart/drawing'
import { Page } from '@/components/Page'
import { SymbolPicker } from '@/components/SymbolPicker'
import { ChartCard } from '@/features/market/components/ChartCard'
import { PriceStrip } from '@/features/market/components/PriceStrip'
import { useOperationsOf } from '@/features/operations/api/operations'
import { levelsOf, marksOf } from '@/features/operations/lines'
import { usePositions } from '@/features/positions/api/positions'
import { quoteOf } from '@/lib/format'
import { TradeLink } from './TradeLink'

const route = getRouteApi('/desk/charts')

/** The whole window for one chart, with what was done in its market drawn on it. */
export function ChartsPage() {
  const { symbol: wanted } = route.useSearch()
  const navigate = route.useNavigate()
  const held = usePositions().data?.positions[0]?.symbol
  const symbol = wanted ?? held ?? 'BTCUSDC'
  const operations = useOperationsOf(symbol).data?.operations
  // Drawn anew only when an operation changed, not with each answer of the server.
  const drawn = JSON.stringify(drawingOf(operations ?? []))
  const [levels, marks] = useMemo(() => JSON.parse(drawn) as [Level[], Mark[]], [drawn])
  return (
    <Page
      title="Charts"
      filled
      aside={
        <>
          <SymbolPicker value={symbol} label="Market" className="w-44" onChoose={(next) => void navigate({ search: { symbol: next } })} />
          <TradeLink symbol={symbol} />
        </>
      }
    >
      <ChartCard
        symbol={symbol}
        levels={levels}
        marks={marks}
        aside={<PriceStrip symbol={symbol} currency={quoteOf(symbol)} />}
        className="h-[calc(100dvh-12rem)] min-h-96 xl:h-auto xl:flex-1"
      />
    </Page>
  )
}

function drawingOf(operations: NonNullable<ReturnType<typeof useOperationsOf>['data']>['operations']): [Level[], Mark[]] {
  const open = operations.filter(({ status }) => status === 'ACTIVE')
  return [open.flatMap((each) => levelsOf(each, open.length > 1 ? ` #${each.id}` : '')), operations.flatMap(marksOf)]
}
