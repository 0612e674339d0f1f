import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import { asApiError } from '@/lib/api/error'
import { notify } from '@/lib/toasts'
import { forgetSession } from './session'

/** Signed out only when the server says so: a session that it has not ended could still be used. */
export function useSignOut(onDone: () => void) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.post<undefined>('/api/v1/auth/logout'),
    onSuccess: () => {
      forgetSession(queries, client)
      onDone()
    },
    onError: (error) => {
      const { message, correlationId } = asApiError(error)
      notify({ tone: 'failure', title: 'You are still signed in', detail: message, correlationId })
    },
  })
}
