import type { Bar, DrawingEvents, Level, Mark } from '@/components/chart/drawing'

/** jsdom has no canvas: what the chart was last told to draw. */
export const drawn = { bars: [] as readonly Bar[], updated: [] as Bar[], levels: [] as readonly Level[], marks: [] as readonly Mark[], places: 0, resets: 0, events: null as DrawingEvents | null }

export class CandleDrawing {
  constructor(_container: HTMLElement, events: DrawingEvents) {
    Object.assign(drawn, { bars: [], updated: [], levels: [], marks: [], places: 0, resets: 0, events })
  }
  setBars(bars: readonly Bar[]): void {
    drawn.bars = bars
  }
  updateBar(bar: Bar): void {
    drawn.updated.push(bar)
  }
  setLevels(levels: readonly Level[]): void {
    drawn.levels = levels
  }
  setMarks(marks: readonly Mark[]): void {
    drawn.marks = marks
  }
  setPlaces(places: number): void {
    drawn.places = places
  }
  reset(): void {
    drawn.resets += 1
  }
  repaint(): void {}
  zoom(): void {}
  jumpToNow(): void {}
  destroy(): void {}
}
