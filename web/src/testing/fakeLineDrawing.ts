import type { Line, LineEvents, Mark } from '@/components/chart/lineDrawing'

/** jsdom has no canvas: what the newest line chart was last told to draw. */
export const lined = { lines: [] as readonly Line[], marks: [] as readonly Mark[], events: null as LineEvents | null }

export class LineDrawing {
  constructor(_container: HTMLElement, events: LineEvents) {
    Object.assign(lined, { lines: [], marks: [], events })
  }
  setLines(lines: readonly Line[], marks: readonly Mark[]): void {
    Object.assign(lined, { lines, marks })
  }
  setFormat(): void {}
  repaint(): void {}
  destroy(): void {}
}
