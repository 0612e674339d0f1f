// What belongs to the user who is signed in: password and second factor.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useStepUp } from '@/components/StepUp'
import { useClient } from '@/lib/api/context'
import type { PasswordChange, RecoveryCodes, Totp, TotpSecret } from '@/lib/api/types'

const path = '/api/v1/auth/totp'
const key = ['session', 'totp']

export function useTotp() {
  const client = useClient()
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.get<Totp>(path, signal),
    meta: { what: 'the second factor' },
  })
}

export function useChangePassword() {
  const client = useClient()
  return useMutation({
    mutationFn: (change: PasswordChange) => client.prove<undefined>('/api/v1/auth/password', change),
    // A password is not kept in the page's memory of mutations.
    gcTime: 0,
  })
}

export function useBeginTotp() {
  const client = useClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: () => stepUp('Setting up a second factor', () => client.post<TotpSecret>(path)),
    gcTime: 0,
  })
}

/** @param onCodes is told the recovery codes, whatever has become of the form meanwhile: they come this once */
export function useConfirmTotp(onCodes: (codes: readonly string[]) => void) {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: (code: string) => stepUp('Turning the second factor on', () => client.prove<RecoveryCodes>(`${path}/confirm`, { code })),
    onSuccess: ({ recovery_codes }) => {
      onCodes(recovery_codes)
      void queries.invalidateQueries({ queryKey: ['session'] })
    },
    gcTime: 0,
  })
}

export function useDisableTotp() {
  const client = useClient()
  const queries = useQueryClient()
  const stepUp = useStepUp()
  return useMutation({
    mutationFn: (code: string) => stepUp('Turning the second factor off', () => client.prove<undefined>(`${path}/disable`, { code })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['session'] }),
    gcTime: 0,
  })
}
