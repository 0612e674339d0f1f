// A bot's configuration between the server and the form: read once into exact decimals, typed as text, read back, and
// compared with what it was. Pure.
import type { BotConfig, BotConfigRequest } from '@/lib/api/types'
import { compare, divide, multiply, parse, toText, trim, tryParse, type DecimalText } from '@/lib/decimal'
import { money } from '@/lib/format'
import { allFields, orders, type Field, type Path, type Unit } from './fields'

type Told = Pick<BotConfig, 'bot' | 'risk'>

/** Every figure by its name: decimals as exact text, switches as booleans. */
export type Values = Record<Path, DecimalText | boolean>
export type Draft = Record<Path, string | boolean>
export type Errors = Partial<Record<Path, string>>

export interface Change {
  path: Path
  label: string
  from: string
  to: string
  /** It lets the bot risk more than before. */
  bolder: boolean
}

const hundred = parse('100')
const mostPlaces = 12

function at(told: Told, path: Path): unknown {
  const [part, name] = path.split('.') as ['bot' | 'risk', string]
  return (told[part] as unknown as Record<string, unknown>)[name]
}

function byPath<T>(of: (field: Field) => T): Record<Path, T> {
  return Object.fromEntries(allFields.map((field) => [field.path, of(field)])) as Record<Path, T>
}

/** Figures come as texts where they are asked for so; whole numbers always as numbers. Throws where one is missing. */
export function valuesOf(told: Told): Values {
  return byPath(({ path, unit }) => {
    const value = at(told, path)
    if (unit === 'flag') return value === true
    return toText(trim(parse(String(value) as DecimalText)))
  })
}

export function bodyOf(values: Values): Pick<BotConfigRequest, 'bot' | 'risk'> {
  const body: Record<string, Record<string, unknown>> = { bot: {}, risk: {} }
  for (const { path, unit } of allFields) {
    const [part = '', name = ''] = path.split('.')
    body[part]![name] = unit === 'count' || unit === 'seconds' ? Number(values[path]) : values[path]
  }
  return body as unknown as Pick<BotConfigRequest, 'bot' | 'risk'>
}

function typed(unit: Unit, value: DecimalText | boolean): string | boolean {
  if (typeof value === 'boolean') return value
  return unit === 'percent' ? toText(trim(multiply(parse(value), hundred))) : value
}

export function draftOf(values: Values): Draft {
  return byPath(({ path, unit }) => typed(unit, values[path]))
}

function untyped({ unit, bounds, hint }: Field, text: string): DecimalText | { error: string } {
  const read = tryParse(text.trim())
  if (!read) return { error: 'A number, such as 0.5' }
  const value = unit === 'percent' ? trim(divide(read, hundred, read.scale + 2) ?? read) : trim(read)
  if ((unit === 'count' || unit === 'seconds') && value.scale > 0) return { error: 'A whole number' }
  if (value.scale > mostPlaces) return { error: `At most ${unit === 'percent' ? mostPlaces - 2 : mostPlaces} digits behind the point` }
  const under = bounds.from !== undefined && compare(value, parse(bounds.from)) < 0
  const notOver = bounds.over !== undefined && compare(value, parse(bounds.over)) <= 0
  const beyond = bounds.to !== undefined && compare(value, parse(bounds.to)) > 0
  if (under || notOver || beyond) return { error: `Out of range: ${hint}` }
  return toText(value)
}

/** What was typed, where all of it can be read and holds together; else what is wrong with which field. */
export function readDraft(draft: Draft): { values: Values | null; errors: Errors } {
  const errors: Errors = {}
  const values = byPath((field): DecimalText | boolean => {
    const text = draft[field.path]
    if (typeof text === 'boolean') return text
    const read = untyped(field, text)
    if (typeof read === 'string') return read
    errors[field.path] = read.error
    return '0'
  })
  for (const { upper, lower, equal, words } of orders) {
    if (errors[upper] || errors[lower]) continue
    const order = compare(parse(values[upper] as DecimalText), parse(values[lower] as DecimalText))
    if (order < 0 || (order === 0 && !equal)) errors[upper] = words
  }
  return { values: Object.keys(errors).length === 0 ? values : null, errors }
}

/** A value in words, with its unit. */
export function said(unit: Unit, value: DecimalText | boolean | null): string {
  if (value === null) return '—'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  switch (unit) {
    case 'percent':
      return `${typed(unit, value)}%`
    case 'usd':
      return money(value)
    case 'multiple':
      return `${value}×`
    case 'seconds':
      return `${value} s`
    default:
      return value
  }
}

function isBolder({ bolder }: Field, from: DecimalText | boolean, to: DecimalText | boolean): boolean {
  if (bolder === null) return false
  const up = typeof to === 'boolean' ? to : compare(parse(to), parse(from as DecimalText)) > 0
  return up === (bolder === 'higher')
}

export function changesOf(before: Values, after: Values): Change[] {
  return allFields
    .filter(({ path }) => before[path] !== after[path])
    .map((field) => {
      const { path, label, unit } = field
      const [from, to] = [before[path], after[path]]
      return { path, label: label.replace(/, [%×$s]$/, ''), from: said(unit, from), to: said(unit, to), bolder: isBolder(field, from, to) }
    })
}

/** The form's field that the server found at fault, however it points at it; null when it is none of the form's. */
export function fieldOf(named: string | null): Path | null {
  const name = named?.replace(/^[/#]+/, '').replaceAll('/', '.')
  return allFields.find(({ path }) => path === name || path.endsWith(`.${name}`))?.path ?? null
}

/** A change as the history tells it: a field's name and plain texts. */
export function saidChange({ field, from, to }: { field: string; from: string | null; to: string }): { label: string; from: string; to: string } {
  const known = allFields.find(({ path }) => path === field)
  const read = (text: string | null) => {
    if (text === null || !known) return text ?? '—'
    if (known.unit === 'flag') return text === 'true' ? 'on' : text === 'false' ? 'off' : text
    const value = tryParse(text)
    return value ? said(known.unit, toText(trim(value))) : text
  }
  return { label: known?.label.replace(/, [%×$s]$/, '') ?? field, from: read(from), to: read(to) }
}
