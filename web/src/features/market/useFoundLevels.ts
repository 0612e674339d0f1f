import { useMemo } from 'react'
import type { Level } from '@/components/chart/drawing'
import { useLevels } from '@/lib/api/desk'
import type { Interval } from '@/lib/settings'

const none: readonly Level[] = []
const each = 4

/** The nearest supports and resistances as lines of the chart. */
export function useFoundLevels(symbol: string, interval: Interval, wanted: boolean): readonly Level[] {
  const { data } = useLevels(symbol, interval, wanted)
  return useMemo(() => {
    if (!wanted || !data) return none
    return [...data.supports.slice(0, each), ...data.resistances.slice(0, each)].map((level) => ({
      kind: level.kind,
      price: level.price,
      label: `${level.kind === 'support' ? 'S' : 'R'} ${level.touches}×`,
    }))
  }, [data, wanted])
}
