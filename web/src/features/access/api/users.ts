import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useStepUp } from '@/components/StepUp'
import { useClient } from '@/lib/api/context'
import type { NewUser, User, UserChange, Users } from '@/lib/api/types'

const path = '/api/v1/users'
const key = ['access', 'users']

/** @param enabled only admins are answered */
export function useUsers(enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.get<Users>(path, signal),
    enabled,
    refetchInterval: 30_000,
    meta: { what: 'the users' },
  })
}

export function useAddUser() {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: (user: NewUser) => stepUp(`Adding ${user.username}`, () => client.post<User>(path, user)),
    // After silence, too: the list tells whether it was made.
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
    // A password is not kept in the page's memory of mutations.
    gcTime: 0,
  })
}

export function useChangeUser({ id, username }: User) {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: (change: UserChange) => stepUp(`Changing ${username}`, () => client.patch<User>(`${path}/${id}`, change)),
    // After a refusal, too: the reason may be what somebody else did.
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
    gcTime: 0,
  })
}
