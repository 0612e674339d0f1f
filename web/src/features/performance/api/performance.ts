import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { DayReport, EquityCurve, Exposure, Performance, PerformanceGroup, Window } from '@/lib/api/types'

export type Resolution = EquityCurve['resolution']

const figuresEveryMs = 60_000
const exposureEveryMs = 10_000
const reportEveryMs = 30_000

const plain = (path: string, parameters: Record<string, string>) => `${path}?${new URLSearchParams(parameters)}`

export function equityAddress(window: Window, resolution: Resolution, tz: string): string {
  return exactly('/api/v1/analytics/equity', { window, resolution, tz })
}

/** @param by the trades in groups, too */
export function performanceAddress(window: Window, tz: string, by: PerformanceGroup | null): string {
  return plain('/api/analytics/performance/', { window, tz, ...(by && { by }) })
}

export function reportAddress(day: ReportDay): string {
  const { date, ...rest } = day
  return plain('/api/analytics/report/', { ...rest, ...(date && { date }) })
}

export function useEquity(window: Window, resolution: Resolution, tz: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['performance', 'equity', window, resolution, tz],
    queryFn: ({ signal }) => client.get<EquityCurve>(equityAddress(window, resolution, tz), signal),
    refetchInterval: figuresEveryMs,
    placeholderData: keepPreviousData,
    meta: { what: 'the equity curve' },
  })
}

export function usePerformance(window: Window, tz: string, by: PerformanceGroup) {
  const client = useClient()
  return useQuery({
    queryKey: ['performance', 'figures', window, tz, by],
    queryFn: ({ signal }) => client.get<Performance>(performanceAddress(window, tz, by), signal),
    refetchInterval: figuresEveryMs,
    placeholderData: keepPreviousData,
    meta: { what: 'the performance' },
  })
}

export function useExposure() {
  const client = useClient()
  return useQuery({
    queryKey: ['performance', 'exposure'],
    queryFn: ({ signal }) => client.get<Exposure>('/api/analytics/exposure/', signal),
    refetchInterval: exposureEveryMs,
    meta: { what: 'the exposure' },
  })
}

export interface ReportDay {
  /** null: today, whichever day that becomes. */
  date: string | null
  tz: string
  close: string
  open: string
}

export function useReport(day: ReportDay) {
  const client = useClient()
  return useQuery({
    queryKey: ['performance', 'report', day.date, day.tz, day.close, day.open],
    queryFn: ({ signal }) => client.get<DayReport>(reportAddress(day), signal),
    refetchInterval: ({ state }) => (state.data?.final ? false : reportEveryMs),
    placeholderData: keepPreviousData,
    meta: { what: 'the report' },
  })
}
