import { Popover } from '@/components/Popover'
import type { Session } from '@/lib/api/types'
import { useSignOut } from '../api/logout'

interface UserMenuProps {
  session: Session
  onSignedOut: () => void
  onHelp: () => void
  /** To password and second factor. */
  onAccount: () => void
}

const item = 'flex min-h-9 w-full items-center rounded px-2 text-left hover:bg-hover pointer-coarse:min-h-11'

export function UserMenu({ session, onSignedOut, onHelp, onAccount }: UserMenuProps) {
  const signOut = useSignOut(onSignedOut)
  const initial = (
    <>
      <span aria-hidden className="grid size-6 place-items-center rounded-full bg-hover text-xs font-semibold uppercase">
        {session.username.slice(0, 1)}
      </span>
      <span className="hidden truncate md:inline">{session.username}</span>
    </>
  )
  return (
    <Popover label={`Account menu of ${session.username}`} trigger={initial}>
      {(close) => (
        <>
          <div className="border-b border-line px-2 pt-1 pb-2">
            <p className="truncate font-medium">{session.username}</p>
            <p className="truncate text-sm text-muted">
              {session.role} of {session.client_name}
            </p>
            <p className="text-sm text-muted">Exchange: {session.venue}</p>
          </div>
          <div className="pt-1">
            <button
              type="button"
              className={item}
              onClick={() => {
                close()
                onAccount()
              }}
            >
              My account
            </button>
            <button
              type="button"
              className={item}
              onClick={() => {
                close()
                onHelp()
              }}
            >
              Keys and help <kbd className="num ml-auto text-muted">?</kbd>
            </button>
            <button type="button" className={item} disabled={signOut.isPending} onClick={() => signOut.mutate()}>
              {signOut.isPending ? 'Signing out…' : 'Sign out'}
            </button>
          </div>
        </>
      )}
    </Popover>
  )
}
