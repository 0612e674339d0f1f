import type { ReactNode } from 'react'

/** Nothing is there, and that is not an error: says what to do next. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col items-stretch gap-2 p-3">
      <p className="font-medium">{title}</p>
      <div className="flex flex-col items-start gap-2 text-muted">{children}</div>
    </div>
  )
}

export function Command({ children }: { children: string }) {
  return <code className="num rounded border border-line bg-page px-2 py-1 text-sm text-text whitespace-pre-wrap select-all [overflow-wrap:anywhere] self-start">{children}</code>
}
