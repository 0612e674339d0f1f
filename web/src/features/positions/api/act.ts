import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { newKey } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import { asApiError } from '@/lib/api/error'
import type { Operation } from '@/lib/api/types'
import { money, price as priceText } from '@/lib/format'
import { notify } from '@/lib/toasts'

export type Act = 'close' | 'stop' | 'target' | 'detach'

/** One act on a position. After silence the same key is sent again, so that it happens once. */
export function useAct(id: number, act: Act) {
  const client = useClient()
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (body: object) => client.post<Operation>(`/api/portfolio/positions/${id}/${act}/`, body, { idempotencyKey: key.current }),
    onSuccess: (operation) => {
      key.current = newKey()
      tellOfEnd(operation)
    },
    onError: (error) => {
      const { status, code } = asApiError(error)
      if (status !== null && status < 500 && status !== 429 && code !== 'IDEMPOTENCY_IN_FLIGHT') key.current = newKey()
    },
    onSettled: () => {
      for (const what of ['positions', 'summary', 'operations', 'orders', 'risk']) void queries.invalidateQueries({ queryKey: [what] })
    },
  })
}

/** A position that is gone takes its card and dialog with it: what became of it is said where it stays. */
function tellOfEnd({ status, symbol, id, exit_reason: reason, exit_price: price, realized_pnl: result, tick_size: tick, quote_asset: currency }: Operation): void {
  if (status !== 'CLOSED') return
  notify({
    tone: 'good',
    title: `${symbol} #${id} ${reason === 'DETACHED' ? 'detached' : 'closed'}`,
    detail: `Left at ${priceText(price, tick, currency)}, realized ${money(result, { currency, signed: true })} after fees`,
  })
}
