import { useEffect, useRef, useState } from 'react'
import { InnerLink } from '@/components/InnerLink'
import { useRisk } from '@/lib/api/desk'
import type { Position } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { alarmLines, type Line } from '../alarms'

const announceEveryMs = 10_000
const most = 3

interface AlarmBannerProps {
  positions: readonly Position[]
  onOperation: (id: number) => void
  onRisk: () => void
}

/** Above every page: what endangers money, in words. Spoken when it changes, not each second. */
export function AlarmBanner({ positions, onOperation, onRisk }: AlarmBannerProps) {
  const { data, dataUpdatedAt } = useRisk()
  const now = useNow()
  const lines = alarmLines(data, positions, now, dataUpdatedAt)
  const critical = lines.filter((line) => line.severity === 'critical')
  const spoken = useAnnouncement(critical)
  const shown = lines.slice(0, most)
  return (
    <>
      <p className="sr-only" aria-live="assertive">
        {spoken}
      </p>
      {shown.length > 0 && (
        <ul data-testid="alarms" aria-label="Alarms">
          {shown.map((line) => (
            <li
              key={line.key}
              data-severity={line.severity}
              className={`flex flex-wrap items-baseline gap-x-3 border-b px-4 py-1.5 text-sm font-semibold ${
                line.severity === 'critical' ? 'border-danger bg-danger-ink text-page' : 'border-warning bg-card text-warning-ink'
              }`}
            >
              <span aria-hidden>!</span>
              <span>{line.text}</span>
              {line.operation !== null && (
                <InnerLink href={`/operations/${line.operation}`} onOpen={() => onOperation(line.operation!)} className="underline">
                  Show
                </InnerLink>
              )}
            </li>
          ))}
          {lines.length > most && (
            <li className="border-b border-line px-4 py-1 text-sm">
              <InnerLink href="/risk" onOpen={onRisk} className="underline">
                {lines.length - most} more on the Risk page
              </InnerLink>
            </li>
          )}
        </ul>
      )}
    </>
  )
}

function useAnnouncement(lines: readonly Line[]): string {
  const [spoken, setSpoken] = useState('')
  const at = useRef(-Infinity)
  const keys = lines.map((line) => line.key).join('|')
  const text = lines.map((line) => line.text).join('. ')
  const newest = useRef(text)
  useEffect(() => void (newest.current = text), [text])
  useEffect(() => {
    const timer = setTimeout(
      () => {
        at.current = Date.now()
        setSpoken(keys ? newest.current : '')
      },
      Math.max(0, at.current + announceEveryMs - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [keys])
  return spoken
}
