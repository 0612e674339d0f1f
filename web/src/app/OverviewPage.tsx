import { getRouteApi } from '@tanstack/react-router'
import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { useBotDesk } from '@/lib/bots/useBotDesk'
import { BotOverview } from './BotOverview'
import { LiveSafety } from './LiveSafety'
import { SpotDesk } from './SpotDesk'

const route = getRouteApi('/desk/')

/** Am I safe, then the bots, then what is held directly. On a phone one column, whose order is its own. */
export function OverviewPage() {
  const { pane = 'positions' } = route.useSearch()
  const desk = useBotDesk()
  const bots = desk.data ?? []
  const onPane = pane === 'positions' ? '' : 'max-md:hidden'
  return (
    <div className="flex flex-1 flex-col gap-2 p-2 md:gap-3 md:p-3">
      <h1 className="sr-only">Overview</h1>
      <LiveSafety />
      {bots.length > 0 && <BotOverview bots={bots} className={onPane} />}
      <SpotDesk alone={bots.length === 0} />
      {desk.isError && !desk.data && (
        <Card title="Bots" className={`max-md:order-12 ${onPane}`}>
          <Failure what="The bots could not be read" error={desk.error} retrying={desk.isFetching} onRetry={() => void desk.refetch()} />
        </Card>
      )}
      {desk.data && bots.length === 0 && (
        <Card title="Bots" className={`max-md:order-12 ${onPane}`}>
          <Empty title="No bot is attached">
            <p>A delta-neutral bot that runs beside this server is watched and steered from here once it is named:</p>
            <Command>robsond --bot default=http://127.0.0.1:8000 --bot-key-file FILE</Command>
          </Empty>
        </Card>
      )}
    </div>
  )
}
