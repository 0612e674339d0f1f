import { Badge } from '@/components/Badge'

interface ChangeListProps {
  changes: readonly { label: string; from: string; to: string; bolder?: boolean }[]
}

/** What becomes of what: the old value, an arrow, the new one. */
export function ChangeList({ changes }: ChangeListProps) {
  return (
    <ul className="flex flex-col gap-1">
      {changes.map(({ label, from, to, bolder }) => (
        <li key={label} className="flex flex-wrap items-baseline gap-x-2">
          <span>{label}</span>
          <span className="num ml-auto">
            <span className="sr-only">from </span>
            <span className="text-muted">{from}</span>
            <span aria-hidden> → </span>
            <span className="sr-only"> to </span>
            <span className="font-semibold">{to}</span>
          </span>
          {bolder && (
            <Badge tone="caution" title="The bot may risk more than before">
              more risk
            </Badge>
          )}
        </li>
      ))}
    </ul>
  )
}
