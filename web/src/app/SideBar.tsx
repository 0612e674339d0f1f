import { Link } from '@tanstack/react-router'
import { Icon } from '@/components/Icon'
import { pages } from './places'

/** On a desk every page is one click away. */
export function SideBar() {
  return (
    <nav aria-label="Pages" className="hidden w-21 shrink-0 flex-col gap-0.5 border-r border-line p-1.5 md:flex">
      {pages.map(({ to, label, icon, chord }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
          title={`Keys g ${chord}`}
          className="flex min-h-14 flex-col items-center justify-center gap-0.5 rounded-md text-xs text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-hover aria-[current=page]:font-semibold aria-[current=page]:text-primary-ink"
        >
          <Icon name={icon} />
          {label}
        </Link>
      ))}
    </nav>
  )
}
