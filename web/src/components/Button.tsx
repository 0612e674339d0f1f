import type { ComponentProps } from 'react'

interface ButtonProps extends ComponentProps<'button'> {
  tone?: 'plain' | 'primary'
}

const tones = {
  plain: 'border border-line-strong hover:bg-hover',
  primary: 'bg-primary-ink font-semibold text-on-primary hover:opacity-90',
}

export function Button({ tone = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`min-h-8 rounded-md px-3 text-sm disabled:opacity-60 pointer-coarse:min-h-11 ${tones[tone]} ${className}`}
      {...rest}
    />
  )
}
