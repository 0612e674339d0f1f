import { useNavigate } from '@tanstack/react-router'
import { Page } from '@/components/Page'
import { RiskView } from '@/features/risk/components/RiskView'
import { useSession } from '@/features/session/api/session'

export function RiskPage() {
  const navigate = useNavigate()
  const role = useSession()?.role ?? 'viewer'
  return (
    <Page title="Risk">
      <RiskView role={role} onOperation={(id) => void navigate({ to: '/operations/$id', params: { id: String(id) } })} />
    </Page>
  )
}
