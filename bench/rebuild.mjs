// What a developer waits for after the change of one .cpp: compile it (the compiler's cache is off) and link what uses it.
import { execFileSync } from 'node:child_process'
import { existsSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { begin, root, tell } from './support.mjs'

const build = path.join(root, 'build/release')
const source = 'src/routes/portfolio.cpp'
const ninja = () => execFileSync('ninja', ['-C', build], { env: { ...process.env, CCACHE_DISABLE: '1' }, stdio: ['ignore', 'pipe', 'inherit'] }).toString()

if (!existsSync(path.join(build, 'build.ninja'))) throw new Error('build/release is not configured: ./dev build')
await begin()
ninja() // so that nothing else is owed
const now = new Date()
utimesSync(path.join(root, source), now, now)
const began = performance.now()
const said = ninja()
const took = (performance.now() - began) / 1000
if (!said.includes('portfolio.cpp')) throw new Error(`${source} was not compiled again:\n${said}`)
tell({ name: `rebuild after a change of ${source}`, command: 'rebuild', value: took, unit: 's', goal: { below: 10 } })
