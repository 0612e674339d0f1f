import { useNavigate } from '@tanstack/react-router'
import { usePositions } from '@/features/positions/api/positions'
import { AlarmBanner } from '@/features/risk/components/AlarmBanner'

export function LiveAlarms() {
  const navigate = useNavigate()
  const positions = usePositions().data?.positions ?? []
  return (
    <AlarmBanner
      positions={positions}
      onOperation={(id) => void navigate({ to: '/operations/$id', params: { id: String(id) } })}
      onRisk={() => void navigate({ to: '/risk' })}
    />
  )
}
