// The pure hot spots (micro.cpp), by Google Benchmark: the median of five repetitions, in CPU time.
// A tick past 2,000 operations is to leave the loop's thread free for everything else: a tenth of a millisecond at most.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { begin, binaries, tell } from './support.mjs'

await begin({ pinned: true })
const program = process.env.ROBSON_BENCH_PROGRAM ?? path.join(binaries, 'robson_bench')
const flags = ['--benchmark_format=json', '--benchmark_repetitions=5', '--benchmark_min_time=0.1', '--benchmark_report_aggregates_only=true']
const { benchmarks } = JSON.parse(execFileSync(program, flags, { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
for (const { run_name: name, aggregate_name: aggregate, cpu_time: value, time_unit: unit, error_occurred: failed, error_message: why, bytes } of benchmarks) {
  if (failed) throw new Error(`${name}: ${why}`)
  if (aggregate !== 'median') continue
  const goal = name.startsWith('tick') ? { goal: { below: 100_000 } } : {}
  tell({ name: name.replaceAll(/[_/:]/g, ' '), command: 'micro', value, unit, ...goal, note: bytes ? `${bytes} bytes` : '' })
}
