import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Client } from '@/lib/api/client'
import { ContactLog } from '@/lib/api/contact'
import { ApiContext } from '@/lib/api/context'
import { FeedContext } from '@/lib/stream/context'
import { waysOf } from '@/app/services'
import { Feed } from '@/lib/stream/feed'
import { FakeEventSource } from './fakeEvents'
import { FakeLine } from './fakeSocket'
import { FakeServer } from './fakeServer'

export interface Desk {
  server: FakeServer
  line: FakeLine
  feed: Feed
  client: Client
  contact: ContactLog
  queries: QueryClient
}

/** The page's services over a fake server and a fake line; prices are handed over at once. */
export function createDesk(server = new FakeServer()): Desk {
  const contact = new ContactLog()
  const client = new Client({ contact, onSignedOut: () => undefined, fetch: server.fetch })
  const line = new FakeLine()
  const feed = new Feed({
    ...waysOf(client, () => undefined),
    connect: line.connect,
    openEvents: () => new FakeEventSource(),
    nextFrame: (run) => run(),
    painted: (run) => run(),
  })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
  return { server, line, feed, client, contact, queries }
}

export function renderOn(desk: Desk, children: ReactNode) {
  return render(
    <QueryClientProvider client={desk.queries}>
      <ApiContext value={{ client: desk.client, contact: desk.contact }}>
        <FeedContext value={desk.feed}>{children}</FeedContext>
      </ApiContext>
    </QueryClientProvider>,
  )
}
