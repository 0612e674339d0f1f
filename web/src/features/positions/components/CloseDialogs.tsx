import { useState } from 'react'
import { Age } from '@/components/Age'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { NumberField, TextField, Tick } from '@/components/Field'
import { Figure } from '@/components/Figure'
import { Problem } from '@/components/Problem'
import { multiply, parse, toText, trim, tryParse, type DecimalText } from '@/lib/decimal'
import { baseUnits, direction, money, price as priceText, quantityOf, unitOf } from '@/lib/format'
import { useAct } from '../api/act'
import { onGrid, part, previewPart, resultAt } from '../moves'
import { usePriceNow } from '../usePriceNow'
import { useLive, type Held } from '@/lib/positions/useLive'
import { Done } from './Done'

interface DialogProps {
  held: Held
  onClose: () => void
}

function limitRefusal(text: string, tick: DecimalText): string | null {
  const limit = tryParse(text.trim())
  if (!limit || limit.digits <= 0n) return 'A price such as 89200.00, without commas'
  return onGrid(limit, tick) ? null : `Prices of this market are multiples of ${toText(trim(parse(tick)))}`
}

/** Leaves all of a position, or a part of it. */
export function CloseDialog({ held, whole, onClose }: DialogProps & { whole: boolean }) {
  const { position } = held
  const { quote_asset: currency, tick_size: tick } = position
  const [typed, setTyped] = useState('')
  const [byLimit, setByLimit] = useState(false)
  const [limit, setLimit] = useState('')
  const act = useAct(position.id, 'close')
  const { current, stale, confirmedAt } = usePriceNow(held)
  const asked = previewPart(position, typed)
  const leaving = whole ? position.quantity : asked.quantity
  const refusedLimit = byLimit && limit !== '' ? limitRefusal(limit, tick) : null
  const ready = leaving !== null && !(byLimit && (limit === '' || refusedLimit !== null))
  const atLimit = byLimit && limit !== '' && !refusedLimit
  const at = atLimit ? (limit.trim() as DecimalText) : current
  const old = stale && !atLimit
  const worth = at !== null && leaving !== null ? toText(multiply(parse(at), parse(baseUnits(leaving, position)))) : null
  const result = at !== null && leaving !== null ? resultAt(position, parse(at), leaving) : null

  const submit = () => act.mutate({ ...(!whole && { quantity: leaving }), ...(byLimit && { limit_price: limit.trim() }) })
  return (
    <Dialog title={whole ? `Close ${position.symbol}, operation ${position.operation_id}?` : `Take a part of ${position.symbol}`} held={act.isPending} onClose={onClose}>
      {act.data ? (
        <Done operation={act.data} what="close" onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) submit()
          }}
        >
          {!whole && (
            <>
              <div role="group" aria-label="Share of the position" className="flex gap-1.5 pb-2">
                {[25, 50, 75].map((share) => {
                  const some = part(position, share)
                  return (
                    <Button key={share} disabled={some === null} title={some === null ? 'Less than the smallest step' : quantityOf(some, position)} onClick={() => some && setTyped(some)}>
                      {share} %
                    </Button>
                  )
                })}
              </div>
              <NumberField label={`Quantity in ${unitOf(position)}`} error={asked.refusal} hint={`Held: ${quantityOf(position.quantity, position)}`} value={typed} onChange={(event) => setTyped(event.target.value)} />
            </>
          )}
          <Tick checked={byLimit} onChange={setByLimit}>
            At a limit: at once at this price or better, what does not fill stays open
          </Tick>
          {byLimit && <NumberField label="Limit price" error={refusedLimit} placeholder={current ?? ''} value={limit} onChange={(event) => setLimit(event.target.value)} />}
          <dl className={`pt-2 ${old ? 'old' : ''}`} data-testid="effect">
            <Figure label={position.side === 'BUY' ? 'Sells' : 'Buys back'}>{leaving === null ? '—' : quantityOf(leaving, position)}</Figure>
            <Figure label={byLimit ? 'At the limit' : 'At market, about'}>
              {priceText(at, tick, currency)} {old && <Age confirmedAt={confirmedAt} stale />}
            </Figure>
            <Figure label="Worth about">{money(worth, { currency })}</Figure>
            <Figure label="Result about" title="Before fees" tone={direction(result)}>
              {money(result, { currency, signed: true })}
            </Figure>
            {!whole && <Figure label="Stays open">{asked.left === null ? '—' : quantityOf(asked.left, position)}</Figure>}
          </dl>
          <p className="pt-1 text-sm text-muted">
            {whole ? 'Its stop and target at the exchange are cancelled with it.' : 'The stop and target of what is left are placed anew.'}
          </p>
          {act.isError && <Problem error={act.error} what="It was not closed" act="closing it" keyed />}
          <Actions>
            <Button disabled={act.isPending} onClick={onClose}>
              Keep it open
            </Button>
            <Button type="submit" tone="danger" disabled={!ready || act.isPending}>
              {act.isPending ? 'Leaving, then waiting for the exchange…' : whole ? 'Close the position' : 'Take this part'}
            </Button>
          </Actions>
        </form>
      )}
    </Dialog>
  )
}

export function DetachDialog({ held, onClose }: DialogProps) {
  const { position } = held
  const [reason, setReason] = useState('')
  const [understood, setUnderstood] = useState(false)
  const act = useAct(position.id, 'detach')
  const value = useLive(held, (live) => live.value)
  const { stale, confirmedAt } = usePriceNow(held)
  const ready = reason.trim() !== '' && understood
  return (
    <Dialog title={`Detach ${position.symbol}, operation ${position.operation_id}?`} held={act.isPending} onClose={onClose}>
      {act.data ? (
        <Done operation={act.data} what="detach" onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) act.mutate({ reason: reason.trim() })
          }}
        >
          <p>
            Robson lets go of {quantityOf(position.quantity, position)}, worth {money(value, { currency: position.quote_asset })}
            {stale && <> <Age confirmedAt={confirmedAt} stale /></>}: its stop and target are cancelled, the coins stay in the account. Nobody watches them from then on.
          </p>
          <div className="pt-3">
            <TextField label="Reason" required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
          </div>
          <Tick checked={understood} onChange={setUnderstood}>
            I understand that these coins will have no stop.
          </Tick>
          {act.isError && <Problem error={act.error} what="It was not detached" act="detaching it" keyed />}
          <Actions>
            <Button disabled={act.isPending} onClick={onClose}>
              Keep it protected
            </Button>
            <Button type="submit" tone="danger" disabled={!ready || act.isPending}>
              {act.isPending ? 'Detaching…' : 'Detach'}
            </Button>
          </Actions>
        </form>
      )}
    </Dialog>
  )
}
