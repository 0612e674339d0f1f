// Charts of a year of figures of a bot with 50 positions (metrics.cpp): the goal is 50 ms at p99 for any of them.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { begin, binaries, tell } from './support.mjs'

await begin({ pinned: true })
const program = process.env.ROBSON_METRICS_PROGRAM ?? path.join(binaries, 'robson_metrics_bench')
const positions = process.env.BENCH_POSITIONS ?? '50'
const lines = execFileSync(program, [positions], { stdio: ['ignore', 'pipe', 'inherit'] }).toString().trim().split('\n')
for (const { name, value, unit } of lines.map((line) => JSON.parse(line))) {
  const goal = /^(chart of .*|funding) p99$/.test(name) ? { goal: { below: 50 } } : {}
  tell({ name, command: 'metrics', value, unit, ...goal, note: `a year of ${positions} positions` })
}
