import { Choice } from '@/components/Choice'
import { localZone, type Zone } from '@/lib/timeZone'

/** Whose midnight a day begins at. Where one lives in UTC there is nothing to choose. */
export function ZoneChoice({ zone, onZone }: { zone: Zone; onZone: (zone: Zone) => void }) {
  const local = localZone()
  if (local === 'UTC') return <span className="text-sm text-muted">Days in UTC</span>
  const options = [
    { value: 'local', name: local.split('/').at(-1)!.replaceAll('_', ' ') },
    { value: 'utc', name: 'UTC' },
  ] as const
  return <Choice label="Days of" options={options} value={zone} onChange={onZone} />
}
