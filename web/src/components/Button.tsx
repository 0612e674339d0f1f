import type { ComponentProps } from 'react'

interface ButtonProps extends ComponentProps<'button'> {
  tone?: 'plain' | 'primary' | 'danger'
}

const tones = {
  plain: 'border border-line-strong hover:bg-hover',
  primary: 'bg-primary-ink font-semibold text-on-primary hover:opacity-90',
  danger: 'bg-danger-ink font-semibold text-on-primary hover:opacity-90',
}

export function buttonLook(tone: keyof typeof tones = 'plain'): string {
  return `inline-flex min-h-8 items-center justify-center rounded-md px-3 text-sm disabled:opacity-60 disabled:cursor-not-allowed pointer-coarse:min-h-11 ${tones[tone]}`
}

export function Button({ tone = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${buttonLook(tone)} ${className}`} {...rest} />
}
