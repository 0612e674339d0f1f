import { useEffect, useRef } from 'react'
import { Button } from '@/components/Button'
import { Command } from '@/components/Empty'
import { KeysChoice } from './DisplayMenu'
import { keys } from './shortcuts'

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    <dialog
      ref={dialog}
      aria-label="Keys and help"
      onClose={onClose}
      className="w-[26rem] max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-card p-5 backdrop:bg-black/50"
    >
      <h2 className="pb-3 text-base font-semibold">Keys</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {keys.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="num rounded border border-line-strong px-1.5 py-0.5 text-sm">{key}</kbd>
            </dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
      <div className="pt-3">
        <KeysChoice />
      </div>
      <h2 className="pt-5 pb-2 text-base font-semibold">From a terminal</h2>
      <p className="flex flex-wrap gap-2">
        <Command>robson positions --watch</Command>
        <Command>robson plan buy BTCUSDC</Command>
        <Command>robson orders --status open</Command>
        <Command>robson price BTCUSDC</Command>
        <Command>robson doctor</Command>
      </p>
      <p className="pt-3 text-sm text-muted">
        The interface behind this page:{' '}
        <a className="text-primary-ink underline" href="/api/docs">
          API
        </a>
      </p>
      <div className="pt-5 text-right">
        <Button onClick={onClose}>Close</Button>
      </div>
    </dialog>
  )
}
