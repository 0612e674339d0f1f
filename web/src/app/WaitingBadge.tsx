/** How many signals wait for a decision, on the way to them. */
export function WaitingBadge({ count }: { count: number | undefined }) {
  if (!count) return null
  return (
    <span data-testid="waiting" className="num absolute top-1 left-1/2 ml-1.5 min-w-4 rounded-full bg-primary-ink px-1 text-center text-xs leading-4 font-semibold text-on-primary">
      {count > 99 ? '99+' : count}
      <span className="sr-only">{count === 1 ? ' signal waits' : ' signals wait'}</span>
    </span>
  )
}
