import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, buttonLook } from '@/components/Button'
import { Card } from '@/components/Card'
import { TextField } from '@/components/Field'
import { Loaded } from '@/components/Loaded'
import { Page } from '@/components/Page'
import { reportAddress, useReport } from '@/features/performance/api/performance'
import { ReportView } from '@/features/performance/components/ReportView'
import { usualHours, type ReportChoice } from '@/features/performance/choices'
import { useSession } from '@/features/session/api/session'
import { useNow } from '@/lib/clock'
import { dateIn, daysAfter, zoneName } from '@/lib/timeZone'
import { VenueBadge } from './VenueFrame'
import { ZoneChoice } from './ZoneChoice'

const route = getRouteApi('/desk/report')

/** The trader's day, for the evening and for the file. */
export function ReportPage() {
  const { date, zone = 'local', close = usualHours.close, open = usualHours.open } = route.useSearch()
  const search = route.useNavigate()
  const navigate = useNavigate()
  const session = useSession()
  const tz = zoneName(zone)
  const today = dateIn(tz, useNow())
  const day = { date: date ?? null, tz, close, open }
  const query = useReport(day)
  const set = (part: ReportChoice) =>
    void search({ replace: true, search: (before) => Object.fromEntries(Object.entries({ ...before, ...part }).filter(([name, value]) => value !== undefined && value !== '' && !(name === 'date' && value === today))) })
  const shown = date ?? today
  return (
    <Page
      title={`Report of ${shown}`}
      aside={
        <>
          {session && <VenueBadge kind={session.venue_kind} />}
          <span className="text-sm text-muted">{session?.client_name}</span>
        </>
      }
    >
      <form aria-label="Day and hours" className="flex flex-wrap items-end gap-2 px-1 print:hidden" onSubmit={(event) => event.preventDefault()}>
        <Button aria-label="The day before" onClick={() => set({ date: daysAfter(shown, -1) })}>
          ◀
        </Button>
        <TextField label="Day" type="date" className="w-38" value={shown} max={today} onChange={(event) => event.target.value && set({ date: event.target.value })} />
        <Button aria-label="The day after" disabled={shown >= today} onClick={() => set({ date: daysAfter(shown, 1) })}>
          ▶
        </Button>
        <TextField label="Close" type="time" className="w-30" value={close} onChange={(event) => event.target.value && set({ close: event.target.value })} />
        <TextField label="Open" type="time" className="w-30" value={open} onChange={(event) => event.target.value && set({ open: event.target.value })} />
        <ZoneChoice zone={zone} onZone={(next) => set({ zone: next })} />
        <div className="ml-auto flex gap-2">
          <a className={buttonLook()} href={`${reportAddress({ ...day, date: shown })}&format=csv`} download={`report-${shown}.csv`}>
            CSV
          </a>
          <Button onClick={() => window.print()}>Print</Button>
        </div>
      </form>
      {query.data ? (
        <>
          <p className="px-1 text-sm text-muted">
            {query.data.final ? 'The whole day' : 'The day so far'}, {query.data.time_zone}
          </p>
          <div className={query.isPlaceholderData ? 'opacity-70' : ''} aria-busy={query.isPlaceholderData}>
            <ReportView report={query.data} hours={{ close, open }} onOperation={(id) => void navigate({ to: '/operations/$id', params: { id: String(id) } })} />
          </div>
        </>
      ) : (
        <Card title="The day">
          <Loaded query={query} what="The report" rows={12}>
            {() => null}
          </Loaded>
        </Card>
      )}
    </Page>
  )
}
