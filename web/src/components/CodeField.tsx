import type { ComponentProps } from 'react'
import { TextField } from './Field'

type CodeFieldProps = Pick<ComponentProps<typeof TextField>, 'label' | 'error' | 'hint' | 'value'> & {
  onCode: (code: string) => void
}

/** A code of the second factor, which the phone or the password manager may fill in. */
export function CodeField({ onCode, ...rest }: CodeFieldProps) {
  return (
    <TextField
      name="totp"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      minLength={6}
      maxLength={20}
      onChange={(event) => onCode(event.target.value)}
      {...rest}
    />
  )
}

/** As it is sent: people type the gaps that apps show. */
export function codeOf(typed: string): string {
  return typed.replaceAll(/\s/g, '')
}
