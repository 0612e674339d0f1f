import { Link, useNavigate } from '@tanstack/react-router'
import { StopButton } from '@/features/bots/components/StopButton'
import { UserMenu } from '@/features/session/components/UserMenu'
import { KillSwitchButton } from '@/features/risk/components/KillSwitch'
import type { Session } from '@/lib/api/types'
import type { ConnectionView } from '@/lib/connection'
import { ConnectionPill } from './ConnectionPill'
import { DisplayMenu } from './DisplayMenu'
import { VenueBadge } from './VenueFrame'

interface HeaderProps {
  session: Session
  connection: ConnectionView
  spotPositions: number
  onHelp: () => void
  onSignedOut: () => void
}

export function Header({ session, connection, spotPositions, onHelp, onSignedOut }: HeaderProps) {
  const navigate = useNavigate()
  return (
    <header className="flex min-h-12 items-center gap-1.5 border-b border-line px-2 sm:gap-2 sm:px-3 md:gap-3 md:px-4">
      <Link to="/" className="flex items-center gap-2 text-base font-semibold">
        <img src="/favicon.svg" alt="" width={22} height={22} />
        <span className="max-sm:sr-only">Robson</span>
      </Link>
      <VenueBadge kind={session.venue_kind} />
      <KillSwitchButton role={session.role} />
      <StopButton role={session.role} spotPositions={spotPositions} place="header" />
      <div className="ml-auto flex min-w-0 items-center gap-1 md:gap-2">
        <ConnectionPill view={connection} />
        <DisplayMenu />
        <UserMenu session={session} onAccount={() => void navigate({ to: '/settings', search: { section: 'account' } })} onHelp={onHelp} onSignedOut={onSignedOut} />
      </div>
    </header>
  )
}
