import { lazy, Suspense, useState } from 'react'
import { Button } from '@/components/Button'
import type { Role } from '@/lib/api/types'
import { roleBlocker } from '@/lib/roles'
import type { Held } from '@/lib/positions/useLive'

// Asked for with the first click: the first page need not carry them.
const MoveStopDialog = lazy(() => import('./LevelDialogs').then(({ MoveStopDialog: Dialog }) => ({ default: Dialog })))
const MoveTargetDialog = lazy(() => import('./LevelDialogs').then(({ MoveTargetDialog: Dialog }) => ({ default: Dialog })))
const CloseDialog = lazy(() => import('./CloseDialogs').then(({ CloseDialog: Dialog }) => ({ default: Dialog })))
const DetachDialog = lazy(() => import('./CloseDialogs').then(({ DetachDialog: Dialog }) => ({ default: Dialog })))

type Asking = 'stop' | 'target' | 'part' | 'close' | 'detach' | null

interface PositionActionsProps {
  held: Held
  role: Role
  /** To all that is known of its operation. */
  onDetails?: () => void
}

export function PositionActions({ held, role, onDetails }: PositionActionsProps) {
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  const { position } = held
  const forbidden = roleBlocker(role, 'operator')
  const closing = position.closing !== null ? 'It is being closed already' : null
  const blocker = forbidden ?? closing
  const button = (what: Exclude<Asking, null>, words: string, needed = blocker) => (
    <Button className="px-2" disabled={needed !== null} title={needed ?? undefined} onClick={() => setAsking(what)}>
      {words}
    </Button>
  )
  return (
    <div className="pt-2">
      <div role="group" aria-label={`Actions on ${position.symbol}, operation ${position.operation_id}`} className="flex flex-wrap gap-1">
        {button('stop', 'Move stop')}
        {button('target', 'Target')}
        {button('part', 'Take part')}
        {button('close', 'Close')}
        {onDetails ? <Button className="px-2" onClick={onDetails}>Details</Button> : button('detach', 'Detach', roleBlocker(role, 'admin') ?? closing)}
      </div>
      {blocker && <p className="pt-1 text-xs text-muted">{blocker}</p>}
      <Suspense fallback={null}>
        {asking === 'stop' && <MoveStopDialog held={held} onClose={close} />}
        {asking === 'target' && <MoveTargetDialog held={held} onClose={close} />}
        {asking === 'part' && <CloseDialog held={held} whole={false} onClose={close} />}
        {asking === 'close' && <CloseDialog held={held} whole onClose={close} />}
        {asking === 'detach' && <DetachDialog held={held} onClose={close} />}
      </Suspense>
    </div>
  )
}
