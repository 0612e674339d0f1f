// The places within the site that an address may name.

/** On a phone one of these is shown at a time on the dashboard. */
export const panes = ['positions', 'chart', 'account'] as const
export type Pane = (typeof panes)[number]

export const pages = [
  { to: '/', label: 'Overview', icon: 'desk', chord: 'd' },
  { to: '/dashboard', label: 'Live', icon: 'live', chord: 'v' },
  { to: '/signals', label: 'Signals', icon: 'signal', chord: 'n' },
  { to: '/positions', label: 'Positions', icon: 'hedge', chord: 'p' },
  { to: '/trade', label: 'Trade', icon: 'trade', chord: 't' },
  { to: '/charts', label: 'Charts', icon: 'chart', chord: 'c' },
  { to: '/operations', label: 'Operations', icon: 'list', chord: 'o' },
  { to: '/performance', label: 'Performance', icon: 'performance', chord: 'f' },
  { to: '/report', label: 'Day', icon: 'report', chord: 'e' },
  { to: '/analytics', label: 'Analytics', icon: 'analytics', chord: 'a' },
  { to: '/orders', label: 'Orders', icon: 'orders', chord: 'w' },
  { to: '/risk', label: 'Risk', icon: 'risk', chord: 'r' },
  { to: '/logs', label: 'Audit', icon: 'log', chord: 'l' },
  { to: '/settings', label: 'Settings', icon: 'settings', chord: 's' },
] as const

export type Place = (typeof pages)[number]['to']

/** The parts of the settings, in the order of their navigation. */
export const sections = ['trading', 'signals', 'bots', 'users', 'keys', 'account'] as const
export type Section = (typeof sections)[number]

/** How far back the analytics look. */
export const analyticsDays = [7, 30, 90] as const

/** Only a place on this site: an address taken from a link must not lead elsewhere. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/'
}

/** A market's name as an address may hold it. */
export function symbolIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z0-9._-]{1,32}$/.test(value) ? value : undefined
}

/** A number of a plan or an operation. */
export function idIn(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined
}
