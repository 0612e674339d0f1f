// Answers of /api/v1/… write their figures as JSON numbers, which a browser would read as doubles. This page asks for
// strings instead, always through `exactly`; what comes back is then typed as decimal text.
import type { DecimalText } from '../decimal'

/** T as it is answered with `?decimals=string`. */
export type Exact<T> = [string | number] extends [T]
  ? DecimalText | Exclude<T, string | number>
  : T extends readonly (infer Item)[]
    ? Exact<Item>[]
    : T extends object
      ? { [Name in keyof T]: Exact<T[Name]> }
      : T

type Parameter = string | number | null | undefined

/** The address with its parameters, those that are not set left out, and figures asked for as strings. */
export function exactly(path: string, parameters: Readonly<Record<string, Parameter>> = {}): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value == null || value === '' ? [] : [[name, String(value)]]))
  return `${path}?${new URLSearchParams([...given, ['decimals', 'string']] as [string, string][])}`
}
