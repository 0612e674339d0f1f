import { Loaded } from '@/components/Loaded'
import type { Strategy } from '@/lib/api/types'
import { utc } from '@/lib/format'
import { useStrategyHistory } from '../api/settings'
import { changes } from '../rules'

export function VersionList({ strategy }: { strategy: Strategy }) {
  const query = useStrategyHistory(strategy.id, strategy.version)
  return (
    <Loaded query={query} what="The history" rows={3}>
      {({ versions }) => (
        <ol aria-label={`Versions of ${strategy.name}`} className="mt-2 rounded border border-line px-3 py-1 text-sm">
          {versions.map((version, index) => {
            const before = versions[index + 1]
            const said = before ? changes(before.rules, version.rules) : ['First version']
            return (
              <li key={version.version} className="border-t border-line py-1.5 first:border-t-0">
                <p>
                  <span className="num font-medium">Version {version.version}</span>{' '}
                  <span className="text-muted">
                    {utc(version.changed_at)} by {version.changed_by}
                    {version.active ? '' : ', inactive'}
                  </span>
                </p>
                <ul className="list-disc pl-5 text-muted">
                  {(said.length > 0 ? said : ['Name, description or activity changed']).map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              </li>
            )
          })}
        </ol>
      )}
    </Loaded>
  )
}
