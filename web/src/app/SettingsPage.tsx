import { getRouteApi } from '@tanstack/react-router'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { useSession } from '@/features/session/api/session'
import { StrategiesCard } from '@/features/settings/components/StrategiesCard'
import { VenueKeyCard } from '@/features/settings/components/VenueKeyCard'
import { DisplayChoices } from './DisplayMenu'

const route = getRouteApi('/desk/settings')

export function SettingsPage() {
  const { strategy } = route.useSearch()
  const navigate = route.useNavigate()
  const role = useSession()?.role ?? 'viewer'
  return (
    <Page title="Settings">
      <div className="grid content-start gap-2 md:gap-3 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <StrategiesCard
          role={role}
          chosen={strategy ?? null}
          onChoose={(chosen) => void navigate({ search: chosen === null ? {} : { strategy: chosen }, replace: true })}
        />
        <div className="flex min-w-0 flex-col gap-2 md:gap-3">
          <VenueKeyCard role={role} />
          <Card title="Display of this browser">
            <div className="grid px-2 pb-2 sm:grid-cols-2">
              <DisplayChoices />
            </div>
          </Card>
        </div>
      </div>
    </Page>
  )
}
