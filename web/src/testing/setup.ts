import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'
import { clearToasts } from '@/lib/toasts'

vi.mock('@/components/chart/drawing', () => import('./fakeDrawing'))

// What jsdom lacks and a browser has.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
  this.dispatchEvent(new Event('close'))
}

afterEach(() => {
  cleanup()
  clearToasts()
  localStorage.clear()
})
