// Writes the newest result of each figure into the table of docs/performance.md, between its two marks. A figure that
// was not measured here keeps the row that it has.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = path.join(root, 'docs/performance.md')
const results = path.join(root, 'build/bench/results.jsonl')
const [start, end] = ['<!-- bench:begin -->', '<!-- bench:end -->']
const order = ['positions', 'tick', 'signals', 'feed', 'exits', 'tenants', 'cli', 'cold', 'rebuild', 'browser', 'history', 'simulation', 'micro']
const head = '| measurement | `./dev bench` | result | goal | reached | remarks | taken |\n| --- | --- | --- | --- | --- | --- | --- |'

function rowOf({ name, command, shown, unit, ratio, goal, reached, note, busy, date, machine }) {
  const result = ratio === undefined ? `${shown} ${unit}` : `${shown} ${unit}, ratio ${ratio.toFixed(2)}`
  const verdict = reached === undefined ? '' : reached ? 'yes' : '**no**'
  const remarks = [note, busy ? 'busy machine, to be measured again' : ''].filter(Boolean).join('; ')
  const limit = goal ? `${goal}${ratio === undefined ? ` ${unit}` : ''}` : ''
  return `| ${[name, command, result, limit, verdict, remarks, `${date}, ${machine}`].join(' | ')} |`
}

const text = readFileSync(page, 'utf8')
const [from, to] = [text.indexOf(start), text.indexOf(end)]
if (from < 0 || to < from) throw new Error(`${page} lacks ${start} or ${end}`)

const rows = new Map()
for (const line of text.slice(from, to).split('\n').filter((one) => one.startsWith('| ')).slice(2)) {
  const [name, command] = line.slice(2).split(' | ')
  rows.set(name, { command, line })
}
if (existsSync(results)) {
  for (const line of readFileSync(results, 'utf8').split('\n').filter(Boolean)) {
    const result = JSON.parse(line)
    rows.set(result.name, { command: result.command, line: rowOf(result) })
  }
}
const sorted = [...rows.values()].sort((a, b) => order.indexOf(a.command) - order.indexOf(b.command))
const table = [head, ...sorted.map(({ line }) => line)].join('\n')
writeFileSync(page, `${text.slice(0, from)}${start}\n${table}\n${text.slice(to)}`)
console.log(`docs/performance.md: ${rows.size} figures`)
