import { Confirm } from '@/components/Confirm'
import type { Role, User, UserChange } from '@/lib/api/types'
import { notify } from '@/lib/toasts'
import { useChangeUser } from '../api/users'
import { roleEffect } from '../words'

export type UserAct = 'role' | 'totp' | 'disable' | 'enable'

interface UserChangeDialogProps {
  user: User
  act: UserAct
  /** What the user becomes, where that is the act. */
  role: Role
  /** It is the reader's own user. */
  self: boolean
  onClose: () => void
}

interface Plan {
  change: UserChange
  title: string
  button: string
  /** What will happen, before; what was done, after. */
  effect: string
  done: string
}

function planOf(act: UserAct, user: User, role: Role, self: boolean): Plan {
  const { username, role: before, sessions } = user
  switch (act) {
    case 'role':
      return {
        change: { role },
        title: `Make ${username} ${role}`,
        button: `Make ${role}`,
        effect: roleEffect(user, role) + (self ? ' This is you: what you may do changes with it.' : ''),
        done: `${username} is ${role} now`,
      }
    case 'totp':
      return {
        change: { totp: false },
        title: `Take the second factor of ${username} off`,
        button: 'Take it off',
        effect: `From then on the password alone signs ${username} in, until a second factor is set up again. Do this only when the device is lost and you are sure who asks.`,
        done: `${username} signs in without a second factor`,
      }
    case 'disable':
      return {
        change: { active: false },
        title: `Disable ${username}`,
        button: 'Disable',
        effect: `${username} is signed out everywhere at once (${sessions === 1 ? '1 session' : `${sessions} sessions`} open) and cannot sign in any more; API keys of ${username}’s making are worth nothing. Positions, orders, stops and bots stay as they are.${self ? ' This is you: you will be signed out.' : ''}`,
        done: `${username} can no longer sign in`,
      }
    case 'enable':
      return {
        change: { active: true },
        title: `Enable ${username}`,
        button: 'Enable',
        effect: `${username} can sign in again as ${before}, with the password as it was.`,
        done: `${username} can sign in again`,
      }
  }
}

export function UserChangeDialog({ user, act, role, self, onClose }: UserChangeDialogProps) {
  const save = useChangeUser(user)
  const { change, title, button, effect, done } = planOf(act, user, role, self)
  const confirm = () =>
    save.mutate(change, {
      onSuccess: () => {
        notify({ tone: 'good', title: done })
        onClose()
      },
    })
  return (
    <Confirm title={title} act={button} acting="Changing…" refused="Nothing was changed" danger={act !== 'enable'} pending={save.isPending} error={save.error} onConfirm={confirm} onClose={onClose}>
      <p>{effect}</p>
    </Confirm>
  )
}
