import type { Safety } from '../safety'

const looks = {
  good: { edge: 'border-l-success', mark: '✓', ink: 'text-success-ink' },
  caution: { edge: 'border-l-warning', mark: '!', ink: 'text-warning-ink' },
  danger: { edge: 'border-l-danger', mark: '!', ink: 'text-danger-ink' },
  unknown: { edge: 'border-l-line-strong', mark: '…', ink: 'text-muted' },
} as const

export function SafetyLine({ safety }: { safety: Safety }) {
  const { edge, mark, ink } = looks[safety.level]
  const [first, ...rest] = safety.facts
  return (
    <section
      aria-label="Am I safe?"
      data-testid="safety"
      data-level={safety.level}
      className={`flex flex-wrap items-baseline gap-x-5 gap-y-0.5 rounded-lg border border-l-4 border-line bg-card px-3 py-2 ${edge}`}
    >
      <p className="font-semibold">
        <span aria-hidden className={`mr-2 inline-block w-3 text-center font-bold ${ink}`}>
          {mark}
        </span>
        {safety.headline}
      </p>
      {first && <p className={safety.level === 'danger' ? 'font-medium text-danger-ink' : 'text-muted'}>{first}</p>}
      {rest.map((fact, index) => (
        <p key={`${index} ${fact.split(' ', 1)[0]}`} className="text-muted">
          {fact}
        </p>
      ))}
    </section>
  )
}
