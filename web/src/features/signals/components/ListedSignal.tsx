import { Badge } from '@/components/Badge'
import { ConfidenceMeter } from '@/components/ConfidenceMeter'
import { SignalMaturity } from '@/components/SignalMaturity'
import type { Signal } from '@/lib/api/types'
import { useNow } from '@/lib/clock'
import { quantityOf, utc } from '@/lib/format'
import { confidencePercent, signalPrice, statusLooks } from '../words'
import { SideWord } from './SideWord'

export const signalGrid = 'grid grid-cols-[4.5rem_5rem_8rem_9rem_8rem_10rem_minmax(7rem,1fr)_7rem_12.5rem] items-center gap-x-3 px-3'
export const columns = ['Signal', 'Side', 'Instrument', 'Price', 'Volume', 'Confidence', 'Producer', 'Status', 'Proposed'].map((name) => ({ name, right: name === 'Price' || name === 'Volume' }))

interface ListedProps {
  signal: Signal
  onOpen: () => void
}

/** One line on a desk; its number opens it. */
export function ListedRow({ signal, onOpen }: ListedProps) {
  const { id, instrument, producer } = signal
  return (
    <div className={`${signalGrid} h-full text-sm`}>
      <div role="cell" className="num">
        <button type="button" className="rounded text-primary-ink hover:underline" aria-label={`Signal ${id}`} onClick={onOpen}>
          #{id}
        </button>
      </div>
      <div role="cell">
        <SideWord side={signal.side} />
      </div>
      <div role="cell" className="truncate font-medium">
        {instrument}
      </div>
      <div role="cell" className="num text-right">
        {signalPrice(signal.price, instrument, null)}
      </div>
      <div role="cell" className="num text-right">
        {quantityOf(signal.volume, signal)}
      </div>
      <div role="cell">
        <ConfidenceMeter confidence={confidencePercent(signal.confidence)} />
      </div>
      <div role="cell" className="truncate text-muted" title={`${producer}, ${signal.external_id}`}>
        {producer}
      </div>
      <div role="cell">
        <Status signal={signal} />
      </div>
      <div role="cell" className="truncate">
        <Proposed signal={signal} />
      </div>
    </div>
  )
}

/** The same on a phone. */
export function ListedCard({ signal, onOpen }: ListedProps) {
  const { id, side, instrument, producer } = signal
  return (
    <div role="cell" className="h-full">
      <button type="button" className="flex h-full w-full min-w-0 flex-col justify-center gap-1 px-3 text-left text-sm" aria-label={`Signal ${id}: ${side} ${instrument}, ${statusLooks[signal.status].words}`} onClick={onOpen}>
        <span className="flex w-full items-center gap-2">
          <SideWord side={side} />
          <span className="truncate font-medium">{instrument}</span>
          <span className="num text-xs text-muted">#{id}</span>
          <span className="ml-auto">
            <Status signal={signal} />
          </span>
        </span>
        <span className="flex w-full items-center gap-2">
          <span className="num truncate">
            {signalPrice(signal.price, instrument, null)} × {quantityOf(signal.volume, signal)}
          </span>
          <ConfidenceMeter confidence={confidencePercent(signal.confidence)} className="ml-auto w-36 shrink-0" />
        </span>
        <span className="flex w-full items-center gap-2 text-xs text-muted">
          <span className="truncate">{producer}</span>
          <span className="ml-auto">
            <Proposed signal={signal} />
          </span>
        </span>
      </button>
    </div>
  )
}

export function Status({ signal: { status } }: { signal: Signal }) {
  const { tone, words } = statusLooks[status]
  return <Badge tone={tone}>{words}</Badge>
}

/** How old it is matters while it waits; after that, when it was. */
function Proposed({ signal: { status, created_at: at } }: { signal: Signal }) {
  const now = useNow()
  if (status === 'NEW') return <SignalMaturity createdAt={new Date(at)} currentTime={new Date(now)} />
  return <span className="num text-muted">{utc(at)}</span>
}
