// From a price to the order that leaves the position (exits.cpp). The goal is for p99 without the journal's commit, which
// waits for the disk and is told beside it.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { begin, binaries, tell } from './support.mjs'

await begin({ pinned: true })
const program = process.env.ROBSON_EXIT_PROGRAM ?? path.join(binaries, 'robson_exit_bench')
const exits = process.env.BENCH_EXITS ?? '2000'
const lines = execFileSync(program, [exits], { stdio: ['ignore', 'pipe', 'inherit'] }).toString().trim().split('\n')
for (const { name, value, unit } of lines.map((line) => JSON.parse(line))) {
  const isGoal = name.endsWith('p99') && name.startsWith('tick') && !/CPU|with the journal/.test(name)
  tell({ name, command: 'exits', value, unit: unit === 'us' ? 'µs' : unit, ...(isGoal && { goal: { below: 200 } }), note: `${exits} exits` })
}
