import { dismiss, useToasts, type Toast } from '@/lib/toasts'

const edges = { failure: 'border-l-danger', good: 'border-l-success', info: 'border-l-primary' } as const

export function Toaster() {
  const toasts = useToasts()
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-20 z-40 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col gap-2 md:bottom-3 print:hidden"
    >
      {toasts.map((toast) => (
        <Note key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function Note({ toast }: { toast: Toast }) {
  return (
    <div className={`pointer-events-auto flex gap-2 rounded-md border border-l-4 border-line bg-card p-3 shadow-lg ${edges[toast.tone]}`}>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{toast.title}</p>
        {toast.detail && <p className="text-sm text-muted">{toast.detail}</p>}
        {toast.correlationId && <p className="num text-xs text-muted">{toast.correlationId}</p>}
      </div>
      <button type="button" className="chip -m-1.5 self-start" aria-label={`Dismiss: ${toast.title}`} onClick={() => dismiss(toast.id)}>
        ×
      </button>
    </div>
  )
}
