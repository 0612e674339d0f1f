import { getRouteApi, Link } from '@tanstack/react-router'
import { Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import { Page } from '@/components/Page'
import { HedgeView } from '@/features/bots/components/HedgeView'
import { useSession } from '@/features/session/api/session'
import { chosen } from '@/lib/bots/desk'
import { useBotDesk } from '@/lib/bots/useBotDesk'

const route = getRouteApi('/desk/positions/$id')

export function HedgePage() {
  const { id } = route.useParams()
  const { bot: wanted } = route.useSearch()
  const desk = useBotDesk()
  const role = useSession()?.role ?? 'viewer'
  return (
    <Page
      title={`Position ${id}`}
      aside={
        <Link to="/positions" search={{}} activeOptions={{ exact: true }} className="chip text-primary-ink">
          All positions
        </Link>
      }
    >
      <Loaded query={desk} what="The bots" rows={14}>
        {(bots) => {
          const holder = bots.find(({ positions }) => positions?.some((position) => position.position_id === id))
          const bot = bots.find(({ name }) => name === wanted) ?? holder ?? chosen(bots, wanted)
          return bot ? (
            <HedgeView key={`${bot.name} ${id}`} bot={bot} id={id} role={role} />
          ) : (
            <Empty title="No bot is attached">
              <p>This position is a bot’s, and none is attached to this server.</p>
            </Empty>
          )
        }}
      </Loaded>
    </Page>
  )
}
