import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import { asApiError } from '@/lib/api/error'
import type { Credentials, Session } from '@/lib/api/types'

const path = '/api/v1/auth/session'

/** Who is signed in; null means nobody. */
export function sessionQuery(client: Client) {
  return queryOptions<Session | null>({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      try {
        return await client.get<Session>(path, signal)
      } catch (error) {
        if (asApiError(error).status === 401) return null
        throw error
      }
    },
    staleTime: 60_000,
    gcTime: Infinity,
    retry: false,
  })
}

export function useSession(): Session | null {
  const client = useClient()
  return useQuery(sessionQuery(client)).data ?? null
}

/** Another person may sit here next: nothing of the last session's data stays. */
export function forgetSession(queries: QueryClient, client: Client): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' || query.queryKey.length > 1 })
  queries.setQueryData(sessionQuery(client).queryKey, null)
}

export function useSignIn() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (credentials: Credentials) => client.postAnonymous<Session>(path, credentials),
    onSuccess: (session) => queries.setQueryData(sessionQuery(client).queryKey, session),
    // A password is not kept in the page's memory of mutations.
    gcTime: 0,
  })
}
