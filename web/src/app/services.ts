// What lives as long as the page: the way to the server, the feed, the cache of answers. Wiring only.
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { forgetSession } from '@/features/session/api/session'
import { Client } from '@/lib/api/client'
import { ContactLog } from '@/lib/api/contact'
import { asApiError } from '@/lib/api/error'
import { Feed } from '@/lib/stream/feed'
import { notify } from '@/lib/toasts'

export interface Services {
  client: Client
  contact: ContactLog
  feed: Feed
  queries: QueryClient
}

function socketAddress(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location.host}/ws/v1/feed`
}

/** First answers show their failure in their card, and silence has its banner: a toast tells of the rest. */
function tellOfFailure(error: unknown, what: unknown, hasData: boolean): void {
  const { noAnswer, status, message, correlationId } = asApiError(error)
  if (!hasData || noAnswer || status === 401 || typeof what !== 'string') return
  notify({ tone: 'failure', title: `Could not refresh ${what}`, detail: message, correlationId })
}

function createQueries(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => tellOfFailure(error, query.meta?.what, query.state.data !== undefined),
    }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && asApiError(error).noAnswer,
        retryDelay: 400,
      },
    },
  })
}

/** The ways to the feed, over this page's session. */
export function waysOf(client: Client, signedOut: () => void) {
  return {
    connect: () => new WebSocket(socketAddress()),
    openEvents: (query: string) => new EventSource(`/api/v1/feed/sse?${query}`),
    poll: async (query: string) => (await client.get<{ messages: unknown[] }>(`/api/v1/feed/poll?${query}`)).messages,
    checkSession: () => isGood(client.get('/api/v1/auth/session')),
    signedOut,
    ticket: async (expiresAt: number) => {
      if (!(await client.renewBefore(expiresAt))) return null
      return (await client.post<{ ticket: string }>('/api/v1/auth/ticket')).ticket
    },
  }
}

/** A refusal is an answer; silence is not. */
function isGood(session: Promise<unknown>): Promise<boolean> {
  return session.then(
    () => true,
    (error: unknown) => {
      if (asApiError(error).status === 401) return false
      throw error
    },
  )
}

export function createServices(onSignedOut: () => void): Services {
  const contact = new ContactLog()
  const queries = createQueries()
  const signedOut = () => {
    forgetSession(queries, client)
    onSignedOut()
  }
  const client: Client = new Client({ contact, onSignedOut: signedOut })
  const feed = new Feed(waysOf(client, signedOut))
  return { client, contact, feed, queries }
}
