import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { ApiContext } from '@/lib/api/context'
import { watch } from '@/lib/settings'
import { FeedContext } from '@/lib/stream/context'
import type { createPages } from './router'
import type { Services } from './services'

interface AppProps {
  services: Services
  pages: ReturnType<typeof createPages>
}

export function App({ services, pages }: AppProps) {
  const { client, contact, feed, queries } = services
  const api = useMemo(() => ({ client, contact }), [client, contact])
  useEffect(watch, [])
  return (
    <QueryClientProvider client={queries}>
      <ApiContext value={api}>
        <FeedContext value={feed}>
          <RouterProvider router={pages} />
        </FeedContext>
      </ApiContext>
    </QueryClientProvider>
  )
}
