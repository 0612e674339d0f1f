import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { readFilters } from '@/features/operations/filters'
import { readOrderFilters } from '@/features/orders/filters'
import { sessionQuery } from '@/features/session/api/session'
import { Toaster } from '@/components/Toaster'
import { Skeleton } from '@/components/Skeleton'
import { DashboardPage } from './DashboardPage'
import { NoSession, NotFound, Waiting } from './edges'
import { idIn, panes, safeNext, symbolIn, type Pane } from './places'
import { SignInPage } from './SignInPage'
import type { Services } from './services'
import { Shell } from './Shell'

const root = createRootRouteWithContext<Services>()({
  component: () => (
    <>
      <Outlet />
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

const dashboard = createRoute({
  getParentRoute: () => desk,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { symbol?: string; pane?: Pane } => {
    const pane = panes.find((each) => each === search.pane)
    const symbol = symbolIn(search.symbol)
    return { ...(symbol && { symbol }), ...(pane && { pane }) }
  },
  component: DashboardPage,
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

const orders = createRoute({
  getParentRoute: () => desk,
  path: '/orders',
  validateSearch: readOrderFilters,
  component: lazyRouteComponent(() => import('./OrdersPage'), 'OrdersPage'),
})

const risk = createRoute({
  getParentRoute: () => desk,
  path: '/risk',
  component: lazyRouteComponent(() => import('./RiskPage'), 'RiskPage'),
})

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { strategy?: number | 'new' } => {
    const strategy = search.strategy === 'new' ? 'new' : idIn(search.strategy)
    return strategy ? { strategy } : {}
  },
  component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
})

const places = [dashboard, trade, charts, operations, operation, orders, risk, settings] as const

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
