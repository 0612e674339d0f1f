import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'
import { clearToasts } from '@/lib/toasts'

vi.mock('@/components/chart/drawing', () => import('./fakeDrawing'))
vi.mock('@/components/chart/lineDrawing', () => import('./fakeLineDrawing'))

// A machine that builds the server beside the tests is slow: wait longer before something counts as missing.
configure({ asyncUtilTimeout: 8000 })

// What jsdom lacks and a browser has.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
  this.dispatchEvent(new Event('close'))
}

// jsdom lays nothing out: a list that draws only what is in view needs a height to be in view.
Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, get: () => 600 })
Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, get: () => 1200 })
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.PointerEvent ??= class extends MouseEvent {} as unknown as typeof PointerEvent

afterEach(() => {
  cleanup()
  clearToasts()
  localStorage.clear()
})
