import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { sessionQuery } from '@/features/session/api/session'
import { Toaster } from '@/components/Toaster'
import { DashboardPage } from './DashboardPage'
import { NoSession, NotFound, Waiting } from './edges'
import { panes, safeNext, type Pane } from './places'
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
    const symbol = typeof search.symbol === 'string' && /^[A-Z0-9._-]{1,32}$/.test(search.symbol) ? search.symbol : undefined
    return { ...(symbol && { symbol }), ...(pane && { pane }) }
  },
  component: DashboardPage,
})

export function createPages(services: Services) {
  return createRouter({
    routeTree: root.addChildren([login, desk.addChildren([dashboard])]),
    context: services,
    defaultPreload: false,
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
