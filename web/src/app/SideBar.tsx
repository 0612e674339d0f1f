import { Link } from '@tanstack/react-router'
import { Icon } from '@/components/Icon'
import { usePendingCount } from '@/features/signals/api/pending'
import { pages } from './places'
import { WaitingBadge } from './WaitingBadge'

/** On a desk every page is one click away. */
export function SideBar() {
  const waiting = usePendingCount()
  return (
    <nav aria-label="Pages" className="hidden w-21 shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line p-1.5 md:flex print:hidden">
      {pages.map(({ to, label, icon, chord }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
          title={`Keys g ${chord}`}
          className="relative flex min-h-12 shrink-0 flex-col items-center justify-center gap-0.5 rounded-md text-xs text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-hover aria-[current=page]:font-semibold aria-[current=page]:text-primary-ink"
        >
          <Icon name={icon} />
          {label}
          {to === '/dashboard' && <WaitingBadge count={waiting} />}
        </Link>
      ))}
    </nav>
  )
}
