// From the start of robsond on a directory that holds something to the first answered request for positions, by a
// client that signed in before the server was last stopped. The venue is there; the answer does not wait for it.
import { begin, demoDirectory, freePort, median, pause, positionsOf, server, simulator, tell, temporaryDirectory, tokenOf } from './support.mjs'

const runs = 5
const loads = [
  { what: 'the demo', operations: { open: 1, closed: 0 } },
  { what: '10,000 operations, 200 open', operations: { open: 200, closed: 9_800 } },
]

async function startToAnswer(options, token) {
  const began = performance.now()
  const starting = server(options)
  for (;;) {
    const positions = await positionsOf(`http://${options.listen}`, token).catch(() => null)
    const took = performance.now() - began
    if (positions) {
      await (await starting).stop()
      return { took, positions: positions.length }
    }
    if (took > 20_000) throw new Error('no position was answered within 20 s')
    await pause(2)
  }
}

await begin()
const venue = await simulator()
for (const { what, operations } of loads) {
  const directory = await temporaryDirectory()
  const options = { venue: venue.address, directory: directory.path, listen: `127.0.0.1:${await freePort()}` }
  await demoDirectory(directory.path, venue.address, operations)
  const once = await server(options)
  const token = await tokenOf(once.url)
  await once.stop()
  const took = []
  for (let i = 0; i < runs; ++i) {
    const first = await startToAnswer(options, token)
    if (first.positions !== operations.open) throw new Error(`${first.positions} positions instead of ${operations.open}`)
    took.push(first.took)
  }
  tell({ name: `cold start to the first position, ${what}`, command: 'cold', value: median(took), unit: 'ms', goal: { below: 1000 }, note: `median of ${runs}, slowest ${Math.round(Math.max(...took))}` })
  await directory.remove()
}
await venue.stop()
