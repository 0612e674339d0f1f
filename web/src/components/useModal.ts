import { useLayoutEffect, useRef, type SyntheticEvent } from 'react'

interface Modal {
  onClose: () => void
  /** While something is on its way it stays. */
  held?: boolean
}

/** A native modal dialog for as long as it is rendered: what its `<dialog>` needs. */
export function useModal({ onClose, held = false }: Modal) {
  const ref = useRef<HTMLDialogElement>(null)
  const leaving = useRef(false)
  useLayoutEffect(() => {
    const element = ref.current
    leaving.current = false
    element?.showModal()
    return () => {
      leaving.current = true
      element?.close()
    }
  }, [])
  return {
    ref,
    onCancel: (event: SyntheticEvent) => {
      event.preventDefault()
      if (!held) onClose()
    },
    // A browser does not ask before it closes at the second Escape in a row, or where nobody touched the page yet.
    onClose: () => {
      if (leaving.current || ref.current?.open) return
      if (held) ref.current?.showModal()
      else onClose()
    },
  }
}
