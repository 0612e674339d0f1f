import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Client } from './client'
import type { Contact, ContactLog } from './contact'

export interface Api {
  client: Client
  contact: ContactLog
}

export const ApiContext = createContext<Api | null>(null)

function useApi(): Api {
  const api = useContext(ApiContext)
  if (!api) throw new Error('no ApiContext above this component')
  return api
}

export function useClient(): Client {
  return useApi().client
}

export function useContact(): Contact {
  const { contact } = useApi()
  return useSyncExternalStore(contact.subscribe, contact.read)
}
