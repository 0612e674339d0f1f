import { useId, useLayoutEffect, type ReactNode } from 'react'
import { useModal } from './useModal'

interface DrawerProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** One thing of a list in full, at the window's edge; Escape or a click beside it closes. */
export function Drawer({ title, onClose, children }: DrawerProps) {
  const { ref, ...modal } = useModal({ onClose })
  const heading = useId()
  useLayoutEffect(() => {
    const element = ref.current!
    const beside = (event: MouseEvent) => event.target === element && element.dispatchEvent(new Event('cancel', { cancelable: true }))
    element.addEventListener('click', beside)
    return () => element.removeEventListener('click', beside)
  }, [ref])
  return (
    <dialog
      ref={ref}
      {...modal}
      aria-labelledby={heading}
      className="mr-0 h-dvh max-h-dvh w-[34rem] max-w-full border-l border-line bg-card p-0 text-text backdrop:bg-black/50"
    >
      <div className="flex min-h-full flex-col">
        <header className="sticky top-0 flex items-center gap-2 border-b border-line bg-card px-4 py-2">
          <h2 id={heading} className="min-w-0 flex-1 truncate text-base font-semibold">
            {title}
          </h2>
          <button type="button" className="chip" aria-label="Close" onClick={onClose}>
            ✕
          </button>
        </header>
        <div className="flex-1 p-4">{children}</div>
      </div>
    </dialog>
  )
}
