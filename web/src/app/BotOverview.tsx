import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ActivityCard } from '@/features/bots/components/ActivityCard'
import { BotSwitch } from '@/features/bots/components/BotSwitch'
import { ControlPanel } from '@/features/bots/components/ControlPanel'
import { HedgesCard } from '@/features/bots/components/HedgesCard'
import { PnlCard } from '@/features/bots/components/PnlCard'
import { PresenceNote } from '@/features/bots/components/PresenceNote'
import { StatusCards } from '@/features/bots/components/StatusCards'
import { useSession } from '@/features/session/api/session'
import { chosen, type BotDesk } from '@/lib/bots/desk'

const route = getRouteApi('/desk/')
// On a phone the columns dissolve, so that their cards can stand in the phone's own order.
const column = 'flex min-w-0 flex-col gap-2 max-md:contents md:gap-3'

/** One bot at a glance: how it is, what it holds, what it earned, what it did; and the switches. */
export function BotOverview({ bots, className }: { bots: BotDesk; className: string }) {
  const { bot: wanted } = route.useSearch()
  const search = route.useNavigate()
  const navigate = useNavigate()
  const role = useSession()?.role ?? 'viewer'
  const bot = chosen(bots, wanted)
  if (!bot) return null
  const open = (name: string, id: string) => void navigate({ to: '/positions/$id', params: { id }, search: { bot: name } })
  return (
    <section aria-label="Bots" className="flex min-w-0 flex-col gap-2 max-md:contents md:gap-3">
      {bots.length > 1 && (
        <div className={`max-md:order-1 ${className}`}>
          <BotSwitch bots={bots} current={bot.name} onChoose={(name) => void search({ search: (before) => ({ ...before, bot: name }) })} />
        </div>
      )}
      <div className={`max-md:order-1 ${className} empty:hidden`}>
        <PresenceNote bot={bot} />
      </div>
      <div className={`min-w-0 max-md:order-2 ${className}`}>
        <StatusCards bot={bot} />
      </div>
      <div className="grid gap-2 max-md:contents md:gap-3 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className={column}>
          <div className={`max-md:order-4 ${className}`}>
            <HedgesCard bot={bot} opens={{ href: `/positions?bot=${bot.name}`, onOpen: () => void navigate({ to: '/positions', search: { bot: bot.name } }) }} onOpen={(id) => open(bot.name, id)} />
          </div>
          <div className={`flex min-w-0 flex-1 flex-col max-md:order-8 ${className}`}>
            <PnlCard key={bot.name} bot={bot.name} />
          </div>
        </div>
        <div className={column}>
          <div className={`max-md:order-3 ${className}`}>
            <ControlPanel bot={bot} role={role} />
          </div>
          <div className={`max-md:order-8 ${className}`}>
            <ActivityCard bot={bot.name} onOpen={open} />
          </div>
        </div>
      </div>
    </section>
  )
}
