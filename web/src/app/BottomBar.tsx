import { Link, useLocation, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Icon, type IconName } from '@/components/Icon'
import { StopButton } from '@/features/bots/components/StopButton'
import { usePendingCount } from '@/features/signals/api/pending'
import { useClient } from '@/lib/api/context'
import type { Role } from '@/lib/api/types'
import { countClick } from '@/lib/clicks'
import { pages, type Pane, type Place } from './places'
import { WaitingBadge } from './WaitingBadge'

const look = 'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs'
const ink = (current: boolean) => (current ? 'font-semibold text-primary-ink' : 'text-muted')

const more: readonly Place[] = ['/signals', '/positions', '/operations', '/performance', '/report', '/analytics', '/orders', '/charts', '/risk', '/logs', '/settings']

/** On a phone: what is needed at once stands at the thumb, the rest behind "More". */
export function BottomBar({ role, spotPositions }: { role: Role; spotPositions: number }) {
  const { pane = 'positions' } = useSearch({ strict: false })
  const at = useLocation().pathname
  const waiting = usePendingCount()
  const onDesk = (which: Pane) => at === '/' && pane === which
  return (
    <nav
      aria-label="Panes"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-card pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      <PaneLink pane="positions" label="Overview" icon="desk" current={onDesk('positions')} />
      <PageLink to="/dashboard" current={at === '/dashboard'}>
        <WaitingBadge count={waiting} />
      </PageLink>
      <PaneLink pane="chart" label="Chart" icon="chart" current={onDesk('chart')} />
      <PageLink to="/trade" current={at === '/trade'} />
      <StopButton role={role} spotPositions={spotPositions} place="bar" />
      <More current={onDesk('account') || more.some((to) => at === to || at.startsWith(`${to}/`))} at={at} account={onDesk('account')} />
    </nav>
  )
}

function PaneLink({ pane, label, icon, current }: { pane: Pane; label: string; icon: IconName; current: boolean }) {
  const client = useClient()
  return (
    <Link to="/" search={(before) => ({ ...('symbol' in before ? { symbol: before.symbol } : {}), pane })} aria-current={current ? 'page' : undefined} className={`${look} ${ink(current)}`} onClick={() => !current && countClick(client, pane)}>
      <Icon name={icon} />
      {label}
    </Link>
  )
}

function PageLink({ to, current, children }: { to: Place; current: boolean; children?: ReactNode }) {
  const { label, icon } = pages.find((page) => page.to === to)!
  return (
    <Link to={to} aria-current={current ? 'page' : undefined} className={`relative ${look} ${ink(current)}`}>
      <Icon name={icon} />
      {label}
      {children}
    </Link>
  )
}

function More({ current, at, account }: { current: boolean; at: string; account: boolean }) {
  const client = useClient()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    const elsewhere = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)
    document.addEventListener('pointerdown', elsewhere)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', elsewhere)
      document.removeEventListener('keydown', escape)
    }
  }, [open])
  const item = (on: boolean) => `flex min-h-12 items-center gap-3 rounded-md px-3 hover:bg-hover ${ink(on)}`
  return (
    <div ref={box} className="relative flex flex-1">
      <button type="button" aria-expanded={open} className={`${look} ${ink(current)}`} onClick={() => setOpen(!open)}>
        <Icon name="more" />
        More
      </button>
      {open && (
        <div className="absolute right-1 bottom-full mb-1 flex max-h-[calc(100dvh-8rem)] w-48 flex-col overflow-y-auto rounded-lg border border-line bg-card p-1.5 text-base shadow-xl">
          <Link to="/" search={{ pane: 'account' }} aria-current={account ? 'page' : undefined} className={item(account)} onClick={() => {
              countClick(client, 'account')
              setOpen(false)
            }}>
            <Icon name="account" />
            Account
          </Link>
          {pages
            .filter(({ to }) => more.includes(to))
            .map(({ to, label, icon }) => (
              <Link key={to} to={to} aria-current={at === to ? 'page' : undefined} className={item(at === to)} onClick={() => setOpen(false)}>
                <Icon name={icon} />
                {label}
              </Link>
            ))}
        </div>
      )}
    </div>
  )
}
