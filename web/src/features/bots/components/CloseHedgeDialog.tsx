import { useState } from 'react'
import { Age } from '@/components/Age'
import { Button } from '@/components/Button'
import { Actions, Dialog } from '@/components/Dialog'
import { TextField } from '@/components/Field'
import { Figure } from '@/components/Figure'
import { Problem } from '@/components/Problem'
import type { BotPositionDetail, Role } from '@/lib/api/types'
import { multiply, parse, toText } from '@/lib/decimal'
import { direction, money } from '@/lib/format'
import { roleBlocker } from '@/lib/roles'
import type { Freshness } from '@/lib/freshness'
import { useClose } from '../api/control'

interface CloseHedgeDialogProps {
  position: BotPositionDetail
  /** Of its figures. */
  fresh: Freshness
  role: Role
  onClose: () => void
}

export function CloseHedgeDialog({ position, fresh, role, onClose }: CloseHedgeDialogProps) {
  const [reason, setReason] = useState('')
  const close = useClose(position.bot, position.position_id)
  const forbidden = roleBlocker(role, 'admin')
  const ready = forbidden === null && reason.trim() !== ''
  const { hyperliquid: perp, asgard, pnl } = position
  const short = perp.mark_px === null ? null : toText(multiply(parse(perp.size.replace('-', '') as typeof perp.size), parse(perp.mark_px)))
  return (
    <Dialog title={`Close ${position.asset} ${position.position_id}?`} held={close.isPending} onClose={onClose}>
      {close.data ? (
        <>
          <p role="status">Asked of {close.data.bot}: {close.data.message} It is closed once both legs are; until then it shows as closing.</p>
          <Actions>
            <Button tone="primary" onClick={onClose}>
              Done
            </Button>
          </Actions>
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) close.mutate(reason.trim())
          }}
        >
          {fresh.stale && (
            <p className="pb-1 text-sm text-warning-ink">
              The bot’s figures are old <Age {...fresh} />: what it closes may be worth something else by now.
            </p>
          )}
          <dl data-testid="effect" className={fresh.stale ? 'old' : ''}>
            <Figure label="First buys back the short leg">{money(short)}</Figure>
            <Figure label="Then sells the long leg">{money(asgard.collateral_usd)}</Figure>
            <Figure label="And repays">{money(asgard.debt_usd)}</Figure>
            <Figure label="Result about" tone={direction(pnl.total_pnl)} title={`As it ${fresh.stale ? 'stood when last known' : 'stands now'}, before the fees of leaving`}>
              {money(pnl.total_pnl, { signed: true })}
            </Figure>
          </dl>
          <p className="py-2 text-sm text-muted">At market. A leg that fails leaves it stuck: shown as such, and tried again.</p>
          <TextField label="Reason" required maxLength={200} placeholder="Goes on record" value={reason} onChange={(event) => setReason(event.target.value)} />
          {forbidden && <p className="pt-2 text-sm text-danger-ink">{forbidden}</p>}
          {close.isError && (
            <div className="pt-2">
              <Problem error={close.error} what="It was not closed" act="closing both legs" keyed />
            </div>
          )}
          <Actions>
            <Button disabled={close.isPending} onClick={onClose}>
              Keep it open
            </Button>
            <Button type="submit" tone="danger" disabled={!ready || close.isPending}>
              {close.isPending ? 'Asking the bot…' : 'Close both legs'}
            </Button>
          </Actions>
        </form>
      )}
    </Dialog>
  )
}
