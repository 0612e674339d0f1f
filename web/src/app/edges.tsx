import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { Failure } from '@/components/Failure'

export function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-lg font-semibold">There is no such page</h1>
        <Link to="/" className="text-primary-ink underline">
          To the dashboard
        </Link>
      </div>
    </main>
  )
}

export function Waiting() {
  return (
    <main className="grid min-h-dvh place-items-center" aria-busy="true">
      <p className="text-muted">Robson is asking the server who you are…</p>
    </main>
  )
}

/** The server could not even tell who is signed in. */
export function NoSession({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center p-6">
      <h1 className="px-3 text-lg font-semibold">Robson</h1>
      <Failure what="The dashboard could not be opened" error={error} onRetry={again} />
    </main>
  )
}
