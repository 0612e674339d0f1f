// A canvas cannot read the page's style sheet, so the tokens are read for it.

export interface Colours {
  page: string
  text: string
  grid: string
  line: string
  crosshair: string
  up: string
  down: string
  entry: string
  stop: string
  target: string
  /** Supports and resistances. */
  found: string
  /** What was sold, on candles of either colour. */
  mark: string
}

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim() || '#888888'
  return {
    page: token('--page'),
    text: token('--muted-ink'),
    grid: token('--grid'),
    line: token('--line'),
    crosshair: token('--line-strong'),
    up: token('--up'),
    down: token('--down'),
    entry: token('--primary'),
    stop: token('--danger'),
    target: token('--success'),
    found: token('--muted-ink'),
    mark: token('--warning'),
  }
}

export type LevelKind = 'entry' | 'stop' | 'target' | 'support' | 'resistance'

export function levelColour(colours: Colours, kind: LevelKind): string {
  if (kind === 'support' || kind === 'resistance') return colours.found
  return colours[kind]
}
