import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { AccountBalance } from '@/lib/api/types'

function balanceQuery(client: Client) {
  return queryOptions({
    queryKey: ['balance'],
    queryFn: ({ signal }) => client.get<AccountBalance>('/api/account/balance/', signal),
    refetchInterval: 5000,
    meta: { what: 'the balances' },
  })
}

export function useBalance() {
  return useQuery(balanceQuery(useClient()))
}
