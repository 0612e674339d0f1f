import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import type { AuditEntries, AuditVerdict } from '@/lib/api/types'
import { auditQuery, type Filters } from '../filters'
import type { KeptHead } from '../words'

const pageRows = 100
const freshEveryMs = 15_000

/** The newest first; older ones as they are scrolled to. Only what has no older page behind it moves by itself. */
export function useAudit(filters: Filters) {
  const client = useClient()
  return useInfiniteQuery({
    queryKey: ['audit', auditQuery(filters)],
    queryFn: ({ pageParam, signal }) => client.get<AuditEntries>(auditQuery(filters, { limit: String(pageRows), ...(pageParam !== null && { cursor: pageParam }) }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : freshEveryMs),
    meta: { what: 'the audit log' },
  })
}

/** Has the server compute the whole chain again; with a head that was kept, also whether that is in it. */
export function useVerifyAudit() {
  const client = useClient()
  return useMutation({
    mutationFn: (kept: KeptHead | null) => client.get<AuditVerdict>(`/api/v1/audit/verify${kept ? `?seq=${kept.seq}&hash=${kept.hash}` : ''}`),
  })
}
