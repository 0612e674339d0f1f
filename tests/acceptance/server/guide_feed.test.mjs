// The program in docs/guide/live-feed.md is run as it stands there.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { root, startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'

test('the program of the guide follows a position, over a restart of the server too', { timeout: 90_000 }, async (t) => {
  const simulator = await startSimulator()
  t.after(() => simulator.stop())
  const directory = (await temporaryDirectory()).path
  let server = await startServer({ venue: simulator.address, directory })
  t.after(() => server.stop())

  const [, program] = /```js\n([\s\S]*?)```/.exec(await readFile(path.join(root, 'docs/guide/live-feed.md'), 'utf8'))
  const folder = (await temporaryDirectory()).path
  await writeFile(path.join(folder, 'follow.mjs'), program)
  await symlink(path.join(root, 'tests/acceptance/node_modules'), path.join(folder, 'node_modules'))
  const reader = spawn(process.execPath, ['follow.mjs'], {
    cwd: folder,
    env: { ...process.env, ROBSON_FEED: `ws://${server.address}/ws/v1/feed`, ROBSON_TOKEN: await tokenOf(server.url) },
  })
  t.after(() => reader.kill())
  let printed = ''
  reader.stdout.on('data', (text) => (printed += text))
  const prints = (count) => until(() => (printed.match(/^BTCUSDC -?\d+\.\d\d (STALE|\d+ ms old)$/gm) ?? []).length >= count)

  await prints(3)
  await server.stop('SIGKILL')
  server = await startServer({ venue: simulator.address, directory, listen: server.address })
  printed = ''
  await prints(2)
  assert.equal(reader.exitCode, null)
})
