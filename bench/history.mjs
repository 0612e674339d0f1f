// Pages of a history of 1,000,000 operations by random filters and sorts (history.cpp): the goal is 50 ms at p99.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { begin, binaries, tell } from './support.mjs'

await begin({ pinned: true })
const program = process.env.ROBSON_HISTORY_PROGRAM ?? path.join(binaries, 'robson_history_bench')
const operations = process.env.BENCH_OPERATIONS ?? '1000000'
const lines = execFileSync(program, [operations], { stdio: ['ignore', 'pipe', 'inherit'] }).toString().trim().split('\n')
for (const { name, value, unit } of lines.map((line) => JSON.parse(line))) {
  const goal = name === 'history page p99' ? { goal: { below: 50 } } : {}
  tell({ name, command: 'history', value, unit, ...goal, note: `${Number(operations).toLocaleString('en')} operations` })
}
