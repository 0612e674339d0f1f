import { getRouteApi } from '@tanstack/react-router'
import { Card } from '@/components/Card'
import { Command, Empty } from '@/components/Empty'
import { Loaded } from '@/components/Loaded'
import { Page } from '@/components/Page'
import { Analytics } from '@/features/bots/components/Analytics'
import { BotSwitch } from '@/features/bots/components/BotSwitch'
import { Choice } from '@/components/Choice'
import { useSession } from '@/features/session/api/session'
import { chosen } from '@/lib/bots/desk'
import { useBotDesk } from '@/lib/bots/useBotDesk'
import { analyticsDays } from './places'

const route = getRouteApi('/desk/analytics')
const periods = analyticsDays.map((days) => ({ value: days, name: `${days} days` }))

export function AnalyticsPage() {
  const { bot: wanted, days = 7 } = route.useSearch()
  const search = route.useNavigate()
  const desk = useBotDesk()
  const role = useSession()?.role ?? 'viewer'
  const bot = desk.data && chosen(desk.data, wanted)
  return (
    <Page
      title="Analytics"
      aside={
        bot && (
          <>
            <BotSwitch bots={desk.data!} current={bot.name} onChoose={(name) => void search({ search: (before) => ({ ...before, bot: name }), replace: true })} />
            <Choice label="Period" options={periods} value={days} onChange={(next) => void search({ search: (before) => ({ ...before, days: next }), replace: true })} />
          </>
        )
      }
    >
      {bot ? (
        <Analytics key={bot.name} bot={bot} days={days} role={role} />
      ) : (
        <Card title="Analytics">
          <Loaded query={desk} what="The bots" rows={12}>
            {() => (
              <Empty title="No bot is attached">
                <p>Figures of a bot stand here once one is named to the server:</p>
                <Command>robsond --bot default=http://127.0.0.1:8000 --bot-key-file FILE</Command>
              </Empty>
            )}
          </Loaded>
        </Card>
      )}
    </Page>
  )
}
