// What the feed told, in the shape of the REST answers that it takes the place of; null while it does not follow.
import type { PortfolioSummary, Position, Positions } from '../api/types'
import type { Feed } from './feed'

/** The spot ones: those of bots have their own picture (lib/bots). */
export interface ToldPositions {
  positions: Position[]
}

export function spotOf({ positions }: Pick<Positions, 'positions'>): ToldPositions {
  return { positions: positions.filter((position): position is Position => 'operation_id' in position) }
}

/** As the server lists them. */
export function positionsOf(feed: Feed): ToldPositions | null {
  const rows = feed.follows('positions') ? feed.state().positions : undefined
  if (!rows) return null
  return { positions: [...rows.values()].map((row) => row.position).sort((a, b) => a.id - b.id) }
}

export function summaryOf(feed: Feed): PortfolioSummary | null {
  return feed.follows('stats') ? (feed.state().stats ?? null) : null
}
