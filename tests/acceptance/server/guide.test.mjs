// Every command that the guides show in a console block is run, in the order of the page.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ask } from '../support/contract.mjs'
import { binaries, password, root, run, startServer, startSimulator, temporaryDirectory, tokenOf, until } from '../support/programs.mjs'

let venue, server, directory, env

before(async () => {
  venue = await startSimulator()
  directory = await temporaryDirectory()
  server = await startServer({ venue: venue.address, directory: path.join(directory.path, 'data') })
  env = { ROBSON_API_BASE_URL: server.url, XDG_CONFIG_HOME: directory.path, NO_COLOR: '1', LC_ALL: 'C.UTF-8' }
  const token = await tokenOf(server.url)
  const summary = () => ask(server.url, '/api/portfolio/summary/', { token })
  await until(async () => (await summary()).body.stale === false)
})
after(async () => {
  await server?.stop()
  await venue?.stop()
  await directory?.remove()
})

const commandsOf = (text) =>
  [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    block.split('\n').filter((line) => line.startsWith('$ robson ')).map((line) => line.slice('$ robson '.length)))

/** A command that goes on until it is interrupted: it must have shown something by then. */
async function watch(words) {
  const child = spawn(path.join(binaries, 'robson'), words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  await until(() => out.length > 0)
  child.kill('SIGINT')
  const [code, signal] = await once(child, 'exit')
  assert.ok(code === 130 || signal === 'SIGINT', `interrupted, it ended with ${code}`)
}

const guides = readdirSync(path.join(root, 'docs/guide')).filter((name) => name.endsWith('.md'))
// The page with `login` comes first: the others need its session.
guides.sort((a, b) => (b === 'monitoring.md') - (a === 'monitoring.md'))
for (const guide of guides) {
  for (const command of commandsOf(readFileSync(path.join(root, 'docs/guide', guide), 'utf8'))) {
    test(`${guide}: robson ${command}`, async () => {
      const words = command.split(' ')
      if (words.some((word) => word.startsWith('--watch') || word === '--follow')) return watch(words)
      const done = await run('robson', words, { env, input: words.includes('--password-stdin') ? password : '' })
      assert.equal(done.code, 0, `${done.err}${done.out}`)
      assert.ok(done.out.length + done.err.length > 0)
    })
  }
}

test('the monitoring guide shows commands at all', () => {
  assert.ok(commandsOf(readFileSync(path.join(root, 'docs/guide/monitoring.md'), 'utf8')).length >= 15)
})
