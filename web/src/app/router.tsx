import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, notFound, Outlet, redirect } from '@tanstack/react-router'
import { readAuditFilters } from '@/features/audit/filters'
import { readFilters as readPositionFilters } from '@/features/bots/everything'
import { readFilters } from '@/features/operations/filters'
import { readOrderFilters } from '@/features/orders/filters'
import { readPerformanceChoice, readReportChoice } from '@/features/performance/choices'
import { readSignalFilters, type Filters as SignalFilters } from '@/features/signals/filters'
import { sessionQuery } from '@/features/session/api/session'
import { StepUp } from '@/components/StepUp'
import { Toaster } from '@/components/Toaster'
import { Skeleton } from '@/components/Skeleton'
import { botIn, hedgeIdIn } from '@/lib/bots/desk'
import { botDeskQuery } from '@/lib/bots/useBotDesk'
import { NoSession, NotFound, Waiting } from './edges'
import { OverviewPage } from './OverviewPage'
import { analyticsDays, idIn, panes, safeNext, sections, symbolIn, type Pane, type Section } from './places'
import { SignInPage } from './SignInPage'
import type { Services } from './services'
import { Shell } from './Shell'

const mostWaitMs = 500

const root = createRootRouteWithContext<Services>()({
  component: () => (
    <>
      <Outlet />
      <StepUp />
      <Toaster />
    </>
  ),
  notFoundComponent: NotFound,
})

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = safeNext(search.next)
    return next === '/' ? {} : { next }
  },
  component: SignInPage,
})

/** Everything that needs a session. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery(context.client))
    if (!session) throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } })
  },
  component: Shell,
  errorComponent: NoSession,
  pendingComponent: Waiting,
})

const overview = createRoute({
  getParentRoute: () => desk,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { symbol?: string; pane?: Pane; bot?: string } => {
    const pane = panes.find((each) => each === search.pane)
    const symbol = symbolIn(search.symbol)
    const bot = botIn(search.bot)
    return { ...(symbol && { symbol }), ...(pane && { pane }), ...(bot && { bot }) }
  },
  // Whether there are bots decides what stands at the top: better known a moment later than moved under the eyes.
  loader: ({ context: { queries, client, feed } }) =>
    Promise.race([queries.ensureQueryData(botDeskQuery(client, feed)), new Promise((resolve) => setTimeout(resolve, mostWaitMs))]).catch(() => undefined),
  component: OverviewPage,
})

/** What waits for a decision now, what is held, what it is all worth. */
const live = createRoute({
  getParentRoute: () => desk,
  path: '/dashboard',
  component: lazyRouteComponent(() => import('./DashboardPage'), 'DashboardPage'),
})

// Every page but the first is fetched when it is opened, or a moment before: when a link to it is pointed at.
const trade = createRoute({
  getParentRoute: () => desk,
  path: '/trade',
  validateSearch: (search: Record<string, unknown>): { symbol?: string; side?: 'BUY' | 'SELL'; strategy?: number; plan?: number } => {
    const found = {
      symbol: symbolIn(search.symbol),
      side: (['BUY', 'SELL'] as const).find((each) => each === search.side),
      strategy: idIn(search.strategy),
      plan: idIn(search.plan),
    }
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
  },
  component: lazyRouteComponent(() => import('./TradePage'), 'TradePage'),
})

const charts = createRoute({
  getParentRoute: () => desk,
  path: '/charts',
  validateSearch: (search: Record<string, unknown>): { symbol?: string } => {
    const symbol = symbolIn(search.symbol)
    return symbol ? { symbol } : {}
  },
  component: lazyRouteComponent(() => import('./ChartsPage'), 'ChartsPage'),
})

const operations = createRoute({
  getParentRoute: () => desk,
  path: '/operations',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./OperationsPage'), 'OperationsPage'),
})

const operation = createRoute({
  getParentRoute: () => desk,
  path: '/operations/$id',
  component: lazyRouteComponent(() => import('./OperationPage'), 'OperationPage'),
})

const positions = createRoute({
  getParentRoute: () => desk,
  path: '/positions',
  validateSearch: readPositionFilters,
  component: lazyRouteComponent(() => import('./PositionsPage'), 'PositionsPage'),
})

/** A number names an operation, whose page is another. */
const position = createRoute({
  getParentRoute: () => desk,
  path: '/positions/$id',
  validateSearch: (search: Record<string, unknown>): { bot?: string } => {
    const bot = botIn(search.bot)
    return bot ? { bot } : {}
  },
  beforeLoad: ({ params: { id } }) => {
    if (idIn(id) !== undefined) throw redirect({ to: '/operations/$id', params: { id }, replace: true })
    if (hedgeIdIn(id) === undefined) throw notFound()
  },
  notFoundComponent: NotFound,
  component: lazyRouteComponent(() => import('./HedgePage'), 'HedgePage'),
})

const analytics = createRoute({
  getParentRoute: () => desk,
  path: '/analytics',
  validateSearch: (search: Record<string, unknown>): { bot?: string; days?: (typeof analyticsDays)[number] } => {
    const bot = botIn(search.bot)
    const days = analyticsDays.find((each) => each === Number(search.days))
    return { ...(bot && { bot }), ...(days && { days }) }
  },
  component: lazyRouteComponent(() => import('./AnalyticsPage'), 'AnalyticsPage'),
})

const orders = createRoute({
  getParentRoute: () => desk,
  path: '/orders',
  validateSearch: readOrderFilters,
  component: lazyRouteComponent(() => import('./OrdersPage'), 'OrdersPage'),
})

const signals = createRoute({
  getParentRoute: () => desk,
  path: '/signals',
  validateSearch: (search: Record<string, unknown>): SignalFilters & { signal?: number } => {
    const signal = idIn(search.signal)
    return { ...readSignalFilters(search), ...(signal && { signal }) }
  },
  component: lazyRouteComponent(() => import('./SignalsPage'), 'SignalsPage'),
})

const performance = createRoute({
  getParentRoute: () => desk,
  path: '/performance',
  validateSearch: readPerformanceChoice,
  component: lazyRouteComponent(() => import('./PerformancePage'), 'PerformancePage'),
})

const report = createRoute({
  getParentRoute: () => desk,
  path: '/report',
  validateSearch: readReportChoice,
  component: lazyRouteComponent(() => import('./ReportPage'), 'ReportPage'),
})

const risk = createRoute({
  getParentRoute: () => desk,
  path: '/risk',
  component: lazyRouteComponent(() => import('./RiskPage'), 'RiskPage'),
})

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { section?: Section; strategy?: number | 'new'; bot?: string } => {
    const section = sections.find((each) => each === search.section)
    const strategy = search.strategy === 'new' ? 'new' : idIn(search.strategy)
    const bot = botIn(search.bot)
    return { ...(section && { section }), ...(strategy && { strategy }), ...(bot && { bot }) }
  },
  component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
})

const logs = createRoute({
  getParentRoute: () => desk,
  path: '/logs',
  validateSearch: readAuditFilters,
  component: lazyRouteComponent(() => import('./LogsPage'), 'LogsPage'),
})

const places = [overview, live, signals, positions, position, performance, report, analytics, trade, charts, operations, operation, orders, risk, settings, logs] as const

export function createPages(services: Services) {
  return createRouter({
    routeTree: root.addChildren([login, desk.addChildren(places)]),
    context: services,
    defaultPreload: 'intent',
    defaultPendingComponent: () => <Skeleton label="Opening the page" rows={12} />,
  })
}

/** The session ended: to the sign-in page, and from there back to where one was. */
export function leadToSignIn(pages: ReturnType<typeof createPages>): void {
  const { pathname, href } = pages.state.location
  if (pathname !== '/login') void pages.navigate({ to: '/login', search: href === '/' ? {} : { next: href } })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>
  }
}
