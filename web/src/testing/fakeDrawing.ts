import type { Bar, Level } from '@/components/chart/drawing'

/** jsdom has no canvas: what the chart was last told to draw. */
export const drawn = { bars: [] as readonly Bar[], updated: [] as Bar[], levels: [] as readonly Level[], places: 0, resets: 0 }

export class CandleDrawing {
  constructor() {
    Object.assign(drawn, { bars: [], updated: [], levels: [], places: 0, resets: 0 })
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
