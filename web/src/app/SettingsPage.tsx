import { getRouteApi, Link } from '@tanstack/react-router'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { ApiKeysCard } from '@/features/access/components/ApiKeysCard'
import { UsersCard } from '@/features/access/components/UsersCard'
import { BotConfigCards } from '@/features/botConfig/components/BotConfigCards'
import { useSession } from '@/features/session/api/session'
import { PasswordCard } from '@/features/session/components/PasswordCard'
import { TotpCard } from '@/features/session/components/TotpCard'
import { StrategiesCard } from '@/features/settings/components/StrategiesCard'
import { VenueKeyCard } from '@/features/settings/components/VenueKeyCard'
import { PoliciesCard } from '@/features/signals/components/PoliciesCard'
import { ProducersCard } from '@/features/signals/components/ProducersCard'
import type { Role, Session } from '@/lib/api/types'
import { DisplayChoices } from './DisplayMenu'
import { sections, type Section } from './places'

const route = getRouteApi('/desk/settings')

const names: Record<Section, string> = { trading: 'Trading', signals: 'Signals', bots: 'Bots', users: 'Users', keys: 'API keys', account: 'My account' }
const columns = 'grid content-start gap-2 md:gap-3 xl:grid-cols-[minmax(0,1fr)_26rem]'

export function SettingsPage() {
  const { section = 'trading' } = route.useSearch()
  const session = useSession()
  return (
    <Page title="Settings">
      <nav aria-label="Sections of the settings" className="flex gap-1 overflow-x-auto border-b border-line px-1 pb-1.5">
        {sections.map((each) => (
          <Link key={each} to="/settings" search={{ section: each }} aria-current={each === section ? 'page' : undefined} className="chip shrink-0 px-3">
            {names[each]}
          </Link>
        ))}
      </nav>
      {session && <Shown section={section} session={session} />}
    </Page>
  )
}

function Shown({ section, session }: { section: Section; session: Session }) {
  const { bot } = route.useSearch()
  const navigate = route.useNavigate()
  const { role, username } = session
  switch (section) {
    case 'trading':
      return <Trading role={role} />
    case 'signals':
      return (
        <div className={columns}>
          <ProducersCard role={role} />
          <PoliciesCard role={role} />
        </div>
      )
    case 'bots':
      return <BotConfigCards role={role} bot={bot ?? null} onBot={(next) => void navigate({ search: { section: 'bots', bot: next } })} />
    case 'users':
      return <UsersCard role={role} me={username} />
    case 'keys':
      return <ApiKeysCard role={role} />
    case 'account':
      return (
        <div className={columns}>
          <TotpCard session={session} />
          <PasswordCard session={session} />
        </div>
      )
  }
}

function Trading({ role }: { role: Role }) {
  const { strategy } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className={columns}>
      <StrategiesCard role={role} chosen={strategy ?? null} onChoose={(chosen) => void navigate({ search: chosen === null ? {} : { strategy: chosen }, replace: true })} />
      <div className="flex min-w-0 flex-col gap-2 md:gap-3">
        <VenueKeyCard role={role} />
        <Card title="Display of this browser">
          <div className="grid px-2 pb-2 sm:grid-cols-2">
            <DisplayChoices />
          </div>
        </Card>
      </div>
    </div>
  )
}
