import { useState } from 'react'
import { Age } from '@/components/Age'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { NumberField } from '@/components/Field'
import { Figure } from '@/components/Figure'
import { Problem } from '@/components/Problem'
import { direction, money, percent, price as priceText } from '@/lib/format'
import { useAct } from '../api/act'
import { breakEven, previewStop, previewTarget, type LevelPreview } from '../moves'
import { usePriceNow } from '../usePriceNow'
import type { Held } from '@/lib/positions/useLive'
import { Done } from './Done'

interface DialogProps {
  held: Held
  onClose: () => void
}

interface PreviewProps {
  held: Held
  now: ReturnType<typeof usePriceNow>
  preview: LevelPreview
  before: string | null
  name: string
}

function Preview({ held, now, preview, before, name }: PreviewProps) {
  const { quote_asset: currency, tick_size: tick } = held.position
  return (
    <dl className={`pt-3 ${now.stale ? 'old' : ''}`} data-testid="preview">
      <Figure label={now.stale ? 'Last known price' : 'Price now'}>
        {priceText(now.current, tick, currency)} {now.stale && <Age confirmedAt={now.confirmedAt} stale />}
      </Figure>
      <Figure label={`${name} now`}>{before === null ? '—' : priceText(before as `${number}`, tick, currency)}</Figure>
      <Figure label={`New ${name.toLowerCase()}`}>{priceText(preview.price, tick, currency)}</Figure>
      <Figure label="Away from the price">{percent(preview.distance, { signed: true })}</Figure>
      <Figure label={name === 'Stop' ? 'Result at the stop' : 'Result at the target'} title="Before fees, if it fills at its price" tone={direction(preview.result)}>
        {money(preview.result, { currency, signed: true })}
      </Figure>
    </dl>
  )
}

const warned = (text: string | null) => text && <span className="text-warning-ink">{text}</span>

export function MoveStopDialog({ held, onClose }: DialogProps) {
  const { position } = held
  const [typed, setTyped] = useState('')
  const now = usePriceNow(held)
  const preview = previewStop(position, typed, now)
  const act = useAct(position.id, 'stop')
  const even = breakEven(position)
  const evenFits = previewStop(position, even, now).refusal === null
  const ready = preview.price !== null && preview.refusal === null
  return (
    <Dialog title={`Move the stop of ${position.symbol}`} held={act.isPending} onClose={onClose}>
      {act.data ? (
        <Done operation={act.data} what="stop" onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) act.mutate({ stop_price: preview.price })
          }}
        >
          <p className="pb-3 text-sm text-muted">
            The order at the exchange is replaced in one step, so that the position is not bare in between. It may be tightened, and never lies
            beyond the first stop at {priceText(position.initial_stop, position.tick_size)}.
          </p>
          <NumberField label="New stop" error={preview.refusal} hint={warned(preview.warning)} value={typed} placeholder={position.stop_loss} onChange={(event) => setTyped(event.target.value)} />
          <div className="pt-2">
            <Button disabled={!evenFits} title={evenFits ? undefined : 'The price is not beyond the entry'} onClick={() => setTyped(even)}>
              Break-even ({even})
            </Button>
          </div>
          <Preview held={held} now={now} preview={preview} before={position.stop_loss} name="Stop" />
          {act.isError && <Problem error={act.error} what="The stop was not moved" act="moving the stop" keyed />}
          <Actions>
            <Button disabled={act.isPending} onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" tone="primary" disabled={!ready || act.isPending}>
              {act.isPending ? 'Moving…' : 'Move the stop'}
            </Button>
          </Actions>
        </form>
      )}
    </Dialog>
  )
}

export function MoveTargetDialog({ held, onClose }: DialogProps) {
  const { position } = held
  const [typed, setTyped] = useState('')
  const now = usePriceNow(held)
  const preview = previewTarget(position, typed, now)
  const act = useAct(position.id, 'target')
  const ready = preview.price !== null && preview.refusal === null
  return (
    <Dialog title={`Target of ${position.symbol}`} held={act.isPending} onClose={onClose}>
      {act.data ? (
        <Done operation={act.data} what="target" onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) act.mutate({ target_price: preview.price })
          }}
        >
          <p className="pb-3 text-sm text-muted">The stop stays as it is. Without a target the position is left at its stop or by hand.</p>
          <NumberField label="New target" error={preview.refusal} hint={warned(preview.warning)} value={typed} placeholder={position.take_profit ?? 'none'} onChange={(event) => setTyped(event.target.value)} />
          <Preview held={held} now={now} preview={preview} before={position.take_profit} name="Target" />
          {act.isError && <Problem error={act.error} what="The target was not changed" act="changing the target" keyed />}
          <Actions>
            <Button disabled={act.isPending} onClick={onClose}>
              Cancel
            </Button>
            {position.take_profit !== null && (
              <Button disabled={act.isPending} onClick={() => act.mutate({ target_price: null })}>
                Take it away
              </Button>
            )}
            <Button type="submit" tone="primary" disabled={!ready || act.isPending}>
              {act.isPending ? 'Setting…' : 'Set the target'}
            </Button>
          </Actions>
        </form>
      )}
    </Dialog>
  )
}
