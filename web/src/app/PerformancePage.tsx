import { getRouteApi } from '@tanstack/react-router'
import { Choice } from '@/components/Choice'
import { Page } from '@/components/Page'
import { PerformanceView } from '@/features/performance/components/PerformanceView'
import { windows, type PerformanceChoice } from '@/features/performance/choices'
import { zoneName } from '@/lib/timeZone'
import { ZoneChoice } from './ZoneChoice'

const route = getRouteApi('/desk/performance')

export function PerformancePage() {
  const { window = '30d', by = 'strategy', zone = 'local' } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (part: PerformanceChoice) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  return (
    <Page
      title="Performance"
      aside={
        <>
          <Choice label="Window" options={windows} value={window} onChange={(next) => set({ window: next })} />
          <ZoneChoice zone={zone} onZone={(next) => set({ zone: next })} />
        </>
      }
    >
      <PerformanceView window={window} by={by} zone={zoneName(zone)} onBy={(next) => set({ by: next })} />
    </Page>
  )
}
