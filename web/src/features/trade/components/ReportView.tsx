import { Badge } from '@/components/Badge'
import type { Report } from '@/lib/api/types'
import { passedWords } from '../words'

const looks = {
  PASS: { tone: 'good', words: '✓ Passed' },
  WARNING: { tone: 'caution', words: '! Passed with warnings' },
  FAIL: { tone: 'danger', words: '✕ Failed' },
} as const

export function ReportBadge({ report }: { report: Report }) {
  const { tone, words } = looks[report.status]
  return <Badge tone={tone}>{words}</Badge>
}

/** Every check with its verdict: first those that refuse, then those that warn, then the rest. */
export function ReportView({ report }: { report: Report }) {
  const issues = [...report.issues].sort((a, b) => a.severity.localeCompare(b.severity))
  return (
    <div data-testid="report" data-status={report.status}>
      <p className="text-sm">{report.summary}</p>
      <ul className="pt-1 text-sm">
        {issues.map((issue) => (
          <li key={issue.code + issue.details} className="flex gap-2 py-1">
            <span aria-hidden className={`font-bold ${issue.severity === 'FAIL' ? 'text-danger-ink' : 'text-warning-ink'}`}>
              {issue.severity === 'FAIL' ? '✕' : '!'}
            </span>
            <span className="min-w-0">
              <span className="sr-only">{issue.severity === 'FAIL' ? 'Refuses: ' : 'Warns: '}</span>
              {issue.message}
              {issue.details && <span className="block text-muted">{issue.details}</span>}
              <span className="num block text-xs text-muted">{issue.code}</span>
            </span>
          </li>
        ))}
      </ul>
      {report.passed.length > 0 && (
        <details className="pt-1 text-sm" open={issues.length === 0}>
          <summary className="min-h-7 text-muted pointer-coarse:min-h-11">{report.passed.length} checks passed</summary>
          <ul className="grid gap-x-4 sm:grid-cols-2 xl:grid-cols-1">
            {report.passed.map((code) => (
              <li key={code} className="flex gap-2" title={code}>
                <span aria-hidden className="text-success-ink">
                  ✓
                </span>
                {passedWords(code)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
