// Every position, spot and hedged, as the rows of one table: found, chosen, ordered. Pure.
import { compare, multiply, parse, toText, tryParse } from '@/lib/decimal'
import type { BotPosition, HealthStatus, Position } from '@/lib/api/types'
import { isCurrent, knownAt, type Bot, type BotDesk } from '@/lib/bots/desk'
import type { LivePosition } from '@/lib/positions/live'

export interface SpotRow {
  kind: 'spot'
  key: string
  position: Position
  receivedAt: number
  /** Its figures as they are shown. */
  live: Figures
}

type Figures = Pick<LivePosition, 'unrealized_pnl' | 'value' | 'distance_to_stop_percent'>

export interface HedgeRow {
  kind: 'hedge'
  key: string
  position: BotPosition
  /** What is shown may not be what is. */
  stale: boolean
  knownAt: number | null
}

export type Row = SpotRow | HedgeRow

export const hedgeStatuses = ['opening', 'open', 'closing', 'stuck', 'closed', 'liquidated'] as const
export const healths = ['healthy', 'warning', 'critical', 'emergency', 'unknown'] as const satisfies readonly HealthStatus[]
export const sorts = ['opened', 'name', 'pnl', 'value', 'distance'] as const
export type SortField = (typeof sorts)[number]
export type Sort = SortField | `-${SortField}`

/** As they stand in the address. Without a status: all that are not over. */
export interface Filters {
  q?: string
  kind?: 'spot' | 'hedge'
  status?: (typeof hedgeStatuses)[number] | 'all'
  health?: HealthStatus
  bot?: string
  sort?: Sort
}

export function readFilters(search: Record<string, unknown>): Filters {
  const text = typeof search.q === 'number' ? String(search.q) : search.q
  const found = {
    q: typeof text === 'string' && text.trim() !== '' ? text.slice(0, 64) : undefined,
    kind: (['spot', 'hedge'] as const).find((each) => each === search.kind),
    status: [...hedgeStatuses, 'all' as const].find((each) => each === search.status),
    health: healths.find((each) => each === search.health),
    bot: typeof search.bot === 'string' && /^[a-z0-9][a-z0-9_-]{0,31}$/.test(search.bot) ? search.bot : undefined,
    sort: sorts.flatMap((field) => [field, `-${field}` as const]).find((each) => each === search.sort),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

export const wantsEnded = ({ status }: Filters) => status === 'all' || status === 'closed' || status === 'liquidated'

interface Known {
  spot: readonly Position[]
  /** When the spot ones were told. */
  receivedAt: number
  live: (position: Position) => Figures
  desk: BotDesk
  ended: readonly BotPosition[]
}

/** The rows of both kinds. Ended ones come in their own list; what the desk tells of a position is newer. */
export function rowsOf({ spot, receivedAt, live, desk, ended }: Known, now: number): Row[] {
  const hedges = desk.flatMap((bot) =>
    (bot.positions ?? []).map((position): HedgeRow => ({ kind: 'hedge', key: `${bot.name} ${position.position_id}`, position, stale: !isCurrent(bot, now), knownAt: knownAt(bot) })),
  )
  const told = new Set(hedges.map(({ key }) => key))
  const over = ended
    .filter((position) => position.status === 'closed' || position.status === 'liquidated')
    .map((position): HedgeRow => ({ kind: 'hedge', key: `${position.bot} ${position.position_id}`, position, stale: false, knownAt: null }))
    .filter(({ key }) => !told.has(key))
  return [...spot.map((position): SpotRow => ({ kind: 'spot', key: `spot ${position.operation_id}`, position, receivedAt, live: live(position) })), ...hedges, ...over]
}

function words(row: Row): string {
  if (row.kind === 'spot') return [row.position.symbol, `#${row.position.operation_id}`, row.position.strategy, 'spot'].join(' ').toLowerCase()
  const { asset, token, protocol, position_id: id, bot } = row.position
  return [asset, token, protocol, id, bot, 'hedge'].join(' ').toLowerCase()
}

function fits(row: Row, { q, kind, status, health, bot }: Filters): boolean {
  if (q !== undefined && !q.toLowerCase().split(/\s+/).every((part) => words(row).includes(part))) return false
  if (kind !== undefined && row.kind !== kind) return false
  if (row.kind === 'spot') return (status === undefined || status === 'all' || status === 'open') && health === undefined && bot === undefined
  const { position } = row
  if (bot !== undefined && position.bot !== bot) return false
  if (health !== undefined && position.health_status !== health) return false
  return status === undefined ? position.status !== 'closed' && position.status !== 'liquidated' : status === 'all' || position.status === status
}

/** Bots that may hold what these filters ask for, without it being known now. */
export function unknownTo({ kind, bot: wanted }: Filters, desk: BotDesk, now: number): Bot[] {
  if (kind === 'spot') return []
  return desk.filter((bot) => (wanted === undefined || bot.name === wanted) && (bot.positions === null || !isCurrent(bot, now)))
}

/** Fractions are compared with percentages. */
const hundred = parse('100')

const nameOf = (row: Row) => (row.kind === 'spot' ? row.position.symbol : row.position.asset)
const openedOf = (row: Row) => row.position.opened_at ?? '9'

function figureOf(row: Row, field: 'pnl' | 'value' | 'distance'): string | null {
  if (row.kind === 'spot') {
    const { unrealized_pnl: pnl, value, distance_to_stop_percent: distance } = row.live
    return { pnl, value, distance: distance === null ? null : distance.replace('-', '') }[field]
  }
  const { total_pnl_usd: pnl, long_value_usd: value, distance_to_liquidation: distance } = row.position
  return { pnl, value, distance: distance === null ? null : toText(multiply(parse(distance), hundred)) }[field]
}

/** What is not known stands last, whichever way. */
function byFigure(a: string | null, b: string | null, way: 1 | -1): number {
  const [x, y] = [a === null ? null : tryParse(a), b === null ? null : tryParse(b)]
  if (!x || !y) return x ? -1 : y ? 1 : 0
  return way * compare(x, y)
}

export function select(rows: readonly Row[], filters: Filters): Row[] {
  const sort = filters.sort ?? '-opened'
  const way = sort.startsWith('-') ? -1 : 1
  const field = sort.replace('-', '') as SortField
  return rows
    .filter((row) => fits(row, filters))
    .sort((a, b) => {
      if (field === 'name') return way * nameOf(a).localeCompare(nameOf(b)) || a.key.localeCompare(b.key)
      if (field === 'opened') return way * openedOf(a).localeCompare(openedOf(b)) || a.key.localeCompare(b.key)
      return byFigure(figureOf(a, field), figureOf(b, field), way) || a.key.localeCompare(b.key)
    })
}

/** What a click on a column's head asks for: first its larger values, then its smaller. */
export function nextSort(current: Sort | undefined, field: SortField): Sort {
  return (current ?? '-opened') === `-${field}` ? field : `-${field}`
}

export const exportColumns = ['kind', 'id', 'bot', 'name', 'status', 'health', 'value', 'deployed', 'pnl', 'funding', 'delta', 'health_factor', 'margin_fraction', 'distance_to_liquidation', 'opened_at', 'closed_at', 'as_of'] as const
export type ExportRow = Record<(typeof exportColumns)[number], string | null>

/** A row of the file: exact figures, as the server told them. */
export function exportRow(row: Row): ExportRow {
  if (row.kind === 'spot') {
    const { position } = row
    return {
      kind: 'spot',
      id: String(position.operation_id),
      bot: null,
      name: position.symbol,
      status: position.status,
      health: position.protection,
      value: position.value,
      deployed: position.cost,
      pnl: position.unrealized_pnl,
      funding: null,
      delta: null,
      health_factor: null,
      margin_fraction: null,
      distance_to_liquidation: null,
      opened_at: position.opened_at,
      closed_at: null,
      as_of: position.price_time,
    }
  }
  const { position } = row
  return {
    kind: 'hedge',
    id: position.position_id,
    bot: position.bot,
    name: position.asset,
    status: position.status,
    health: position.health_status,
    value: position.long_value_usd,
    deployed: position.deployed_usd,
    pnl: position.total_pnl_usd,
    funding: position.funding_pnl_usd,
    delta: position.delta,
    health_factor: position.asgard_hf,
    margin_fraction: position.hyperliquid_mf,
    distance_to_liquidation: position.distance_to_liquidation,
    opened_at: position.opened_at,
    closed_at: position.closed_at,
    as_of: position.as_of,
  }
}
