// `robson positions` from its start to its end, as a shell would see it; starting a process from Node is in the figure.
import { run } from '../tests/acceptance/support/programs.mjs'
import { begin, median, password, server, simulator, tell, temporaryDirectory, tokenOf, withFreshPrices } from './support.mjs'

const runs = 20

await begin()
const directory = await temporaryDirectory()
const venue = await simulator()
const robsond = await server({ venue: venue.address, directory: `${directory.path}/data` })
await withFreshPrices(robsond.url, await tokenOf(robsond.url), 1)
const env = { HOME: directory.path, XDG_CONFIG_HOME: directory.path, XDG_STATE_HOME: directory.path, ROBSON_API_BASE_URL: robsond.url, NO_COLOR: '1' }
const login = await run('robson', ['login', '--username', 'admin', '--password-stdin'], { env, input: password })
if (login.code !== 0) throw new Error(`login: ${login.err}`)

const took = []
for (let i = 0; i < runs; ++i) {
  const began = performance.now()
  const shown = await run('robson', ['positions'], { env })
  took.push(performance.now() - began)
  if (shown.code !== 0 || !shown.out.includes('BTCUSDC')) throw new Error(`robson positions: ${shown.code} ${shown.out}${shown.err}`)
}
const command = 'cli'
tell({ name: 'robson positions, median', command, value: median(took), unit: 'ms', goal: { below: 100 }, note: `${runs} runs` })
tell({ name: 'robson positions, slowest', command, value: Math.max(...took), unit: 'ms', goal: { below: 100 } })

await robsond.stop()
await venue.stop()
await directory.remove()
