// Which cards of the dashboard are opened, counted by the server. The names are fixed here.
import type { Client } from './api/client'

export const cardNames = ['positions', 'position', 'price', 'chart', 'account'] as const
export type CardName = (typeof cardNames)[number]

/** Nobody waits for it, and nothing depends on it. */
export function countClick(client: Client, name: CardName): void {
  client.post<undefined>('/api/v1/dashboard/card-click', { name }).catch(() => undefined)
}
