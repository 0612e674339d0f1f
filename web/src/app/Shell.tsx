import { Outlet, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { StopBanner } from '@/features/bots/components/StopBanner'
import { usePositions } from '@/features/positions/api/positions'
import { useSession } from '@/features/session/api/session'
import { BottomBar } from './BottomBar'
import { ConnectionBanner } from './ConnectionBanner'
import { Header } from './Header'
import { HelpDialog } from './HelpDialog'
import { LiveAlarms } from './LiveAlarms'
import { LiveSignals } from './LiveSignals'
import type { Place } from './places'
import { useShortcuts } from './shortcuts'
import { SideBar } from './SideBar'
import { TabTitle } from './TabTitle'
import { useConnection } from './useConnection'
import { useLiveFeed } from './useLiveFeed'
import { useTelemetry } from './useTelemetry'
import { VenueFrame } from './VenueFrame'

/** Everything around a page for those who are signed in. */
export function Shell() {
  const session = useSession()
  const connection = useConnection()
  const navigate = useNavigate()
  const spotPositions = usePositions().data?.positions.length ?? 0
  const [help, setHelp] = useState(false)
  useLiveFeed(connection.state)
  useTelemetry()
  useShortcuts(
    useMemo(() => ({ help: () => setHelp(true), go: (to: Place) => void navigate({ to }) }), [navigate]),
  )
  if (!session) return null
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(3.5rem+env(safe-area-inset-bottom))] md:pb-0 xl:h-dvh print:h-auto print:pb-0">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-card focus:p-3">
        Skip to the content
      </a>
      <VenueFrame kind={session.venue_kind} />
      <TabTitle />
      <LiveSignals />
      <div className="contents print:hidden">
        <Header
          session={session}
          connection={connection}
          spotPositions={spotPositions}
          onHelp={() => setHelp(true)}
          onSignedOut={() => void navigate({ to: '/login', search: {} })}
        />
        <ConnectionBanner view={connection} />
        <StopBanner role={session.role} />
        <LiveAlarms />
      </div>
      <div className="flex min-h-0 flex-1">
        <SideBar />
        <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none xl:overflow-y-auto print:overflow-visible">
          <Outlet />
        </main>
      </div>
      <BottomBar role={session.role} spotPositions={spotPositions} />
      <HelpDialog open={help} onClose={() => setHelp(false)} />
    </div>
  )
}
