import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { SignInForm } from '@/features/session/components/SignInForm'
import { safeNext } from './places'

const route = getRouteApi('/login')

export function SignInPage() {
  const router = useRouter()
  const { next } = route.useSearch()
  useEffect(() => {
    document.title = 'Sign in · Robson'
  }, [])
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm rounded-xl border border-line bg-card p-6">
        <div className="flex items-center gap-3 pb-6">
          <img src="/favicon.svg" alt="" width={36} height={36} />
          <div>
            <h1 className="text-lg leading-6 font-semibold">Robson</h1>
            <p className="text-sm text-muted">Your positions, their risk, the market</p>
          </div>
        </div>
        <SignInForm onDone={() => router.history.push(safeNext(next))} />
      </div>
    </main>
  )
}
