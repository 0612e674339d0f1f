/** The shape of what is coming, so that nothing jumps when it comes. */
export function Skeleton({ label, rows = 4 }: { label: string; rows?: number }) {
  return (
    <div role="status" className="flex flex-col gap-3 p-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={`skeleton h-4 ${row % 2 ? 'w-3/4' : 'w-full'}`} />
      ))}
    </div>
  )
}
