import { Button } from '@/components/Button'
import type { BotConfig } from '@/lib/api/types'
import { changesOf, valuesOf } from '../draft'
import { ChangeList } from './ChangeList'

interface ConflictProps {
  mine: BotConfig
  theirs: BotConfig
  onTakeOver: () => void
}

/** Somebody was faster: what they changed, and the way on that loses nothing. */
export function Conflict({ mine, theirs, onTakeOver }: ConflictProps) {
  return (
    <div role="alert" className="rounded border border-warning px-3 py-2 text-sm">
      <p className="pb-1 font-medium text-warning-ink">
        {theirs.updated_by} saved version {theirs.version} while you were editing version {mine.version}.
      </p>
      <ChangeList changes={changesOf(valuesOf(mine), valuesOf(theirs))} />
      <Button className="mt-2" onClick={onTakeOver}>
        Continue on version {theirs.version}, keep what I typed
      </Button>
    </div>
  )
}
