import { act, render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { Dialog } from './Dialog'
import { Drawer } from './Drawer'

/** At a second Escape in a row a browser closes without having asked. */
const closedByBrowser = () => act(() => screen.getByRole<HTMLDialogElement>('dialog').close())

describe('a dialog', () => {
  it('stays while something is on its way, also when the browser closes it', () => {
    const onClose = vi.fn()
    render(
      <Dialog title="Close it?" held onClose={onClose}>
        what
      </Dialog>,
    )
    closedByBrowser()
    expect(screen.getByRole<HTMLDialogElement>('dialog').open).toBe(true)
    expect(onClose).not.toHaveBeenCalled()
  })

  it.each([
    ['a dialog', Dialog],
    ['a drawer', Drawer],
  ])('%s is gone for the page too when the browser closes it, and only then', (_, What) => {
    const onClose = vi.fn()
    const { unmount } = render(<What title="Close it?" onClose={onClose}>what</What>)
    closedByBrowser()
    expect(onClose).toHaveBeenCalledTimes(1)
    unmount()
    expect(onClose).toHaveBeenCalledTimes(1)
  })

  it('that the page takes away does not say so', () => {
    const onClose = vi.fn()
    render(<Dialog title="Close it?" onClose={onClose}>what</Dialog>).unmount()
    expect(onClose).not.toHaveBeenCalled()
  })
})
