import { useContact } from '@/lib/api/context'
import { useNow } from '@/lib/clock'
import type { Legs } from '@/lib/stream/latency'
import { useFeed } from '@/lib/stream/context'
import { Icon } from './Icon'
import { Popover } from './Popover'

const ms = (value: number, places = 0) => `${value.toFixed(places).replace('-', '−')} ms`

/** Behind a small button beside a price: how it came here, leg by leg. */
export function Latency({ symbol }: { symbol: string }) {
  return (
    <Popover label={`How long the price of ${symbol} takes`} trigger={<Icon name="latency" />}>
      {() => <Panel symbol={symbol} />}
    </Popover>
  )
}

function Panel({ symbol }: { symbol: string }) {
  useNow() // Read once a second: figures that can be read.
  const { roundTripMs } = useContact()
  const found = useFeed().latency(symbol, roundTripMs)
  return (
    <section aria-label={`Latency of ${symbol}`} data-testid="latency" className="text-left text-sm text-text normal-case">
      <h3 className="pb-1 font-semibold">Newest change of {symbol}</h3>
      {found ? <Known legs={found} /> : <p className="text-muted">No change of this price has come over the feed yet.</p>}
    </section>
  )
}

function Known({ legs }: { legs: Legs }) {
  const { clockAhead, uncertainty } = legs
  const ahead = Math.round(Math.abs(clockAhead))
  const clock = Math.abs(clockAhead) <= uncertainty + 1 ? 'agrees with Robson’s' : `is ${ahead} ms ${clockAhead > 0 ? 'ahead of' : 'behind'} Robson’s`
  return (
    <>
      <dl>
        <Leg name="Exchange → Robson" value={ms(legs.venueToRobson)} />
        <Leg name="Inside Robson" value={ms(legs.insideRobson, 1)} />
        <Leg name="Robson → this device" value={ms(legs.onTheWay)} />
        <Leg name="Until painted" value={ms(legs.untilPainted)} />
        <Leg name="All together" value={ms(legs.total)} total />
      </dl>
      <p className="pt-1.5 text-xs text-muted">
        This device’s clock {clock}, known to ± {Math.round(uncertainty)} ms (half a round trip); the way is corrected by it. The first leg also
        holds what the exchange’s clock differs from Robson’s.
      </p>
    </>
  )
}

function Leg({ name, value, total = false }: { name: string; value: string; total?: boolean }) {
  return (
    <div className={`flex justify-between gap-3 py-0.5 ${total ? 'mt-0.5 border-t border-line font-semibold' : ''}`}>
      <dt className={total ? '' : 'text-muted'}>{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  )
}
