import { useId, type ReactNode } from 'react'
import { useModal } from './useModal'

interface DialogProps {
  title: string
  onClose: () => void
  /** While something is on its way, Escape does not hide its outcome. */
  held?: boolean
  wide?: boolean
  children: ReactNode
}

/** A native modal dialog for as long as it is rendered: the browser keeps the focus inside and gives it back after. */
export function Dialog({ title, onClose, held = false, wide = false, children }: DialogProps) {
  const modal = useModal({ onClose, held })
  const heading = useId()
  return (
    <dialog
      {...modal}
      aria-labelledby={heading}
      className={`max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-1.5rem)] overflow-y-auto rounded-xl border border-line bg-card p-4 text-text backdrop:bg-black/50 md:p-5 ${
        wide ? 'w-[40rem]' : 'w-[28rem]'
      }`}
    >
      <h2 id={heading} className="pb-3 text-base font-semibold">
        {title}
      </h2>
      {children}
    </dialog>
  )
}

/** The row of buttons at a dialog's end. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2 pt-4">{children}</div>
}
