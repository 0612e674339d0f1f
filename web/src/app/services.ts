// What lives as long as the page: the way to the server, the feed, the cache of answers. Wiring only.
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { forgetSession } from '@/features/session/api/session'
import { Client } from '@/lib/api/client'
import { ContactLog } from '@/lib/api/contact'
import { asApiError } from '@/lib/api/error'
import type { Price } from '@/lib/api/types'
import { PriceFeed } from '@/lib/stream/feed'
import { notify } from '@/lib/toasts'

export interface Services {
  client: Client
  contact: ContactLog
  feed: PriceFeed
  queries: QueryClient
}

function socketAddress(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location.host}/ws/prices/`
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

export function createServices(onSignedOut: () => void): Services {
  const contact = new ContactLog()
  const queries = createQueries()
  const client: Client = new Client({
    contact,
    onSignedOut: () => {
      forgetSession(queries, client)
      onSignedOut()
    },
  })
  const feed = new PriceFeed({
    connect: () => new WebSocket(socketAddress()),
    fetchPrice: (symbol) => client.get<Price>(`/api/market/price/${encodeURIComponent(symbol)}/`),
    onUnauthorised: () => void client.get('/api/v1/auth/session').catch(() => undefined),
  })
  return { client, contact, feed, queries }
}
