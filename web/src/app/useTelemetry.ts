// Page views and web vitals for as long as somebody is signed in.
import { useLocation } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useClient } from '@/lib/api/context'
import type { PageName } from '@/lib/api/types'
import { Telemetry } from '@/lib/telemetry'
import { watchVitals } from '@/lib/vitals'

const names: Record<string, PageName> = {
  '': 'overview',
  dashboard: 'dashboard',
  signals: 'signals',
  positions: 'positions',
  performance: 'performance',
  report: 'report',
  trade: 'trade',
  operations: 'operations',
  orders: 'orders',
  charts: 'market',
  risk: 'risk',
  analytics: 'analytics',
  settings: 'settings',
  logs: 'logs',
}

export function pageName(path: string): PageName {
  const [, first = '', second] = path.split('/')
  if (first === 'positions' && second) return 'position'
  return names[first] ?? 'other'
}

export function useTelemetry(): void {
  const client = useClient()
  const path = useLocation().pathname
  const telemetry = useMemo(() => new Telemetry((told) => client.post('/api/v1/telemetry', told, { outlivesPage: true })), [client])
  useEffect(() => {
    const stop = watchVitals((name, value) => telemetry.vital(name, value))
    // After the vitals have been told of the same event.
    const onHidden = () => document.visibilityState === 'hidden' && telemetry.flush()
    document.addEventListener('visibilitychange', onHidden)
    return () => {
      document.removeEventListener('visibilitychange', onHidden)
      stop()
      telemetry.stop()
    }
  }, [telemetry])
  const page = pageName(path)
  useEffect(() => telemetry.pageView(page), [telemetry, page, path])
}
