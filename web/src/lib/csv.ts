// Rows as a file. Text that a spreadsheet would run as a formula is made text.

type Cell = string | number | null

const figure = /^-?\d+(\.\d+)?$/

function cell(value: Cell): string {
  if (value === null) return ''
  const text = String(value)
  const safe = /^[=+\-@\t\r]/.test(text) && !figure.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180, with a head. */
export function csv<Row extends Readonly<Record<string, Cell>>>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string {
  return [columns, ...rows.map((row) => columns.map((name) => row[name] ?? null))].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n'
}

/** Gives the browser a file that was made here. */
export function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
