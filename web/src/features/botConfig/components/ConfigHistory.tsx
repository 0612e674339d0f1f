import { useState } from 'react'
import { Button } from '@/components/Button'
import { Failure } from '@/components/Failure'
import { Skeleton } from '@/components/Skeleton'
import type { BotConfig, BotConfigVersions } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { useBotConfigHistory, useSaveBotConfig } from '../api/config'
import { changesOf, saidChange, valuesOf } from '../draft'
import { ChangeList } from './ChangeList'
import { SaveDialog } from './SaveDialog'

type Version = BotConfigVersions['versions'][number]

interface ConfigHistoryProps {
  bot: string
  now: BotConfig
  forbidden: string | null
}

export function ConfigHistory({ bot, now, forbidden }: ConfigHistoryProps) {
  const query = useBotConfigHistory(bot, now.version)
  const [restoring, setRestoring] = useState<Version | null>(null)
  const versions = query.data?.pages.flatMap((page) => page.versions)
  if (!versions) {
    if (query.isError) return <Failure what="The history could not be read" error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
    return <Skeleton label="Asking for the history" rows={6} />
  }
  return (
    <div className="px-3 pb-3">
      <ol aria-label={`Versions of ${bot}'s configuration`}>
        {versions.map((version) => (
          <Entry key={version.version} version={version} current={version.version === now.version} forbidden={forbidden} onRestore={() => setRestoring(version)} />
        ))}
      </ol>
      {versions.length === 0 && <p className="text-muted">No version is on record yet: the first change will be.</p>}
      {query.hasNextPage && (
        <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? 'Reading…' : 'Older versions'}
        </Button>
      )}
      {query.isFetchNextPageError && <Failure what="Older versions could not be read" error={query.error} onRetry={() => void query.fetchNextPage()} />}
      {restoring && <Restore bot={bot} now={now} version={restoring} onClose={() => setRestoring(null)} />}
    </div>
  )
}

interface EntryProps {
  version: Version
  current: boolean
  forbidden: string | null
  onRestore: () => void
}

function Entry({ version: { version, at, by, reason, changes }, current, forbidden, onRestore }: EntryProps) {
  return (
    <li className="flex flex-col gap-1 border-t border-line py-2 text-sm first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">Version {version}</span>
        <span className="text-muted">{by}</span>
        <span className="num ml-auto text-xs text-muted">{utc(at)}</span>
      </div>
      {reason && <p>“{reason}”</p>}
      {changes.length > 0 ? <ChangeList changes={changes.map(saidChange)} /> : <p className="text-muted">The first that is on record</p>}
      {current ? (
        <p className="text-xs text-muted">In force now</p>
      ) : (
        <Button className="self-start" disabled={forbidden !== null} title={forbidden ?? undefined} onClick={onRestore}>
          Restore this version…
        </Button>
      )}
    </li>
  )
}

function Restore({ bot, now, version, onClose }: { bot: string; now: BotConfig; version: Version; onClose: () => void }) {
  const save = useSaveBotConfig(bot)
  const values = valuesOf(version)
  return (
    <SaveDialog
      title={`Restore version ${version.version} of ${bot}`}
      bot={bot}
      changes={changesOf(valuesOf(now), values)}
      save={save}
      request={{ values, from: now.version }}
      reason={`Version ${version.version} restored`}
      onRefused={() => undefined}
      onSaved={onClose}
      onClose={onClose}
    />
  )
}
