import { Card } from '@/components/Card'
import { toneClass } from '@/components/Figure'
import { Term } from '@/components/Term'
import type { Performance } from '@/lib/api/types'
import type { Defined } from '../definitions'

interface FiguresProps {
  title: string
  figures: Performance
  list: readonly Defined[]
}

/** Figures with their definitions, which hover or focus on a name shows. */
export function Figures({ title, figures, list }: FiguresProps) {
  return (
    <Card title={title}>
      <dl className="px-3 pb-2">
        {list.map(({ label, definition, text, tone }) => (
          <div key={label} className="flex items-baseline justify-between gap-3 py-0.5">
            <dt className="text-sm text-muted">
              <Term definition={definition}>{label}</Term>
            </dt>
            <dd className={`num text-right text-sm ${toneClass(tone?.(figures) ?? 'flat')}`}>{text(figures)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
