// The seeded simulation of tests/simulation, many more seeds than the tests take: each must hold, and their rate is told.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { begin, binaries, tell } from './support.mjs'

await begin({ pinned: true })
const program = process.env.ROBSON_SIMULATION_PROGRAM ?? path.join(binaries, 'robson_simulation')
const seeds = Number(process.env.BENCH_SEEDS ?? 10_000)
const { seconds, trades, crashes } = JSON.parse(execFileSync(program, [String(seeds)], { stdio: ['ignore', 'pipe', 'inherit'] }).toString())
tell({ name: 'seeded simulation', command: 'simulation', value: seeds / seconds, unit: 'seeds/s', note: `${seeds} seeds held, with ${trades} trades and ${crashes} crashes` })
