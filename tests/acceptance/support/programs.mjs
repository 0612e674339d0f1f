// Starts the real programs for a test and ends them afterwards.
import { spawn, execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
export const binaries = process.env.ROBSON_BIN ?? path.join(root, 'build/bin')
export const shared = process.env.ROBSON_SHARED ?? path.resolve(root, '../shared')
export const password = 'a-demo-password'

/** Limits that no test or measurement meets by the way; those that are about limits set their own. */
const wideLimits = Object.fromEntries(
  ['VIEWER', 'OPERATOR', 'ADMIN', 'CONTROL', 'ANONYMOUS', 'PRODUCER'].map((name) => [`ROBSON_LIMITS_${name}`, '100000000']),
)

/** A child process whose readiness line matched; {address, child, log(), stop(signal)}. */
export async function start(name, flags, env = {}) {
  const child = spawn(path.join(binaries, name), flags, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let out = ''
  let log = ''
  child.stderr.on('data', (chunk) => (log = (log + chunk).slice(-200_000)))
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} did not say that it listens:\n${out}${log}`)), 30_000)
    child.stdout.on('data', (chunk) => {
      out += chunk
      const found = out.match(/listening on https?:\/\/(\S+)/)
      if (!found) return
      clearTimeout(timer)
      resolve(found[1])
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${out}${log}`)))
  })
  return {
    child,
    address,
    out: () => out,
    log: () => log,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      await once(child, 'exit')
      return child.exitCode
    },
  }
}

export const startSimulator = (flags = [], listen = '127.0.0.1:0') =>
  start('robson-sim', ['--listen', listen, '--log-level', 'warning', ...flags])

/** robsond --demo on a free port, against the venue at `venue` ("127.0.0.1:9443"). */
export async function startServer({ venue, directory, flags = [], env = {}, listen = '127.0.0.1:0', demo = true }) {
  const server = await start(
    'robsond',
    [...(demo ? ['--demo'] : []), '--listen', listen, '--data-dir', directory, '--venue-url', `http://${venue}`, ...flags],
    { ROBSON_DEMO_PASSWORD: password, ...wideLimits, ...env },
  )
  return { ...server, url: `http://${server.address}` }
}

export async function temporaryDirectory() {
  const directory = await mkdtemp(path.join(tmpdir(), 'robson-'))
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** Runs a program to its end: {code, out, err}. */
export function run(name, flags, { env = {}, input = '', timeout = 30_000 } = {}) {
  return new Promise((resolve) => {
    const child = execFile(
      path.join(binaries, name), flags,
      { env: { ...process.env, ...env }, timeout, maxBuffer: 16 << 20 },
      (error, out, err) => resolve({ code: error ? (error.code ?? error.signal) : 0, out, err }),
    )
    child.stdin.on('error', () => {}) // it may end without reading
    child.stdin.end(input)
  })
}

export async function tokenOf(url, username = 'admin', secret = password) {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password: secret }),
  })
  if (answer.status !== 200) throw new Error(`login answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()).access_token
}

/** Asks again until `check` gives something truthy. */
export async function until(check, patience = 30_000, pause = 50) {
  const end = Date.now() + patience
  for (;;) {
    const found = await check()
    if (found) return found
    if (Date.now() > end) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
