import { Link, useSearch } from '@tanstack/react-router'
import { panes, type Pane } from './places'

const words: Record<Pane, { label: string; mark: string }> = {
  positions: { label: 'Positions', mark: '◧' },
  chart: { label: 'Chart', mark: '▤' },
  account: { label: 'Account', mark: '◎' },
}

/** On a phone one pane is shown at a time; this bar chooses which. */
export function BottomBar() {
  const { pane = 'positions' } = useSearch({ strict: false })
  return (
    <nav
      aria-label="Panes"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-card pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {panes.map((each) => (
        <Link
          key={each}
          to="/"
          search={(before) => ({ ...before, pane: each })}
          aria-current={each === pane ? 'page' : undefined}
          className={`flex min-h-14 flex-1 flex-col items-center justify-center text-xs ${
            each === pane ? 'font-semibold text-primary-ink' : 'text-muted'
          }`}
        >
          <span aria-hidden className="text-base leading-5">
            {words[each].mark}
          </span>
          {words[each].label}
        </Link>
      ))}
    </nav>
  )
}
